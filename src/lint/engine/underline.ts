import type { Construction } from '../constructions/construction';
import type { Location } from '../syntax/location';
import type { RuleFinding } from './finding';

/**
 * Where a finding about `cause` is: at the cause itself when it is written in the queue's file, else at the options
 * argument, else at the construction, and then with `elsewhere` as what stands beside the cause.
 */
export function underline(
  queue: Construction,
  cause: Location,
  elsewhere: string,
): Pick<RuleFinding, 'start' | 'end' | 'cause' | 'about' | 'related'> {
  const about = { file: queue.file, ...queue.range };
  if (cause.file === queue.file) return { start: cause.start, end: cause.end, cause, about, related: [] };
  const { optionsArgument, range } = queue;
  const place = optionsArgument ? { start: optionsArgument.getStart(), end: optionsArgument.end } : range;
  return { start: place.start, end: place.end, cause, about, related: [{ ...cause, message: elsewhere }] };
}
