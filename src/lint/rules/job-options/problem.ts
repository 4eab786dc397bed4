import type { Fix } from '../../engine/finding';
import type { Severity } from '../../engine/settings';
import type { Location } from '../../syntax/location';

/** What is wrong with one option of a job. */
export interface Problem {
  /** The property, in whatever file. */
  readonly cause: Location;
  readonly message: string;
  /** When it is not a warning. */
  readonly severity?: Severity;
  /** Null where no change is certain to be meant. */
  readonly fix?: () => Fix | null;
  readonly related?: readonly (Location & { readonly message: string })[];
}
