import type { Severity } from '../../engine/settings';
import { every, isGiven, isNeverGiven, numberIn, option } from '../../evaluation/inspect-value';
import type { SingleValue, Value } from '../../evaluation/value';
import {
  beginningOf,
  hasNoType,
  isBoolean,
  isKnownText,
  isMoreThanOne,
  isMoreThanZero,
  isNoDelay,
  isNoNumber,
  isNoWholeNumber,
  isOneOf,
  isSomething,
  isText,
  isTrue,
} from './mistyped';

/** What a job gets: its own options, or those of `defaultJobOptions` where it has none. */
export type Given = (name: string, ...inner: readonly string[]) => Value;

/** A value of another type than Bull reads an option as, and what comes of it. */
export interface Misreading {
  /** In the options of a job. */
  readonly option: readonly [name: string, inner?: string];
  /** Of every alternative. */
  readonly isWrong: (value: SingleValue) => boolean;
  readonly message: string;
  /** When it is not a warning. */
  readonly severity?: Severity;
  /** The first Bull that it was seen to happen with. */
  readonly since?: string;
  /** Where it depends on another option whether it happens. */
  readonly happens?: (given: Given) => boolean;
}

const PRIORITY = '`priority` is a number, from 1, the highest.';
const NO_NUMBER_OF_MS = 'is a number of ms, and this is text.';

/** The strategies that Bull has itself. */
export const BACKOFFS: readonly string[] = ['fixed', 'exponential'];

/** What comes of a strategy that it does not have. */
export const STAYS_ACTIVE =
  'With this one Bull throws when the job fails (`Unknown backoff strategy undefined`): it stays active until it counts as stalled.';

/** Whether a job that fails surely has attempts left. */
export function isTriedAgain(given: Given): boolean {
  return every(given('attempts'), isMoreThanOne);
}

const DELAYED = (given: Given): boolean => every(given('delay'), isMoreThanZero) || every(given('repeat'), isGiven);
const NOT_DELAYED = (given: Given): boolean => every(given('delay'), isNoDelay) && isNeverGiven(given('repeat'));

/** All of them run with Bull 3.6 to 4.16.5, or from `since` on. */
export const MISREADINGS: readonly Misreading[] = [
  {
    option: ['priority'],
    isWrong: (value) => isNoNumber(value) || isTrue(value) || value.kind === 'object',
    message: `${PRIORITY} With this one \`add()\` rejects, and \`addBulk()\` leaves the job out of every list.`,
    severity: 'error',
    happens: NOT_DELAYED,
  },
  {
    option: ['priority'],
    isWrong: (value) => isNoNumber(value) || isTrue(value) || value.kind === 'object',
    message: `${PRIORITY} This one does nothing in a job that is delayed.`,
    happens: DELAYED,
  },
  {
    option: ['attempts'],
    isWrong: (value) =>
      (isText(value) && !/^\s*[-+]?\d/.test(beginningOf(value) ?? '0')) ||
      isTrue(value) ||
      value.kind === 'object' ||
      numberIn(value)?.value === Infinity,
    message: '`attempts` is a number. Bull reads this one as NaN, and tries the job once.',
  },
  {
    option: ['backoff'],
    isWrong: (value) => isText(value) || isTrue(value) || value.kind === 'array' || hasNoType(value),
    message: `\`backoff\` is a number of ms, or an object with a \`type\`. ${STAYS_ACTIVE}`,
    since: '3.6.0',
    happens: isTriedAgain,
  },
  {
    option: ['backoff', 'delay'],
    isWrong: isNoNumber,
    message: `\`delay\` ${NO_NUMBER_OF_MS} The job is tried again at once.`,
    happens: (given) => isTriedAgain(given) && every(given('backoff', 'type'), isOneOf(...BACKOFFS)),
  },
  {
    option: ['backoff', 'delay'],
    isWrong: (value) => isText(value) && !isNoNumber(value),
    message: `\`delay\` ${NO_NUMBER_OF_MS} Bull appends it to the digits of the time, and the job is tried again centuries later.`,
    happens: (given) => isTriedAgain(given) && every(given('backoff', 'type'), isOneOf('fixed')),
  },
  {
    option: ['timeout'],
    isWrong: (value) => isText(value) || isTrue(value) || value.kind === 'object' || (numberIn(value)?.value ?? 0) < 0,
    message:
      '`timeout` is a positive number of ms. With this one the job fails as soon as it starts, while its handler goes on.',
    since: '3.6.0',
  },
  {
    option: ['delay'],
    isWrong: isNoNumber,
    message: '`delay` is a number of ms. Bull reads this text as NaN, and the job starts at once.',
  },
  {
    option: ['delay'],
    isWrong: (value) => value.kind === 'object',
    message: '`delay` is a number of ms. Bull reads this object as NaN, and the job starts at once.',
    since: '3.6.0',
  },
  {
    option: ['lifo'],
    isWrong: isOneOf('false', 'no', 'off', '0'),
    message: 'Bull takes any text for true: the newest job is taken first.',
  },
  {
    option: ['jobId'],
    isWrong: (value) => value.kind === 'object',
    message:
      '`jobId` is text or a number. Every object is the id `[object Object]`: Bull adds one such job, and drops the next.',
  },
  ...(['removeOnComplete', 'removeOnFail'] as const).flatMap((name): readonly Misreading[] => {
    const jobs = name === 'removeOnComplete' ? 'completed' : 'failed';
    return [
      {
        option: [name],
        isWrong: (value) => isKnownText(value) && !isOneOf('', 'true')(value),
        message: `\`${name}\` is true, false, a number, or \`{ age, count }\`. Bull takes this text for true, and removes each ${jobs} job at once.`,
        since: '4.4.0',
      },
      {
        option: [name],
        isWrong: (value) => value.kind === 'literal' && value.value === null,
        message: `\`${name}\` is no null: Bull’s script that finishes a job fails then, and leaves the job in no list. \`false\` keeps ${jobs} jobs.`,
        since: '4.4.0',
      },
      {
        option: [name, 'count'],
        isWrong: (value) => isText(value) || isBoolean(value),
        message: '`count` is a number. With any other value Bull’s script that finishes a job fails, and removes none.',
        since: '4.4.0',
      },
      {
        option: [name, 'age'],
        isWrong: isNoNumber,
        message:
          '`age` is a number of seconds. With this text Bull’s script that finishes a job fails, and removes none.',
        since: '4.4.0',
      },
    ];
  }),
  {
    option: ['repeat'],
    isWrong: (value) => isKnownText(value) || isTrue(value) || (numberIn(value)?.value ?? 0) > 0,
    message: '`repeat` is an object with `cron` or `every`. With this one `add()` rejects.',
    severity: 'error',
  },
  {
    option: ['repeat'],
    isWrong: (value) => ['cron', 'every'].every((name) => every(option(value, name), isSomething)),
    message: '`repeat` has both `cron` and `every`: `add()` rejects.',
    severity: 'error',
    since: '3.6.0',
  },
  {
    option: ['repeat', 'every'],
    isWrong: isNoNumber,
    message: `\`every\` ${NO_NUMBER_OF_MS} With this one \`add()\` rejects.`,
    severity: 'error',
  },
  {
    option: ['repeat', 'every'],
    isWrong: (value) => isText(value) && !isNoNumber(value) && !isOneOf('')(value),
    message: `\`every\` ${NO_NUMBER_OF_MS} Bull appends it to the digits of the time, and the job runs centuries later.`,
    since: '3.6.0',
  },
  {
    option: ['repeat', 'endDate'],
    isWrong: (value) => value.kind === 'literal' && value.value === null,
    message: 'Bull reads `endDate: null` as the start of 1970: `add()` adds nothing, and does not reject.',
    since: '4.0.0',
  },
  {
    option: ['repeat', 'limit'],
    isWrong: (value) => value.kind === 'literal' && value.value === null,
    message: 'Bull reads `limit: null` as 0: `add()` adds nothing, and does not reject.',
    since: '3.6.0',
  },
  {
    option: ['debounce'],
    isWrong: (value) => isText(value) || isTrue(value),
    message: '`debounce` is an object with an `id`. This one does nothing.',
    since: '4.16.0',
  },
  {
    option: ['debounce', 'ttl'],
    isWrong: (value) => isNoNumber(value) || isBoolean(value) || isNoWholeNumber(value),
    message: '`ttl` is a whole number of ms, from 1. With this one `add()` rejects.',
    severity: 'error',
    since: '4.16.0',
  },
  {
    option: ['timestamp'],
    isWrong: isNoNumber,
    message: '`timestamp` is a number of ms since 1970. With this text `add()` rejects a job that is delayed.',
    severity: 'error',
    happens: DELAYED,
  },
];
