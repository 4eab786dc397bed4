/** What a piece of code does with a queue. */
export type QueueAct = 'process' | 'subscribe' | 'add' | 'look' | 'close' | 'escape';

const LOOKS = [
  ...['pause', 'resume', 'isPaused', 'count', 'empty', 'clean', 'obliterate', 'retryJobs', 'getWorkers', 'getMetrics'],
  ...[
    'getJob',
    'getJobs',
    'getJobLogs',
    'getJobCounts',
    'getJobCountByTypes',
    'getRepeatableJobs',
    'nextRepeatableJob',
  ],
  ...['removeRepeatable', 'removeRepeatableByKey', 'removeJobs', 'getRepeatableCount', 'getCountsPerPriority'],
  ...['Completed', 'Failed', 'Delayed', 'Waiting', 'Active', 'Paused'].flatMap((state) => [
    `get${state}`,
    `get${state}Count`,
  ]),
];

const ACTS: ReadonlyMap<string, QueueAct> = new Map<string, QueueAct>([
  ['process', 'process'],
  ['add', 'add'],
  ['addBulk', 'add'],
  ['close', 'close'],
  ['on', 'subscribe'],
  ['once', 'subscribe'],
  ['addListener', 'subscribe'],
  ...LOOKS.map((name) => [name, 'look'] as const),
]);

/** What a method of a queue does; `subscribe` depends on its event. Undefined for one that tells nothing. */
export function actOf(method: string): QueueAct | undefined {
  return ACTS.get(method);
}

/** Whether an event needs the subscriber (bull 4.16.5 lib/queue.js:404-521); the others are local. */
export function needsSubscriber(event: string): boolean {
  return /^(global:|waiting$|delayed$|duplicated$|debounced$)/.test(event);
}
