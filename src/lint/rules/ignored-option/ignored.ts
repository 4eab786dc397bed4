import type { Fix } from '../../engine/finding';
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
