import type { Construction } from '../constructions/construction';
import type { RuleFinding } from '../engine/finding';
import type { Location } from '../syntax/location';
import { demandedOptionsFixes } from '../fixes/demanded-options';
import { placeOf, relatedTo } from '../engine/underline';
import { clientOption, clientsOfQueue, redisClientsIn, refusedOptions } from '../queue/clients';
import type { Rule, RuleContext } from '../engine/rule';
import { alternatives, truthiness } from '../evaluation/inspect-value';
import type { InstanceValue } from '../evaluation/value';

export const sharedClientOptions: Rule = {
  meta: {
    id: 'shared-client-options',
    summary: 'A client from createClient has options with which Bull refuses it, or splits its keys in two.',
    defaultSeverity: 'error',
    fixable: true,
  },
  *check(context) {
    const refused = new Map<string, Refused>();
    const prefixed = new Map<number, RuleFinding>();
    for (const queue of context.constructions) {
      const clients = clientsOfQueue(queue, context);
      if (!clients) continue;
      if ((queue.bull.major ?? 0) >= 4) {
        for (const client of [clients.subscriber, clients.bclient].flatMap(redisClientsIn))
          addTo(refused, queue, client);
      }
      for (const client of Object.values(clients).flatMap(redisClientsIn)) {
        const finding = keyPrefixed(queue, client);
        if (finding) prefixed.set(finding.start, finding);
      }
    }
    for (const each of refused.values()) yield refusal(each, context);
    yield* prefixed.values();
  },
};

/** The clients that one place is to be underlined for: one that is made there, or all of a createClient elsewhere. */
interface Refused {
  readonly queue: Construction;
  readonly clients: InstanceValue[];
  readonly options: Set<string>;
}

function addTo(all: Map<string, Refused>, queue: Construction, client: InstanceValue): void {
  const options = refusedOptions(client);
  if (options.length === 0) return;
  const { start, end } = placeOf(queue, client.at);
  const key = `${start}-${end}`;
  const known = all.get(key) ?? { queue, clients: [], options: new Set<string>() };
  all.set(key, known);
  if (!known.clients.some(({ node }) => node === client.node)) known.clients.push(client);
  for (const option of options) known.options.add(option);
}

function refusal({ queue, clients, options }: Refused, context: RuleContext): RuleFinding {
  const names = [...options].join(' and ');
  return {
    ...placeOf(queue, clients[0]!.at),
    message: `Bull refuses this client as subscriber or bclient: ${names} ${options.size > 1 ? 'are' : 'is'} on, and so the process dies at process(). Set maxRetriesPerRequest: null and enableReadyCheck: false.`,
    related: clients.flatMap((client) => relatedTo(queue, client.at, 'The client is made here.')),
    fixes: () => demandedOptionsFixes(clients, context),
  };
}

function keyPrefixed(queue: Construction, client: InstanceValue): RuleFinding | null {
  const keyPrefix = clientOption(client, 'keyPrefix');
  if (!keyPrefix || !alternatives(keyPrefix.value).every((value) => truthiness(value) === true)) return null;
  const at: Location = keyPrefix.at;
  return {
    ...placeOf(queue, at),
    message:
      'A keyPrefix on a client from createClient splits Bull’s keys: lists get the prefix, job hashes do not. Use the queue’s own `prefix` option.',
    related: relatedTo(queue, at, 'The keyPrefix is set here.'),
  };
}
