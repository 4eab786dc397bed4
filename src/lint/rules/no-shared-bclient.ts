import { DEFAULT_SETTINGS } from '../../bull/settings';
import type { Process } from '../queue/processes';
import type { Queue } from '../queue/queue';
import { functionAround } from '../syntax/scopes';
import { ts } from '../syntax/typescript';
import { underline } from '../engine/underline';
import { redisClientsIn } from '../queue/clients';
import type { Rule } from '../engine/rule';
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
  *check({ queues, workspace }) {
    for (const queue of queues) {
      const { clients } = queue;
      if (!clients || !redisClientsIn(clients.bclient).some(({ identity }) => identity.kind === 'one')) continue;
      const message =
        isSameObject(clients.client, clients.bclient) === true
          ? sharedWithClient()
          : sharedWithQueues(queue, clients.bclient, workspace.queues);
      const { at } = redisClientsIn(clients.bclient)[0]!;
      if (message !== null) yield { ...underline(queue, at, 'The shared bclient is made here.'), message };
    }
  },
};

function sharedWithClient(): string {
  return 'bclient blocks while it waits for jobs. As it is the client too, adds and lock renewals wait behind it. Give bclient a connection of its own.';
}

function sharedWithQueues(queue: Queue, bclient: Value, all: readonly Queue[]): string | null {
  const sharers = all.filter(({ clients }) => clients && isSameObject(clients.bclient, bclient) === true);
  const most = isMadeWithItsFile(bclient) ? Infinity : 1;
  const waiting = sharers.filter(mayWait);
  const programs = queue.processes.filter(({ isProgram }) => isProgram);
  const counts = programs.map((process) => sum(waiting.map((each) => waitingIn(process, each, most))));
  // Modules that nothing is seen to load may all be loaded together.
  const count = programs.length > 0 ? Math.max(...counts) : sum(waiting.map((each) => waitingAnywhere(each, most)));
  if (count < 2) return null;
  const wait = (count - 1) * drainDelayOf(queue);
  return `bclient blocks while it waits for jobs. Shared, ${count} idle queues wait for each other, up to ${wait} s before a job starts. Give each queue its own.`;
}

/** Whether a client is made when its file is loaded, and so once for all queues that a factory makes. */
function isMadeWithItsFile(bclient: Value): boolean {
  return redisClientsIn(bclient).every(
    ({ node }) => ts.isSourceFile(functionAround(node)) && !ts.findAncestor(node, ts.isClassLike),
  );
}

/** The first processor asks for the bclient (bull 4.16.5 lib/queue.js:708); of one that nothing is done with, others may. */
function mayWait({ mayProcess, share }: Queue): boolean {
  return mayProcess || share.connections === 3;
}

/** How many queues of a place wait for jobs in a process: `most`, and one of a place that may make any number. */
function waitingIn(process: Process, queue: Queue, most: number): number {
  if (!queue.processes.includes(process)) return 0;
  const { count, connections } = queue.shareIn(process);
  const isElsewhere = queue.roles.processes.length > 0 && connections < 3;
  return isElsewhere ? 0 : Math.min(most, Math.max(count.atLeast, count.isOpen ? 1 : 0));
}

function waitingAnywhere(queue: Queue, most: number): number {
  return Math.max(1, ...queue.processes.map((process) => waitingIn(process, queue, most)));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

/** In seconds; what Bull takes by default where the code does not tell. */
function drainDelayOf(queue: Queue): number {
  const [drainDelay] = alternatives(option(queue.options, 'settings', 'drainDelay')).map(numberIn);
  return drainDelay?.value ?? DEFAULT_SETTINGS.drainDelay;
}
