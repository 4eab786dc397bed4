import type typescript from 'typescript';
import type { Queue } from '../../queue/queue';
import { elementAt } from '../../fixes/element-at';
import { alternatives, propertiesNamed, some } from '../../evaluation/inspect-value';
import type { SingleValue, Value } from '../../evaluation/value';
import { referencesTo, scopesOf } from '../../syntax/scopes';
import { ts } from '../../syntax/typescript';
import { isWrapper, wrapped } from '../../syntax/unwrap';
import type { RuleContext } from '../../engine/rule';
import type { Property } from './property';

const BULL_ONLY = /(^|\.)(forRoot|forRootAsync|registerQueue|registerQueueAsync|super)$/;

/**
 * Whether other code may use the property: it is in an object that is not written for Bull alone, and its name is read
 * in that file or in another that mentions bull. A subclass may read any option that it is given.
 */
export function isReadElsewhere(property: Property, queue: Queue, context: RuleContext): boolean {
  const { name, place, value } = property;
  const element = elementAt(value.at, context.project);
  if (element && isInside(element, queue.node)) return queue.via === 'subclass' && place === '';
  if (element && isForBullAlone(element)) return false;
  if (queue.via === 'subclass' && place === '') return true;
  if (isGivenToOthers(property, context)) return true;
  const holder = element && holderOf(element);
  const files =
    holder && !holder.isShared ? [value.at.file] : new Set([value.at.file, queue.file, ...context.workspace.files]);
  return [...files].some((file) => reads(context.project.read(file) ?? '', name, holder?.name));
}

/** Whether another package gets the object too, in its file or in one that imports it: a cache's `new Redis(config)`. */
function isGivenToOthers({ name, value: { at } }: Property, { workspace, project, evaluator }: RuleContext): boolean {
  const isIt = (value: Value): boolean =>
    propertiesNamed(value, name).some((property) => property.at.file === at.file && property.at.start === at.start);
  const holdsIt = (value: Value): boolean =>
    isIt(value) ||
    alternatives(value).some(
      (single) => single.kind === 'object' && [...single.properties.values()].some((inner) => isIt(inner.value)),
    );
  return [at.file, ...workspace.importersOf(at.file)].some((path) => {
    const file = project.parse(path);
    return (file ? scopesOf(file.ast).constructs : []).some(
      ({ expression, arguments: given = [] }) =>
        given.some((argument) => !ts.isFunctionLike(argument) && holdsIt(evaluator.evaluate(argument))) &&
        some(evaluator.evaluate(expression), isOfOthers),
    );
  });
}

function isOfOthers(callee: SingleValue): boolean {
  return callee.kind === 'imported' && !['bull', '@nestjs/bull'].includes(callee.module);
}

/** The variable that holds the object with an element, and whether other files may have it; null where others may. */
function holderOf(element: typescript.Node): { name: string; isShared: boolean } | null {
  let at: typescript.Node = element.parent;
  while (ts.isPropertyAssignment(at.parent) || ts.isObjectLiteralExpression(at.parent) || isWrapper(at.parent))
    at = at.parent;
  const { parent } = at;
  if (!ts.isVariableDeclaration(parent) || !ts.isIdentifier(parent.name)) return null;
  const binding = scopesOf(parent.getSourceFile()).resolve(parent.name.text, parent.name);
  if (!binding) return null;
  const isExported = ts.isVariableStatement(parent.parent.parent) && (parent.parent.parent.modifiers?.length ?? 0) > 0;
  return referencesTo(binding).some(isHandedOn) ? null : { name: parent.name.text, isShared: isExported };
}

/** Given away as it is: exported, returned, to a function that is not Bull's. */
function isHandedOn(reference: typescript.Identifier): boolean {
  const { parent } = wrapped(reference);
  if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) return false;
  return !ts.isVariableDeclaration(parent) && !ts.isNewExpression(parent) && !ts.isSpreadAssignment(parent);
}

function isInside(element: typescript.Node, node: typescript.Node): boolean {
  return (
    element.getSourceFile().fileName === node.getSourceFile().fileName &&
    element.getStart() >= node.getStart() &&
    element.end <= node.end
  );
}

/** Written into the arguments of a call that hands them to Bull. */
function isForBullAlone(element: typescript.Node): boolean {
  const call = ts.findAncestor(element, (node) => (ts.isStatement(node) ? 'quit' : ts.isCallExpression(node)));
  return call !== undefined && ts.isCallExpression(call) && BULL_ONLY.test(call.expression.getText());
}

/** A member read of that name, or a destructuring, by the look of the text; of the object in a variable, if one is known. */
function reads(text: string, name: string, holder?: string): boolean {
  const escaped = name.replace(/\W/g, '\\$&');
  const from = holder === undefined ? '' : `\\b${holder.replaceAll('$', '\\$')}(?:\\s*\\??\\.\\s*[\\w$]+)*\\s*\\??`;
  const member = new RegExp(`${from}\\.${escaped}\\b(?!\\s*=[^=])`);
  const destructuring = new RegExp(`\\{[^{}]*\\b${escaped}\\b[^{}]*\\}\\s*=[^=>]`);
  return member.test(text) || destructuring.test(text);
}
