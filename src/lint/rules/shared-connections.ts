import type { Fix } from '../engine/finding';
import type { Rule, RuleContext } from '../engine/rule';
import type { Severity } from '../engine/settings';
import { shareConnectionFixes } from '../fixes/share-connections';
import { countConnections, type ConnectionCount } from '../queue/connection-count';
import type { Process } from '../queue/processes';
import type { Queue } from '../queue/queue';

export const sharedConnections: Rule = {
  meta: {
    id: 'shared-connections',
    summary: 'A queue without createClient opens up to three Redis connections of its own.',
    defaultSeverity: 'information',
    fixable: true,
  },
  *check(context) {
    const alone = context.queues.filter((queue) => queue.opensItsOwn);
    const [first] = alone;
    if (!first) return;
    const gain = gainOf(first, context);
    const message = `${opens(alone, context)} ${gain.message}`;
    // They are of the same processes: one is told, and another where a comment hides that.
    const cause = { file: first.file, ...first.range };
    for (const queue of alone) {
      const fixes = (): readonly Fix[] => shareConnectionFixes(queue, context);
      yield { ...queue.range, cause, message, severity: gain.severity, fixes };
    }
  },
};

/** What the queues of a file do. */
function opens(queues: readonly Queue[], { workspace }: RuleContext): string {
  const { queues: count, isAtLeast } = countConnections(queues);
  const [first] = queues;
  if (count > 1)
    return `${isAtLeast ? `At least ${count}` : `These ${count}`} queues open Redis connections of their own.`;
  if (!first || !workspace.isComplete) return 'This queue opens up to 3 Redis connections of its own.';
  return `${isAtLeast ? 'Each such' : 'This'} queue opens its own Redis connections (${describe(first)}).`;
}

function describe({ roles, connections, isFollowed }: Queue): string {
  if (!isFollowed) return 'up to 3';
  if (roles.processes.length > 0) return '3, with its processor';
  return connections === 2 ? '2, with its global events' : '1, as a producer';
}

/** What sharing would save. */
interface Gain {
  readonly message: string;
  readonly severity: Severity;
}

/** Of all processes that load the file, in that which opens the most. */
function gainOf(queue: Queue, context: RuleContext): Gain {
  const { workspace, settings } = context;
  const processes = queue.processes.map((process) => {
    const queues = workspace.queuesIn(process);
    return { process, queues, count: countConnections(queues.filter((each) => each.opensItsOwn)) };
  });
  const [most] = processes.sort((a, b) => b.count.own - a.count.own);
  if (!most || most.count.queues < 2) return alone(queue, context.queues.length, most?.queues.length ?? 1);
  const { process, count } = most;
  const isMany = queue.isServerless || count.own > settings.connectionLimit;
  return {
    message: sum(process, count, workspace.nameOf(process.entry)),
    severity: isMany ? 'warning' : 'information',
  };
}

function sum(process: Process, count: ConnectionCount, entry: string): string {
  const loads = `${process.function ? 'Each instance of' : 'A process of'} \`${entry}\` loads`;
  const { queues, own, shared, isUpTo, isAtLeast } = count;
  // Neither the most nor the least is known then.
  if (isAtLeast && isUpTo) return `${loads} at least ${queues} queues, each with up to 3 connections.`;
  const about = isAtLeast ? 'at least ' : isUpTo ? 'up to ' : '';
  const many = `${isAtLeast ? about : ''}${queues} queues`;
  return `${loads} ${many}: ${about}${own} connections, ${about}${shared} when they share through createClient.`;
}

/** Where no process is known that opens the connections of several queues; `here` are those of the file. */
function alone(queue: Queue, here: number, queues: number): Gain {
  if (here > 1 && queues === 1)
    return { message: 'They could share two of them each through createClient.', severity: 'hint' };
  if (queues > 1) {
    const others = queues === 2 ? 'The other queue' : `The ${queues - 1} other queues`;
    return {
      message: `${others} of its process may have a createClient that this one can share.`,
      severity: queue.isServerless ? 'warning' : 'information',
    };
  }
  const what = { 1: 'it', 2: 'both', 3: 'two of them' }[queue.connections];
  return { message: `A second queue could share ${what} through createClient.`, severity: 'hint' };
}
