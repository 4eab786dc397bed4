import type { Construction } from '../constructions/construction';
import { demandedOptionsFixes } from '../fixes/demanded-options';
import type { Location, RuleFinding } from '../findings';
import { placeOf, relatedTo } from '../place';
import { clientOption, clientsOfQueue, redisClientsIn, refusedOptions } from '../redis-clients';
import type { Rule, RuleContext } from '../rule';
import { alternatives, truthiness } from '../values/read';
import type { InstanceValue } from '../values/value';

export const sharedClientOptions: Rule = {
  meta: {
    id: 'shared-client-options',
    summary: 'A client from createClient has options with which Bull refuses it, or splits its keys in two.',
    defaultSeverity: 'error',
    fixable: true,
  },
  *check(context) {
    const told = new Set<string>();
    for (const finding of findings(context)) {
      const key = `${finding.start}-${finding.message}`;
      if (!told.has(key)) yield finding;
      told.add(key);
    }
  },
};

function* findings(context: RuleContext): Iterable<RuleFinding> {
  for (const queue of context.constructions) {
    const clients = clientsOfQueue(queue, context);
    if (!clients) continue;
    if ((queue.bull.major ?? 0) >= 4) {
      for (const client of [clients.subscriber, clients.bclient].flatMap(redisClientsIn)) {
        const refused = refusedOptions(client);
        if (refused.length > 0) yield refusal(queue, client, refused, context);
      }
    }
    for (const client of Object.values(clients).flatMap(redisClientsIn)) {
      const keyPrefix = clientOption(client, 'keyPrefix');
      if (keyPrefix && alternatives(keyPrefix.value).every((value) => truthiness(value) === true)) {
        yield keyPrefixed(queue, keyPrefix.at);
      }
    }
  }
}

function refusal(
  queue: Construction,
  client: InstanceValue,
  refused: readonly string[],
  context: RuleContext,
): RuleFinding {
  const options = refused.join(' and ');
  return {
    ...placeOf(queue, client.at),
    message: `Bull refuses this client as subscriber or bclient: ${options} ${refused.length > 1 ? 'are' : 'is'} on, and so the process dies at process(). Set maxRetriesPerRequest: null and enableReadyCheck: false.`,
    related: relatedTo(queue, client.at, 'The client is made here.'),
    fixes: () => demandedOptionsFixes(client, context),
  };
}

function keyPrefixed(queue: Construction, at: Location): RuleFinding {
  return {
    ...placeOf(queue, at),
    message:
      'A keyPrefix on a client from createClient splits Bull’s keys: lists get the prefix, job hashes do not. Use the queue’s own `prefix` option.',
    related: relatedTo(queue, at, 'The keyPrefix is set here.'),
  };
}
