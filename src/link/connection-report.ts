import type { QueueRef } from '../bull/keys';
import type { ProcessInCode } from '../lint';
import type { ClientInfo, ServerClients } from '../queues';
import { columns } from '../columns';
import { count, duration, exactTime, plural, span } from '../words';

export interface ReportedQueue {
  readonly ref: QueueRef;
  /** null where that was not counted. */
  readonly waiting: number | null;
}

export interface ConnectionReport extends ServerClients {
  readonly connection: string;
  /** ms since the epoch */
  readonly at: number;
  readonly queues: readonly ReportedQueue[];
  readonly processes: readonly ProcessInCode[];
  /** Whether all of the code has been looked at: what is not among the processes is then not seen to open any. */
  readonly isCodeRead: boolean;
  /** How many instances of a process run at once, by its entry, as far as the user has stated it. */
  readonly instances: Readonly<Record<string, number>>;
  /** How long one new connection took just now, in ms. */
  readonly timeToConnect: number;
}

/** What our own connections are called (src/queues/redis/client.ts). */
const OURS = 'bull-lens';

/**
 * Who is connected to a Redis, as a text: workers by the name that Bull gives to the connection that waits for jobs
 * (bull 4.16.5 lib/worker.js:39), beside what the processes of the code open.
 */
export function connectionReport(report: ConnectionReport): string {
  const { connection, at, processes, isCodeRead, timeToConnect } = report;
  return [
    `Connections of ${connection}, ${exactTime(at, at).replace(/ \(.*/, '')}`,
    '',
    ...whoIsConnected(report),
    '',
    'What the processes of this workspace open, each time one starts',
    ...(processes.length === 0
      ? [
          isCodeRead
            ? '  No process of this workspace is seen to open connections of its own.'
            : '  The code is still being read: show the connections again for what it opens.',
        ]
      : [
          ...processes.flatMap((process) => processLines(process, report)),
          '',
          `One new connection took ${duration(timeToConnect)} just now: what a start costs lies between that and all one after the other.`,
        ]),
    '',
  ].join('\n');
}

function whoIsConnected({ clients, connected, limit, queues }: ConnectionReport): string[] {
  const number = connected === null ? 'Some connections' : plural(connected, 'connection');
  const all = number + (limit === null ? '' : ` of the ${count(limit)} that the server allows (maxclients)`);
  if (clients === null) return [all, '  Whose they are is not known: the server refuses CLIENT LIST to this user.'];
  const workers = queues.map((queue) => ({ queue, own: clients.filter(({ name }) => isWorkerOf(queue.ref, name)) }));
  const named = new Set(workers.flatMap(({ own }) => own));
  const rest = clients.filter((client) => !named.has(client));
  const ours = rest.filter(({ name }) => name === OURS);
  const subscribers = rest.filter((client) => client.subscriptions > 0 && !ours.includes(client));
  return [
    all,
    ...indented([
      [count(named.size), 'workers, each waiting for the jobs of one queue'],
      [count(subscribers.length), 'subscribers to channels: of workers, and of who waits for events'],
      [count(ours.length), 'Bull Lens'],
      [
        count(clients.length - named.size - subscribers.length - ours.length),
        'others: Redis does not tell of which queue, or of what',
      ],
    ]),
    '',
    'Workers by queue',
    ...(queues.length === 0 ? ['  No queue is known.'] : workers.flatMap(({ queue, own }) => workerLines(queue, own))),
    ...(named.size === 0 && queues.length > 0
      ? [
          '',
          'No connection has the name that Bull gives to those of workers: none runs, or the server refuses CLIENT SETNAME.',
        ]
      : []),
  ];
}

function isWorkerOf({ prefix, name }: QueueRef, clientName: string): boolean {
  const key = `${prefix}:${Buffer.from(name).toString('base64')}`;
  // BullMQ adds `:w:<name of the worker>`.
  return clientName === key || clientName.startsWith(`${key}:w:`);
}

function workerLines({ ref, waiting }: ReportedQueue, own: readonly ClientInfo[]): string[] {
  const jobs = waiting ? ` · ${count(waiting)} waiting` : '';
  if (own.length === 0) return [`  ${ref.name}: no worker${jobs}`];
  const rows = own.map(({ address, age, idle }) => [
    address,
    `open for ${span(age * 1_000)}`,
    `idle for ${span(idle * 1_000)}`,
  ]);
  return [`  ${ref.name}: ${plural(own.length, 'worker')}${jobs}`, ...indented(rows, '    ')];
}

function processLines(
  { entry, queues, own, shared, sharedAtMost, isUpTo, isAtLeast }: ProcessInCode,
  { instances, timeToConnect }: ConnectionReport,
): string[] {
  const about = isAtLeast && isUpTo ? 'about ' : isAtLeast ? 'at least ' : isUpTo ? 'up to ' : '';
  const isShareable = shared < own;
  const aboutShared = shared === sharedAtMost ? '' : isUpTo ? 'about ' : 'at least ';
  const sharing = isShareable ? `; ${aboutShared}${shared} when they share client and subscriber` : '';
  const sharedTime = isShareable ? `; ${aboutShared}${duration(shared * timeToConnect)} when they share` : '';
  const running = instances[entry];
  const all = isShareable ? `; ${aboutShared}${count(shared * (running ?? 0))} when they share` : '';
  return [
    `  ${entry}: ${about}${count(own)} for ${plural(queues, 'queue')}${sharing}`,
    `    opened one after the other: ${about}${duration(own * timeToConnect)}${sharedTime}`,
    ...(running === undefined ? [] : [`    ${plural(running, 'instance')}: ${about}${count(own * running)}${all}`]),
  ];
}

function indented(rows: readonly (readonly string[])[], indent = '  '): string[] {
  return columns(rows).map((line) => indent + line);
}
