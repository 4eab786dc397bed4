import { DEFAULT_SETTINGS } from '../../bull/settings';
import type { Construction } from '../constructions/construction';
import { placeOf, relatedTo } from '../engine/underline';
import { clientsOfQueue, redisClientsIn } from '../queue/clients';
import type { Rule, RuleContext } from '../engine/rule';
import { isSameObject } from '../queue/create-client';
import { alternatives, numberIn, option } from '../evaluation/inspect-value';
import type { Value } from '../evaluation/value';

export const noSharedBclient: Rule = {
  meta: {
    id: 'no-shared-bclient',
    summary:
      'A bclient blocks while it waits for jobs: two queues cannot share one, nor can client and bclient be one.',
    defaultSeverity: 'error',
    fixable: false,
  },
  *check(context) {
    const told = new Set<string>();
    const bclients = bclientsOf(context);
    for (const queue of context.constructions) {
      const clients = clientsOfQueue(queue, context);
      if (!clients || !redisClientsIn(clients.bclient).some(({ identity }) => identity.kind === 'one')) continue;
      const message =
        isSameObject(clients.client, clients.bclient) === true
          ? sharedWithClient()
          : sharedWithQueues(queue, clients.bclient, bclients());
      const at = alternatives(clients.bclient)[0]!.at;
      const place = placeOf(queue, at);
      const key = `${place.start}-${place.end}`;
      if (message === null || told.has(key)) continue;
      told.add(key);
      yield { ...place, message, related: relatedTo(queue, at, 'The shared bclient is made here.') };
    }
  },
};

/** The bclients of all queues of the workspace, worked out once and only when they are asked for. */
function bclientsOf(context: RuleContext): () => readonly Value[] {
  let all: readonly Value[] | undefined;
  return () =>
    (all ??= context.index.constructions.flatMap((queue) => {
      const clients = clientsOfQueue(queue, context);
      return clients ? [clients.bclient] : [];
    }));
}

function sharedWithClient(): string {
  return 'bclient blocks while it waits for jobs. As it is the client too, adds and lock renewals wait behind it. Give bclient a connection of its own.';
}

function sharedWithQueues(queue: Construction, bclient: Value, all: readonly Value[]): string | null {
  const count = all.filter((other) => isSameObject(other, bclient) === true).length;
  if (count < 2) return null;
  const wait = (count - 1) * drainDelayOf(queue);
  return `bclient blocks while it waits for jobs. Shared, ${count} idle queues wait for each other, up to ${wait} s before a job starts. Give each queue its own.`;
}

/** In seconds; what Bull takes by default where the code does not tell. */
function drainDelayOf(queue: Construction): number {
  const [drainDelay] = alternatives(option(queue.options, 'settings', 'drainDelay')).map(numberIn);
  return drainDelay?.value ?? DEFAULT_SETTINGS.drainDelay;
}
