import type ts from 'typescript';
import type { Location } from '../../syntax/location';

/** What the code of the workspace does with a queue. Uses in code that cannot be followed are missing here. */
export interface Roles {
  /** `.process(…)`, also `@Processor` classes of NestJS. */
  readonly processes: readonly Use[];
  /** `.on('global:…')` and the other events that need the subscriber (BULL.md section 2). */
  readonly subscribes: readonly Use[];
  /** `.add(…)` and `.addBulk(…)`. */
  readonly adds: readonly Use[];
  readonly closes: readonly Use[];
  /** The queue is handed to code that was not followed, so that the lists above may be short. */
  readonly escapes: boolean;
}

/** A call on the queue, in any file. */
export interface Use extends Location {
  readonly node: ts.Node;
}
