import type typescript from 'typescript';
import { mayReplaceUrlByRedis, readsUrlInRedis } from '../../constructions/bull-version';
import type { Construction } from '../../constructions/construction';
import { hasCommentOutside } from '../../syntax/comments';
import { ts } from '../../syntax/typescript';
import type { Fix } from '../../engine/finding';
import { elementAt } from '../../fixes/element-at';
import { moved } from '../../fixes/relocated';
import { editObject, type ObjectChanges } from '../../fixes/object-edit';
import { holderOf, objectLiteralOf } from '../../fixes/object-items';
import { rangeWithComments } from '../../fixes/own-comments';
import { styleOf } from '../../fixes/style';
import { fix, type RuleContext } from '../../engine/rule';
import { every, isGiven, isNeverGiven, option, some } from '../../evaluation/inspect-value';
import type { SingleValue } from '../../evaluation/value';
import type { OptionsHolder, Verdict } from './names';
import type { Property } from './property';
import { readsSecondArgument } from './second-argument';

/** Gives the property its right name; takes it away where that name is there already. */
export function renameFix(property: Property, right: string, queue: Construction, context: RuleContext): Fix | null {
  const element = elementIn(property, context);
  if (!element?.name) return null;
  const holder = property.place === '' ? queue.options : option(queue.options, property.place);
  const isFree = isNeverGiven(option(holder, right)) && (right !== 'redis' || isNeverGiven(queue.url));
  if (!isFree) return removeFix(property, element, context);
  if (right === 'redis' && some(property.value.value, (value) => value.kind === 'instance' || isNoUrl(value)))
    return null;
  if (right === 'redis' && some(property.value.value, ({ kind }) => kind !== 'object') && !readsUrlInRedis(queue.bull))
    return null;
  const newText = ts.isShorthandPropertyAssignment(element) ? `${right}: ${property.name}` : right;
  const { file } = property.value.at;
  return fix(`Rename ${property.name} to ${right}`, [
    { file, start: element.name.getStart(), end: element.name.end, newText },
  ]);
}

/** `connection: 'bull'` names a connection of somebody else. */
function isNoUrl(value: SingleValue): boolean {
  return value.kind === 'literal' && typeof value.value === 'string' && !/^\/|:\/\//.test(value.value);
}

/** Moves the property to where Bull reads it; takes it away where Bull reads one there already. */
export function moveFix(property: Property, to: Verdict, queue: Construction, context: RuleContext): Fix | null {
  const element = elementIn(property, context);
  if (!element) return null;
  const target = to.place === '' ? queue.options : option(queue.options, to.place);
  const there = option(target, to.right);
  if (every(there, isGiven)) return removeFix(property, element, context);
  // A limiter throws when it has only one of `max` and `duration`.
  const isHalf = (name: string): boolean => isNeverGiven(option(property.value.value, name));
  if (to.right === 'limiter' && (isHalf('max') || isHalf('duration'))) return null;
  if (!isNeverGiven(there) || to.kind === 'misspelt' || to.place === 'limiter') return null;
  const root = property.place === '' ? element.parent : holderNamed(property.place, element.parent);
  if (!root) return null;
  if (to.place !== '' && !isNeverGiven(target) && !literalOf(root, to.place)) return null;
  const isNew = isNeverGiven(target);
  if (to.place === 'redis' && isNew && !isNeverGiven(queue.url) && mayReplaceUrlByRedis(queue.bull)) return null;
  const add = { add: [moved(element)] };
  const changes = merge(without(property, element), to.place === '' ? add : { set: { [to.place]: add } });
  const where = to.place === '' ? `out of ${property.place}` : `into ${to.place}`;
  return edit(`Move ${property.name} ${where}`, root, changes, context);
}

/** `redis: { url }` becomes `redis: url`, where nothing else is in it. */
export function urlFix(property: Property, { bull }: Construction, context: RuleContext): Fix | null {
  if (!readsUrlInRedis(bull)) return null;
  const element = elementIn(property, context);
  const holder = element && element.parent.properties.length === 1 ? holderOf(element.parent) : null;
  const redis = holder && elementNamed(holder.object, holder.name);
  if (!element || holder?.name !== 'redis' || !redis || !ts.isPropertyAssignment(redis)) return null;
  if (ts.isMethodDeclaration(element) || hasCommentOutside(redis, element)) return null;
  const newText = ts.isPropertyAssignment(element) ? element.initializer.getText() : property.name;
  const { file } = property.value.at;
  const { initializer } = redis;
  return fix(`Give the ${property.name} as redis`, [
    { file, start: initializer.getStart(), end: initializer.end, newText },
  ]);
}

function removeFix(property: Property, element: Element, context: RuleContext): Fix | null {
  return edit(`Remove ${property.name}`, element.parent, { remove: [property.name] }, context);
}

/** The options literal without the property, and without an object that does nothing then, unless it has comments. */
function without({ place, name, value }: Property, element: Element): ObjectChanges {
  if (place === '') return { move: [name] };
  const literal = element.parent;
  const isLast = literal.properties.length === 1;
  const isUnread = name === 'createClient' && every(value.value, ignoresRedis) && !mayHoldPrefix(literal);
  return (isLast || isUnread) && !hasCommentOutside(literal, rangeWithComments(element))
    ? { move: [place] }
    : { set: { [place]: { move: [name] } } };
}

function ignoresRedis(createClient: SingleValue): boolean {
  return createClient.kind === 'function' && !readsSecondArgument(createClient.node);
}

/** Bull takes `keyPrefix` out of `redis` whoever makes the clients. */
function mayHoldPrefix(redis: typescript.ObjectLiteralExpression): boolean {
  return redis.properties.some(({ name }) => !name || ts.isComputedPropertyName(name) || name.text === 'keyPrefix');
}

function merge(a: ObjectChanges, b: ObjectChanges): ObjectChanges {
  return { ...a, ...b, ...(a.set || b.set ? { set: { ...a.set, ...b.set } } : {}) };
}

function edit(
  title: string,
  literal: typescript.ObjectLiteralExpression,
  changes: ObjectChanges,
  context: RuleContext,
): Fix | null {
  const file = context.project.parse(literal.getSourceFile().fileName);
  return file && fix(title, editObject(literal, changes, styleOf(file)));
}

type Element = typescript.ObjectLiteralElementLike & { readonly parent: typescript.ObjectLiteralExpression };

/** The property in an object literal; null for a spread, an accessor or an assignment. */
function elementIn({ value, name }: Property, context: RuleContext): Element | null {
  const element = elementAt(value.at, context.project);
  if (!element?.name || !ts.isObjectLiteralExpression(element.parent)) return null;
  const isPlain =
    ts.isPropertyAssignment(element) || ts.isShorthandPropertyAssignment(element) || ts.isMethodDeclaration(element);
  return isPlain && elementNamed(element.parent, name) === element ? (element as Element) : null;
}

function elementNamed(
  literal: typescript.ObjectLiteralExpression,
  name: string,
): typescript.ObjectLiteralElementLike | undefined {
  return literal.properties.find(
    (each) => each.name && (ts.isIdentifier(each.name) || ts.isStringLiteralLike(each.name)) && each.name.text === name,
  );
}

function holderNamed(
  place: OptionsHolder,
  literal: typescript.ObjectLiteralExpression,
): typescript.ObjectLiteralExpression | null {
  const holder = holderOf(literal);
  return holder?.name === place ? holder.object : null;
}

function literalOf(
  root: typescript.ObjectLiteralExpression,
  place: OptionsHolder,
): typescript.ObjectLiteralExpression | null {
  const element = elementNamed(root, place);
  return element ? objectLiteralOf(element) : null;
}
