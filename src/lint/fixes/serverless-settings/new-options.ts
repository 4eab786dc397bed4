import type typescript from 'typescript';
import type { Construction } from '../../constructions/construction';
import { ts } from '../../syntax/typescript';
import type { TextEdit } from '../../engine/finding';
import { some } from '../../evaluation/inspect-value';
import { addArgument, replaceExpression } from '../argument-edit';
import type { ObjectChanges } from '../object-edit';
import type { Style } from '../style';

/** The edit that gives options to a queue that has none; null where Bull would not read them. */
export function newOptions(queue: Construction, options: ObjectChanges, style: Style): readonly TextEdit[] | null {
  const { node, via, form, url, dropped } = queue;
  if (isHalfTyped(node)) return null;
  const args = node.arguments ?? [];
  const [, second] = args;
  if (via !== 'direct' || dropped.length > 0 || args.some(ts.isSpreadElement)) return null;
  if (!second) return args.length === 1 ? [addArgument(node, options, style)] : null;
  if (form === 'name') return [replaceExpression(second, options, style)];
  if (form !== 'name, url') return null;
  // A third argument is lost where the variable is unset; `redis` takes a URL too (bull 4.16.5 lib/queue.js:124).
  const mayBeUnset = some(url, (single) => single.kind === 'unknown' && single.type !== 'string');
  if (!mayBeUnset) return [addArgument(node, options, style)];
  return [replaceExpression(second, { set: { redis: second.getText(), ...options.set } }, style)];
}

/** A call that is not closed yet swallows what follows it. */
function isHalfTyped(node: typescript.Node): boolean {
  if (node.flags & ts.NodeFlags.ThisNodeHasError) return true;
  return ts.forEachChild(node, (child) => isHalfTyped(child) || undefined) ?? false;
}
