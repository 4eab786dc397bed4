import type { Queue } from '../../queue/queue';
import type { RuleFinding } from '../../engine/finding';
import { underline } from '../../engine/underline';
import { redisClientsIn } from '../../queue/clients';
import type { Rule, RuleContext } from '../../engine/rule';
import { areNeverClosed } from './confined';
import { earlyCloses } from './early-closes';
import { locationOf } from '../../syntax/location';
import { option, stringIn } from '../../evaluation/inspect-value';
import type { InstanceValue } from '../../evaluation/value';

export const gracefulShutdown: Rule = {
  meta: {
    id: 'graceful-shutdown',
    summary: 'Shared clients that nothing closes at shutdown, or that are closed before their queues.',
    defaultSeverity: 'warning',
    fixable: false,
  },
  *check(context) {
    yield* neverClosed(context);
    for (const { call, queue } of earlyCloses(context)) {
      const { start, end } = locationOf(call);
      const name = stringIn(queue.name);
      yield {
        start,
        end,
        message: `This closes a client that ${name ? `the queue ${name}` : 'a queue'} still needs to close itself. Close the queues first, then their clients.`,
      };
    }
  },
};

function* neverClosed(context: RuleContext): Iterable<RuleFinding> {
  for (const queue of context.queues) {
    const client = sharedClient(queue);
    const createClient = option(queue.options, 'createClient');
    if (!client || createClient.kind !== 'function') continue;
    const file = context.project.parse(client.at.file);
    if (!file || createClient.at.file !== client.at.file || !areNeverClosed(file, createClient, context)) continue;
    yield {
      ...underline(queue, client.at, 'The shared client is made here.'),
      cause: createClient.at,
      // No job is lost: Redis ends the connections of a process that is gone.
      severity: queue.isServerless ? 'warning' : 'information',
      message:
        'Nothing closes the clients that this createClient shares: a queue’s close() leaves them open. On SIGTERM close the queues, then every client.',
    };
  }
}

/** A client that outlives the call of `createClient` which returns it. */
function sharedClient(queue: Queue): InstanceValue | undefined {
  const clients = queue.clients;
  if (!clients) return undefined;
  return Object.values(clients)
    .flatMap(redisClientsIn)
    .find(({ identity }) => identity.kind === 'one');
}
