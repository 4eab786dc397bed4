import { numberIn } from '../../evaluation/inspect-value';
import type { Value } from '../../evaluation/value';
import { nameOf } from '../../files/paths';
import type { Budget } from '../budget';

/** A number above 0 that code writes; null where it is not known. */
export function secondsIn(value: Value): number | null {
  const seconds = value.kind === 'either' ? undefined : numberIn(value)?.value;
  return seconds !== undefined && seconds > 0 ? seconds : null;
}

/** The limit that a `timeout` in seconds is, in a configuration that is code. */
export function limitOf(timeout: Value): Budget | null {
  const seconds = secondsIn(timeout);
  const { at } = timeout;
  return seconds === null ? null : { ms: seconds * 1000, source: `${nameOf(at.file)}, timeout`, at };
}
