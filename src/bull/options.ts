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

export type OptionUnit = 'ms' | 's' | 'jobs' | 'attempts' | 'stalls' | 'minutes';

/** One option of Bull, as lib/ reads it (which is not always what index.d.ts declares). */
export interface BullOption {
  readonly name: string;
  readonly unit: OptionUnit | null;
  /** As code: `30000`, `'bull'`, `lockDuration / 2`; null where unset means none. */
  readonly default: string | null;
  /** One sentence on what it does. */
  readonly description: string;
  /** A main clause, in the present tense, on what Bull does where the option is not given; no full stop. */
  readonly unset: string;
}

const limits = { unit: null, default: null } as const;

/** bull 4.16.5 index.d.ts:52 and lib/queue.js:85-240. */
const queueOptions: readonly BullOption[] = [
  {
    name: 'redis',
    ...limits,
    description:
      "ioredis options or a Redis URL, for the clients that Bull makes, or for createClient's second argument.",
    unset: 'the queue connects to 127.0.0.1:6379',
  },
  {
    name: 'createClient',
    ...limits,
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
    ...limits,
    description: 'Locks, stall checks and polling of the instance that processes jobs.',
    unset: "Bull's default settings apply",
  },
  {
    name: 'limiter',
    ...limits,
    description: 'At most `max` jobs in each `duration`, over all workers of the queue that have a limiter.',
    unset: 'the queue is not limited',
  },
  {
    name: 'defaultJobOptions',
    ...limits,
    description: 'Options of every job that this instance adds; those given to `add()` win.',
    unset: "jobs get Bull's default options",
  },
  {
    name: 'metrics',
    ...limits,
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
    ...limits,
    description: "A path into the job's data, as in `network.handle`; each value found there gets a limit of its own.",
    unset: 'all jobs share one limit',
  },
];

/** bull 4.16.5 index.d.ts:443 and lib/job.js:44-75. In `defaultJobOptions`, or in the options of `add()`. */
const jobOptions: readonly BullOption[] = [
  {
    name: 'attempts',
    unit: 'attempts',
    default: '1',
    description: 'How often a job is tried before it fails for good.',
    unset: 'a job is tried once',
  },
  {
    name: 'backoff',
    ...limits,
    description: 'The delay before the next attempt: a number of ms, or `{ type, delay }`.',
    unset: 'a failed attempt is repeated at once',
  },
  {
    name: 'timeout',
    unit: 'ms',
    default: null,
    description: 'How long a job may run before Bull fails it; the handler itself is not stopped.',
    unset: 'a job may run without a time limit',
  },
  {
    name: 'delay',
    unit: 'ms',
    default: '0',
    description: 'How long a job waits before it may start.',
    unset: 'jobs may start at once',
  },
  {
    name: 'priority',
    unit: null,
    default: '0',
    description: 'From 1, the highest, upwards; 0 is none. Adding a job with one costs more the more such jobs wait.',
    unset: 'jobs have no priority',
  },
  {
    name: 'lifo',
    unit: null,
    default: 'false',
    description: 'Takes the newest job first.',
    unset: 'the oldest job is taken first',
  },
  {
    name: 'jobId',
    unit: null,
    default: null,
    description: 'The id of the job, instead of the next number; a second job of the same id is not added.',
    unset: 'jobs are numbered',
  },
  {
    name: 'removeOnComplete',
    unit: 'jobs',
    default: 'false',
    description: 'Removes completed jobs: all of them (true), all but the newest (a number), or by `{ age, count }`.',
    unset: 'completed jobs stay in Redis',
  },
  {
    name: 'removeOnFail',
    unit: 'jobs',
    default: 'false',
    description: 'Removes failed jobs: all of them (true), all but the newest (a number), or by `{ age, count }`.',
    unset: 'failed jobs stay in Redis',
  },
  {
    name: 'stackTraceLimit',
    unit: 'attempts',
    default: null,
    description: 'How many stack traces, one for each failed attempt, are kept with the job.',
    unset: 'every stack trace is kept',
  },
  {
    name: 'repeat',
    ...limits,
    description: 'Adds the job again and again, by `cron` or `every`.',
    unset: 'a job is added once',
  },
  {
    name: 'preventParsingData',
    unit: null,
    default: 'false',
    description: "Gives the handler the job's data as the JSON text that Redis holds.",
    unset: "the job's data is parsed",
  },
  {
    name: 'debounce',
    ...limits,
    description: 'Adds no job while one of the same `id` waits, or for `ttl` ms.',
    unset: 'every job is added',
  },
  {
    name: 'timestamp',
    unit: 'ms',
    default: 'Date.now()',
    description: 'When the job was made, in ms since 1970; a delay counts from then.',
    unset: 'a job is dated when it is added',
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

/** bull 4.16.5 index.d.ts:389, lib/backoffs.js. */
const backoffOptions: readonly BullOption[] = [
  {
    name: 'type',
    ...limits,
    description:
      '`fixed`, `exponential`, or a name in `settings.backoffStrategies`; any other makes the job fail to retry.',
    unset: 'a retry throws `Unknown backoff strategy`',
  },
  {
    name: 'delay',
    unit: 'ms',
    default: null,
    description: 'The delay of `fixed`, and the base of `exponential`: (2 ^ attempts - 1) * delay.',
    unset: 'a failed attempt is repeated at once',
  },
  {
    name: 'options',
    ...limits,
    description: 'Anything; the third argument of a strategy of your own.',
    unset: 'the strategy gets null',
  },
];

/** bull 4.16.5 index.d.ts:406, lib/repeatable.js. */
const repeatOptions: readonly BullOption[] = [
  {
    name: 'cron',
    ...limits,
    description: 'When the job repeats, as a cron pattern; not together with `every`.',
    unset: '`every` decides',
  },
  {
    name: 'every',
    unit: 'ms',
    default: null,
    description: 'How often the job repeats, counted from 1970 and not from the start; not together with `cron`.',
    unset: '`cron` decides',
  },
  {
    name: 'tz',
    ...limits,
    description: 'The time zone of `cron`, as in `Europe/Berlin`.',
    unset: "the process's own time zone applies",
  },
  {
    name: 'startDate',
    ...limits,
    description: 'The first moment at which a `cron` job may repeat.',
    unset: 'the job may repeat at once',
  },
  {
    name: 'endDate',
    ...limits,
    description: 'The last moment at which the job may repeat.',
    unset: 'it repeats without end',
  },
  {
    name: 'limit',
    unit: 'jobs',
    default: null,
    description: 'How often the job repeats at most.',
    unset: 'it repeats without end',
  },
  {
    name: 'count',
    unit: 'jobs',
    default: '0',
    description: 'How often the job has repeated already.',
    unset: 'it counts from the start',
  },
];

/** bull 4.16.5 index.d.ts:432, lib/scripts.js:40-50. */
const debounceOptions: readonly BullOption[] = [
  {
    name: 'id',
    ...limits,
    description: 'Jobs with the same id count as one.',
    unset: 'nothing is debounced',
  },
  {
    name: 'ttl',
    unit: 'ms',
    default: null,
    description: 'For how long no other job of this id is added.',
    unset: 'it holds until the job is finished',
  },
];

/** bull 4.16.5 index.d.ts:523. */
const keepJobsOptions: readonly BullOption[] = [
  {
    name: 'age',
    unit: 's',
    default: null,
    description: 'For how long, in seconds, a finished job is kept.',
    unset: 'age does not matter',
  },
  {
    name: 'count',
    unit: 'jobs',
    default: null,
    description: 'How many finished jobs are kept.',
    unset: 'their number does not matter',
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
