import { alternatives } from '../../evaluation/inspect-value';
import type { Value } from '../../evaluation/value';
import { numbersIn } from '../../queue/settings';

const IN_MILLISECONDS = ['lockDuration', 'stalledInterval', 'timeout'];

/** Whether a duration of Bull's, or one in an object of them, looks as if it is given in the wrong unit. */
export function isInWrongUnit(name: string, value: Value): boolean {
  const numbers = numbersIn(value);
  if (name === 'drainDelay') return numbers.some(looksLikeMilliseconds);
  if (IN_MILLISECONDS.includes(name)) return numbers.some(looksLikeSeconds);
  return alternatives(value).some(
    (single) =>
      single.kind === 'object' &&
      [...single.properties].some(([inner, property]) => isInWrongUnit(inner, property.value)),
  );
}

/** Shorter than any lock, stall check or job that works, and a number that people give in seconds. */
export function looksLikeSeconds(value: number): boolean {
  return value >= 1 && value <= 120;
}

/** Longer than an idle queue should block its connection for, in seconds. */
export function looksLikeMilliseconds(value: number): boolean {
  return value >= 1000;
}
