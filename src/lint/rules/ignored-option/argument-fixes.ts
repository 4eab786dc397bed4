import type typescript from 'typescript';
import { readsUrlInRedis } from '../../constructions/bull-version';
import type { Construction, DroppedArgument } from '../../constructions/construction';
import { hasCommentOutside } from '../../syntax/comments';
import { ts } from '../../syntax/typescript';
import type { Fix, TextEdit } from '../../engine/finding';
import { isNothing } from '../../fixes/bull-arguments';
import { moved, withComments } from '../../fixes/relocated';
import { editObject } from '../../fixes/object-edit';
import { element } from '../../fixes/part';
import { rangeWithComments } from '../../fixes/own-comments';
import { unwrap } from '../../syntax/unwrap';
import { styleOf } from '../../fixes/style';
import { fix, type RuleContext } from '../../engine/rule';
import { isNeverGiven, option } from '../../evaluation/inspect-value';

/** `({ a }, { b })` becomes `({ a, b })`, where no name is in both. */
export function mergeFix({ node }: DroppedArgument, { file }: RuleContext): Fix | null {
  const before = argumentBefore(node);
  const options = before && literalIn(before);
  const ignored = literalIn(node);
  if (!before || !options || !ignored || before === argumentList(node)[0]) return null;
  const names = new Set(options.properties.map(({ name }) => name?.getText()));
  const isMergeable = ignored.properties.every(
    ({ name }) => name && !ts.isComputedPropertyName(name) && !names.has(name.getText()),
  );
  if (!isMergeable || argumentList(node).at(-1) !== node) return null;
  if (hasCommentOutside(node.parent, before, ...ignored.properties.map(rangeWithComments))) return null;
  const changes = { add: ignored.properties.map(moved) };
  return fix('Put these options into the second argument', [
    ...editObject(options, changes, styleOf(file)),
    { file: file.path, start: before.end, end: node.end, newText: '' },
  ]);
}

/** `(name, null, options)` becomes `(name, options)`. What only turns out to be nothing was meant to be something. */
export function optionsFirstFix({ node }: DroppedArgument, { file }: RuleContext): Fix | null {
  const before = argumentBefore(node);
  if (!before || argumentList(node).indexOf(before) !== 1 || !isNothing(before)) return null;
  return fix('Give the options as the second argument', [withoutArgument(before, node, file.path)]);
}

/** `(name, url, { a })` becomes `(name, { a, redis: url })`: what is unset then drops itself only. */
export function urlIntoOptionsFix(
  { node, value }: DroppedArgument,
  { bull }: Construction,
  { file }: RuleContext,
): Fix | null {
  if (!readsUrlInRedis(bull)) return null;
  const url = argumentBefore(node);
  const options = literalIn(node);
  if (!url || !options || argumentList(node).indexOf(url) !== 1 || !isNeverGiven(option(value, 'redis'))) return null;
  const { start, end } = rangeWithComments(url);
  const space = /^\s*/.exec(file.text.slice(end))![0];
  return fix('Give the URL as redis', [
    { file: file.path, start, end: end + space.length, newText: '' },
    ...editObject(options, { add: [withComments(url, element(`redis: ${url.getText()}`))] }, styleOf(file)),
  ]);
}

/** `(name, 6379, 'host')` becomes `(name, { redis: { port: 6379, host: 'host' } })`. */
export function portAndHostFix({ node, file }: Construction, context: RuleContext): Fix | null {
  const [, port, host, more] = node.arguments ?? [];
  if (!port || more || queueOf(node) !== file) return null;
  const space = styleOf(context.file).bracketSpacing ? ' ' : '';
  const insert = (at: number, newText: string): TextEdit => ({ file, start: at, end: at, newText });
  return fix('Give port and host in redis', [
    insert(port.getStart(), `{${space}redis: {${space}port: `),
    ...(host ? [insert(host.getStart(), 'host: ')] : []),
    insert((host ?? port).end, `${space}}${space}}`),
  ]);
}

function queueOf(node: typescript.Node): string {
  return node.getSourceFile().fileName;
}

/** What is said of either stays. */
function withoutArgument(node: typescript.Expression, next: typescript.Expression, file: string): TextEdit {
  const { text } = next.getSourceFile();
  const [comment] = [ts.getTrailingCommentRanges(text, next.pos), ts.getLeadingCommentRanges(text, next.pos)].flatMap(
    (comments) => comments ?? [],
  );
  const said = text.slice(node.end, next.pos).replace(/,\s*$/, '').trim();
  return { file, start: node.getStart(), end: comment?.pos ?? next.getStart(), newText: said && `${said} ` };
}

function argumentList(node: typescript.Expression): readonly typescript.Expression[] {
  const call = node.parent;
  return ts.isCallExpression(call) || ts.isNewExpression(call) ? (call.arguments ?? []) : [];
}

/** The argument in front of one; null where it is the first. */
export function argumentBefore(node: typescript.Expression): typescript.Expression | null {
  const list = argumentList(node);
  return list[list.indexOf(node) - 1] ?? null;
}

function literalIn(node: typescript.Expression): typescript.ObjectLiteralExpression | null {
  const inner = unwrap(node);
  return ts.isObjectLiteralExpression(inner) ? inner : null;
}
