import { DEFAULT_SETTINGS } from '../../../bull/settings';
import type { Fix } from '../../engine/finding';
import { alternatives } from '../../evaluation/inspect-value';
import type { Value } from '../../evaluation/value';
import { numbersIn } from '../../queue/settings';
import { isInWrongUnit } from '../problems/units';
import type { Location } from '../../syntax/location';
import type { Severity } from '../../engine/settings';

/** Code that Bull never reads, and what to say of it. */
export interface Ignored {
  /** The property or argument, in whatever file. */
  readonly cause: Location;
  readonly message: string;
  /** When it is not a warning. */
  readonly severity?: Severity;
  /** False where the code does something after all; an editor then does not fade it. */
  readonly unnecessary: boolean;
  /** Null where no change is certain to be meant. */
  readonly fix: () => Fix | null;
}

/** What could do harm, or not be what was meant, is offered and never applied. */
export function byHand(fix: Fix | null): Fix | null {
  return fix && { ...fix, isPreferred: false };
}

/** A lock or timeout in the wrong unit, and less of a lock or of stalls than the queue has while this is not read. */
export function doesHarmOnceRead(name: string, value: Value): boolean {
  return isInWrongUnit(name, value) || isBelowDefault(name, value);
}

function isBelowDefault(name: string, value: Value): boolean {
  if (name === 'lockDuration' || name === 'maxStalledCount') {
    return numbersIn(value).some((number) => number < DEFAULT_SETTINGS[name]);
  }
  return alternatives(value).some(
    (single) =>
      single.kind === 'object' &&
      [...single.properties].some(([inner, property]) => isBelowDefault(inner, property.value)),
  );
}
