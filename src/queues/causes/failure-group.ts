import type { KnownCause } from '../../bull/causes';
import type { JobId } from '../job-id';
import type { StackFrame } from './stack-frames';

/** Failed jobs of one queue that have one cause. */
export interface FailureGroup {
  /** Equal for equal causes, in any queue; see `PATTERN_VERSION`. */
  readonly key: string;
  /** `connect ECONNREFUSED ‹host›:5432`; empty where the errors have no message. */
  readonly pattern: string;
  /** `TypeError`; null where no trace tells it. */
  readonly errorClass: string | null;
  /** null where it is the application's own error. */
  readonly cause: KnownCause | null;
  readonly count: number;
  /** When the first and the last of them failed: ms since the epoch, or null where Redis has no such time. */
  readonly firstSeen: number | null;
  readonly lastSeen: number | null;
  /** When each of them failed, in no order: ms since the epoch, unless Redis has another number there. */
  readonly times: readonly number[];
  /** How many failed in each eighth of the time from `firstSeen` until now; empty where that is not known. */
  readonly trend: readonly number[];
  /** The shortest and the longest run, in ms; null where one of them is not known. */
  readonly ran: { readonly shortest: number; readonly longest: number } | null;
  /** The names of its jobs, the most frequent first. */
  readonly names: readonly string[];
  /** The topmost frame of the person's own code, of one of its jobs; null where there is none. */
  readonly frame: StackFrame | null;
  /** Up to three of its jobs, the newest first. */
  readonly samples: readonly JobId[];
  /** The messages of up to two of its jobs as they are: their start. */
  readonly messages: readonly string[];
}
