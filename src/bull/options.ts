import { PLAIN, type BullOption } from './bull-option';
import { backoffOptions, debounceOptions, jobOptions, keepJobsOptions, repeatOptions } from './job-options';

/** The objects that hold Bull's options, by the path from the queue's options to them; `''` is QueueOptions itself. */
export type OptionsObject =
  | ''
  | 'settings'
  | 'limiter'
  | 'defaultJobOptions'
  | 'metrics'
  | 'defaultJobOptions.backoff'
  | 'defaultJobOptions.repeat'
  | 'defaultJobOptions.debounce'
  | 'defaultJobOptions.removeOnComplete'
  | 'defaultJobOptions.removeOnFail';

/** bull 4.16.5 index.d.ts:52 and lib/queue.js:85-240. */
const queueOptions: readonly BullOption[] = [
  {
    name: 'redis',
    ...PLAIN,
    description:
      "ioredis options or a Redis URL, for the clients that Bull makes, or for createClient's second argument.",
    unset: 'the queue connects to 127.0.0.1:6379',
  },
  {
    name: 'createClient',
    ...PLAIN,
    description:
      "Called once for each of 'client', 'subscriber' and 'bclient' when the queue first needs it; Bull never closes what it returns.",
    unset: 'the queue opens its own connections',
  },
  {
    name: 'prefix',
    unit: null,
    default: "'bull'",
    description: 'What the Redis keys of the queue start with; `redis.keyPrefix` wins over it.',
    unset: "the queue's keys start with `bull`",
  },
  {
    name: 'settings',
    ...PLAIN,
    description: 'Locks, stall checks and polling of the instance that processes jobs.',
    unset: "Bull's default settings apply",
  },
  {
    name: 'limiter',
    ...PLAIN,
    description: 'At most `max` jobs in each `duration`, over all workers of the queue that have a limiter.',
    unset: 'the queue is not limited',
  },
  {
    name: 'defaultJobOptions',
    ...PLAIN,
    description: 'Options of every job that this instance adds; those given to `add()` win.',
    unset: "jobs get Bull's default options",
  },
  {
    name: 'metrics',
    ...PLAIN,
    description: 'Keeps counts of completed and failed jobs a minute in Redis, for `getMetrics()`.',
    unset: 'no metrics are kept',
  },
  {
    name: 'skipVersionCheck',
    unit: null,
    default: 'false',
    description: 'Does not ask Redis for its version at start, so that no connection opens before the first command.',
    unset: 'Bull asks Redis for its version at start',
  },
];

/** bull 4.16.5 index.d.ts:85 and lib/queue.js:226-240. All of them act where `process()` runs. */
const advancedSettings: readonly BullOption[] = [
  {
    name: 'lockDuration',
    unit: 'ms',
    default: '30000',
    description: 'How long a job stays locked without a renewal; after that another worker may run it too.',
    unset: 'a lock lasts 30 s',
  },
  {
    name: 'lockRenewTime',
    unit: 'ms',
    default: 'lockDuration / 2',
    description: 'How often the worker renews the lock of a running job while its event loop turns.',
    unset: 'a lock is renewed after half of `lockDuration`',
  },
  {
    name: 'stalledInterval',
    unit: 'ms',
    default: '30000',
    description:
      'How often the queue looks for active jobs without a lock; a dead job is found after one or two of these.',
    unset: 'Bull looks for stalled jobs every 30 s',
  },
  {
    name: 'maxStalledCount',
    unit: 'stalls',
    default: '1',
    description: 'How often a job may stall and run again before it fails.',
    unset: 'a job fails when it stalls a second time',
  },
  {
    name: 'guardInterval',
    unit: 'ms',
    default: '5000',
    description: 'The longest wait between two looks at the delayed jobs.',
    unset: 'delayed jobs are looked at every 5 s or sooner',
  },
  {
    name: 'retryProcessDelay',
    unit: 'ms',
    default: '5000',
    description:
      'How long a worker pauses after an error of its own, such as a lost connection; not a delay of job retries.',
    unset: 'a worker pauses 5 s after an error',
  },
  {
    name: 'drainDelay',
    unit: 's',
    default: '5',
    description: 'How long, in seconds, `bclient` blocks in Redis while it waits for a job; 0 is for ever.',
    unset: 'the queue blocks for 5 s at a time while it waits for jobs',
  },
  {
    name: 'backoffStrategies',
    unit: null,
    default: '{}',
    description: 'Functions from attempts made to ms of delay, by the name that `backoff.type` asks for.',
    unset: 'only the backoff types `fixed` and `exponential` exist',
  },
  {
    name: 'isSharedChildPool',
    unit: null,
    default: 'false',
    description: 'Runs processor files of several queues in one pool of child processes.',
    unset: 'the queue has child processes of its own',
  },
];

/** bull 4.16.5 index.d.ts:41, lib/queue.js:107-113 and lib/scripts.js:127-135. */
const rateLimiter: readonly BullOption[] = [
  {
    name: 'max',
    unit: 'jobs',
    default: null,
    description: 'How many jobs may start in each `duration`.',
    unset: 'the constructor throws',
  },
  {
    name: 'duration',
    unit: 'ms',
    default: null,
    description: 'The length of the window in which `max` jobs may start.',
    unset: 'the constructor throws',
  },
  {
    name: 'bounceBack',
    unit: null,
    default: 'false',
    description: 'When true, a job over the limit is lost: it leaves the active list and is put nowhere.',
    unset: 'jobs over the limit are delayed',
  },
  {
    name: 'groupKey',
    ...PLAIN,
    description: "A path into the job's data, as in `network.handle`; each value found there gets a limit of its own.",
    unset: 'all jobs share one limit',
  },
];

/** bull 4.16.5 index.d.ts:81. */
const metricsOptions: readonly BullOption[] = [
  {
    name: 'maxDataPoints',
    unit: 'minutes',
    default: null,
    description: 'How many points, one a minute, are kept; a worker without it records nothing.',
    unset: 'no metrics are kept',
  },
];

/** Every option that Bull reads, by the object that holds it. The linter and the hovers share it. */
export const BULL_OPTIONS: Readonly<Record<OptionsObject, readonly BullOption[]>> = {
  '': queueOptions,
  settings: advancedSettings,
  limiter: rateLimiter,
  defaultJobOptions: jobOptions,
  metrics: metricsOptions,
  'defaultJobOptions.backoff': backoffOptions,
  'defaultJobOptions.repeat': repeatOptions,
  'defaultJobOptions.debounce': debounceOptions,
  'defaultJobOptions.removeOnComplete': keepJobsOptions,
  'defaultJobOptions.removeOnFail': keepJobsOptions,
};

/** The types that Bull asks createClient for (bull 4.16.5 lib/queue.js:172-183), and what each connection does. */
export const CLIENT_TYPE_DESCRIPTIONS = {
  client: 'For every command but the two below. Opens in the constructor. Queues may share one.',
  subscriber:
    'For the events of other processes. Opens with `process()`, or with the first listener to a `global:` event. Queues may share one; Bull 4 refuses it unless `maxRetriesPerRequest` is null and `enableReadyCheck` false.',
  bclient:
    'Blocks in Redis while the queue waits for a job. Opens with `process()`. Each queue needs its own; Bull 4 refuses it unless `maxRetriesPerRequest` is null and `enableReadyCheck` false.',
} as const;
