import { readsUrlInRedis } from '../../constructions/bull-version';
import type { RuleContext } from '../../engine/rule';
import type { TextEdit } from '../../engine/finding';
import { alternatives, isNotGiven, some } from '../../evaluation/inspect-value';
import type { Queue } from '../../queue/queue';
import { replaceExpression } from '../argument-edit';
import { addOptions, argumentsOfBull } from '../bull-arguments';
import type { ObjectChanges } from '../object-edit';
import { styleOf } from '../style';

/** The edit that gives options to a queue that has none, where Bull gets its arguments; null where it would not read them. */
export function newOptions(queue: Queue, options: ObjectChanges, context: RuleContext): readonly TextEdit[] | null {
  const { bullCall: call, via, url, dropped, bull } = queue;
  if (via === 'nest' || dropped.length > 0) return null;
  const makers = context.workspace.queues.filter((each) => each.bullCall === call);
  // What another queue hands over in the same place is not to be replaced.
  if (!makers.every((each) => each.form === queue.form && alternatives(each.options).every(isNotGiven))) return null;
  const written = argumentsOfBull(queue, new Set([queue.form]));
  const file = context.project.parse(call.getSourceFile().fileName);
  if (!written || !file) return null;
  const style = styleOf(file);
  const address = written.options ? null : (call.arguments?.[1] ?? null);
  // A third argument is lost where the variable is unset.
  const mayBeUnset = some(url, (single) => single.kind === 'unknown' && single.type !== 'string');
  if (queue.form !== 'name, url' || !address || !mayBeUnset || !readsUrlInRedis(bull)) {
    return addOptions(written, options, style);
  }
  return [replaceExpression(address, { set: { redis: address.getText(), ...options.set } }, style)];
}
