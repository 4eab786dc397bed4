import type ts from 'typescript';
import type { Value } from '../../evaluation/value';
import type { Location } from '../../syntax/location';

/** What the code of the workspace does with a queue, as far as it could be followed. */
export interface Roles {
  /** `.process(…)`, also `@Processor` classes of NestJS. */
  readonly processes: readonly Use[];
  /** `.on('global:…')` and the other events that need the subscriber (BULL.md section 2). */
  readonly subscribes: readonly Use[];
  /** `.add(…)` and `.addBulk(…)`. */
  readonly adds: readonly Use[];
  /** `.pause(…)`, `.getJobs(…)` and all else that neither adds nor processes. */
  readonly looks: readonly Use[];
  readonly closes: readonly Use[];
  /**
   * Whether the lists above may be short: the queue is handed to code that was not followed, or code of its process calls
   * `process()` on something that may be this queue.
   */
  readonly escapes: boolean;
}

/** A call on the queue, in any file. */
export interface Use extends Location {
  readonly node: ts.Node;
  /** The name of the queue that it is a call on, of several that one place may make; absent where that is not told. */
  readonly name?: Value;
}
