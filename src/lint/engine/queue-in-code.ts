import type { Budget } from '../queue/budget';
import type { KnownText } from '../queue/names';
import { isProduction } from '../queue/production';
import type { Queue } from '../queue/queue';
import { processorUse, producerUse, type JobUse } from '../queue/jobs/job-use';
import type { Use } from '../queue/roles/roles';
import { longestOf } from '../queue/settings';
import type { Location } from '../syntax/location';
import type { RuleContext } from './rule';

/** A place in the code that makes queues, with the places that use them; the location is that of the construction. */
export interface QueueInCode extends Location {
  /** Its start, up to the name. */
  readonly head: Location;
  readonly prefixes: readonly KnownText[];
  /** Of several queues where it makes several; with `[null]` among them where there may be others. */
  readonly names: readonly KnownText[];
  readonly processors: readonly JobUse[];
  readonly producers: readonly JobUse[];
  /** Whether there may be more processors than these. */
  readonly isOpen: boolean;
  /** The lock of the jobs that it processes; null where it processes none, and where that is not known. */
  readonly lock: LockInCode | null;
  /** How long one of its jobs may take; null where nothing says so. */
  readonly budget: Budget | null;
}

export interface LockInCode {
  /** `lockDuration`, in ms. */
  readonly ms: number;
  /** Who says so: `lockDuration`, `Bull's default`. */
  readonly source: string;
}

/** Every queue that the workspace makes and uses: those of tests, examples and tools only where nothing else does. */
export function queuesInCode({ workspace, evaluator, project }: RuleContext): readonly QueueInCode[] {
  const inProduction = <T extends Location>(places: readonly T[]): readonly T[] => {
    const own = places.filter(({ file }) => isProduction(file, project));
    return own.length > 0 ? own : places;
  };
  const described = (uses: readonly Use[], describe: typeof processorUse): readonly JobUse[] =>
    inProduction(uses).map((use) => {
      evaluator.refuel();
      return describe(use, evaluator);
    });
  return workspace.queues.map((queue: Queue): QueueInCode => {
    const { file, range, node, roles } = queue;
    // Of several queues of one NestJS call each has a place of its own.
    const { start, end } = queue.via === 'nest' ? range : { start: node.getStart(), end: node.end };
    return {
      ...{ file, start, end },
      head: { file, ...range },
      prefixes: queue.prefixes,
      names: queue.names,
      processors: described(roles.processes, processorUse),
      producers: described(roles.adds, producerUse),
      isOpen: roles.escapes,
      lock: queue.mayProcess ? lockOf(queue) : null,
      budget: queue.budget,
    };
  });
}

function lockOf(queue: Queue): LockInCode | null {
  const lock = longestOf(queue.settings('lockDuration') ?? []);
  return lock ? { ms: lock.value, source: lock.source } : null;
}
