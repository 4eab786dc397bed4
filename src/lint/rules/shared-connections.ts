import { countConnections } from '../queue/connection-count';
import type { Queue } from '../queue/queue';
import { shareConnectionFixes } from '../fixes/share-connections';
import type { Rule, RuleContext } from '../engine/rule';

export const sharedConnections: Rule = {
  meta: {
    id: 'shared-connections',
    summary: 'A queue without createClient opens up to three Redis connections of its own.',
    defaultSeverity: 'warning',
    fixable: true,
  },
  *check(context) {
    const alone = context.queues.filter((each) => each.opensItsOwn);
    if (alone.length === 0) return;
    const sharing = gain(context);
    for (const queue of alone) {
      const opens = `This queue opens its own Redis connections (${describe(queue)}).`;
      yield {
        ...queue.range,
        message: `${opens} ${sharing}`,
        fixes: () => shareConnectionFixes(queue, context),
        severity: context.workspace.queues.length > 1 ? 'warning' : 'hint',
      };
    }
  },
};

function describe({ roles, connections }: Queue): string {
  if (roles.processes.length > 0) return '3, with its processor';
  if (roles.escapes) return 'up to 3';
  return connections === 2 ? '2, with its global events' : '1, as a producer';
}

/** What sharing would save, by what the workspace shows. */
function gain(context: RuleContext): string {
  const { queues: all, isComplete } = context.workspace;
  const queues = all.filter((each) => each.opensItsOwn);
  const where = isComplete ? 'workspace' : 'file';
  if (queues.length > 1) {
    const { own, shared } = countConnections(queues);
    return `The ${queues.length} queues of this ${where} open up to ${own}; ${shared} when they share through createClient.`;
  }
  const others = all.length - 1;
  if (others === 0) return 'A second queue could share two of them through createClient.';
  const other = others === 1 ? 'The other queue' : `The ${others} other queues`;
  return `${other} of this ${where} may have a createClient that this one can share.`;
}
