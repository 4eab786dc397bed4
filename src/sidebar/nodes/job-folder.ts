import type { JobState } from '../../bull/states';
import type { Node } from './node';
import type { QueueNode } from './queue-node';

/** A row with jobs below it: those of a queue in one state, or the failed ones of one cause. */
export interface JobFolder extends Node {
  readonly queueNode: QueueNode;
  readonly state: JobState;
  /** The key of its `FailureGroup`; absent where it is a state. */
  readonly cause?: string;
}
