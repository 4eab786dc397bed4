import type { Queue } from '../queue/queue';
import type { RuleFinding } from '../engine/finding';
import type { Location } from '../syntax/location';
import { demandedOptionsFixes } from '../fixes/demanded-options';
import { underline } from '../engine/underline';
import { clientOption, redisClientsIn, refusedOptions } from '../queue/clients';
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
    for (const queue of context.queues) {
      const { clients } = queue;
      if (!clients) continue;
      if ((queue.bull.major ?? 0) >= 4 && asksForThem(queue) !== false) {
        for (const client of [clients.subscriber, clients.bclient].flatMap(redisClientsIn))
          addTo(refused, queue, client);
      }
      for (const client of Object.values(clients).flatMap(redisClientsIn)) {
        const finding = keyPrefixed(queue, client);
        if (finding) yield finding;
      }
    }
    for (const each of refused.values()) yield refusal(each, context);
  },
};

/**
 * Whether the queue makes its subscriber or bclient, for which alone Bull refuses clients; undefined where code that is not
 * followed may do so.
 */
function asksForThem({ roles, mayProcess }: Queue): boolean | undefined {
  if (roles.processes.length + roles.subscribes.length > 0) return true;
  return roles.escapes ? undefined : mayProcess;
}

const MADE_HERE = 'The client is made here.';

/** The clients that one place is to be underlined for: one that is made there, or all of a createClient elsewhere. */
interface Refused {
  readonly queue: Queue;
  readonly clients: InstanceValue[];
  readonly options: Set<string>;
}

function addTo(all: Map<string, Refused>, queue: Queue, client: InstanceValue): void {
  const options = refusedOptions(client);
  if (options.length === 0) return;
  const { start, end } = underline(queue, client.at, '');
  const key = `${start}-${end}`;
  const known = all.get(key) ?? { queue, clients: [], options: new Set<string>() };
  all.set(key, known);
  if (!known.clients.some(({ node }) => node === client.node)) known.clients.push(client);
  for (const option of options) known.options.add(option);
}

function refusal({ queue, clients, options }: Refused, context: RuleContext): RuleFinding {
  const names = [...options].join(' and ');
  return {
    ...underline(queue, clients[0]!.at, MADE_HERE),
    ...(asksForThem(queue) === undefined && context.workspace.isComplete && { severity: 'warning' as const }),
    message: `Bull refuses this client as subscriber or bclient: ${names} ${options.size > 1 ? 'are' : 'is'} on, and so the process dies at process(). Set maxRetriesPerRequest: null and enableReadyCheck: false.`,
    related: clients.flatMap((client) => underline(queue, client.at, MADE_HERE).related ?? []),
    fixes: () => demandedOptionsFixes(clients, context),
  };
}

function keyPrefixed(queue: Queue, client: InstanceValue): RuleFinding | null {
  const keyPrefix = clientOption(client, 'keyPrefix');
  if (!keyPrefix || !alternatives(keyPrefix.value).every((value) => truthiness(value) === true)) return null;
  const at: Location = keyPrefix.at;
  return {
    ...underline(queue, at, 'The keyPrefix is set here.'),
    message:
      'A keyPrefix on a client from createClient splits Bull’s keys: lists get the prefix, job hashes do not. Use the queue’s own `prefix` option.',
  };
}
