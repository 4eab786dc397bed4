import { PLAIN, type BullOption } from './bull-option';

/** bull 4.16.5 index.d.ts:443 and lib/job.js:44-75. In `defaultJobOptions`, or in the options of `add()`. */
export const jobOptions: readonly BullOption[] = [
  {
    name: 'attempts',
    unit: 'attempts',
    default: '1',
    description: 'How often a job is tried before it fails for good.',
    unset: 'a job is tried once',
  },
  {
    name: 'backoff',
    ...PLAIN,
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
    ...PLAIN,
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
    ...PLAIN,
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

/** bull 4.16.5 index.d.ts:389, lib/backoffs.js. */
export const backoffOptions: readonly BullOption[] = [
  {
    name: 'type',
    ...PLAIN,
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
    ...PLAIN,
    description: 'Anything; the third argument of a strategy of your own.',
    unset: 'the strategy gets null',
  },
];

/** bull 4.16.5 index.d.ts:406, lib/repeatable.js. */
export const repeatOptions: readonly BullOption[] = [
  {
    name: 'cron',
    ...PLAIN,
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
    ...PLAIN,
    description: 'The time zone of `cron`, as in `Europe/Berlin`.',
    unset: "the process's own time zone applies",
  },
  {
    name: 'startDate',
    ...PLAIN,
    description: 'The first moment at which a `cron` job may repeat.',
    unset: 'the job may repeat at once',
  },
  {
    name: 'endDate',
    ...PLAIN,
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
export const debounceOptions: readonly BullOption[] = [
  {
    name: 'id',
    ...PLAIN,
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
export const keepJobsOptions: readonly BullOption[] = [
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
