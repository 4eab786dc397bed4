import type { JobState } from '../../bull/states';
import type { FailureCauses } from '../../queues';
import type { QueueFolder } from './folders';
import type { Node } from './node';

/** A row with jobs below it: those of a queue in one state, or the failed ones of one cause. */
export interface JobFolder extends Node {
  readonly queueNode: QueueFolder;
  readonly state: JobState;
  /** The key of its `FailureGroup`; absent where it is a state. */
  readonly cause?: string;
}

/** The row of the failed jobs of a queue, as those of their causes see it. */
export interface FailedFolder extends JobFolder {
  /** null where the folder is closed. */
  readonly causes: FailureCauses | null;
}
