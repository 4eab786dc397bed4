import type { Construction } from '../../constructions/construction';
import type { RuleFinding } from '../../engine/finding';
import { placeOf, relatedTo } from '../../engine/underline';
import { clientsOfQueue, redisClientsIn } from '../../queue/clients';
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
  const told = new Set<string>();
  for (const queue of context.constructions) {
    const client = sharedClient(queue, context);
    const createClient = option(queue.options, 'createClient');
    if (!client || createClient.kind !== 'function') continue;
    const key = `${createClient.at.file}:${createClient.at.start}`;
    if (told.has(key)) continue;
    told.add(key);
    const file = context.project.parse(client.at.file);
    if (!file || createClient.at.file !== client.at.file || !areNeverClosed(file, createClient, context)) continue;
    yield {
      ...placeOf(queue, client.at),
      message:
        'Nothing closes the clients that this createClient shares, for a queue’s close() leaves them open. On SIGTERM close the queues, then every client.',
      related: relatedTo(queue, client.at, 'The shared client is made here.'),
    };
  }
}

/** A client that outlives the call of `createClient` which returns it. */
function sharedClient(queue: Construction, context: RuleContext): InstanceValue | undefined {
  const clients = clientsOfQueue(queue, context);
  if (!clients) return undefined;
  return Object.values(clients)
    .flatMap(redisClientsIn)
    .find(({ identity }) => identity.kind === 'one');
}
