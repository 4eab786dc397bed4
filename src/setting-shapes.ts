import type { Settings } from './contributions';
import type { Severity } from './lint';
import { causeIds, durationIn, shareIn, unknownCauses, type WrittenPlan } from './watch/plan';

/** A value of the settings as far as it can be used, and what is wrong with the rest. */
export interface Reading<T> {
  /** undefined where nothing of it can be used. */
  readonly value: T | undefined;
  readonly problems: readonly SettingProblem[];
}

export interface SettingProblem {
  /** `.mail` within the value; empty for the whole. */
  readonly part: string;
  /** Goes on after the name: `is a text, where it has to be true or false.` */
  readonly sentence: string;
}

/** What a value is, for a sentence: `a text`, `a list`. Never the value itself, which may be a secret in a wrong place. */
export function kindOf(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  switch (typeof value) {
    case 'string':
      return value === '' ? 'an empty text' : 'a text';
    case 'number':
      return Number.isFinite(value) ? 'the number ' + value : 'a number that is none';
    case 'boolean':
      return String(value);
    default:
      return 'an object';
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const SEVERITIES: readonly unknown[] = ['error', 'warning', 'information', 'hint', 'off'] satisfies (
  Severity | 'off'
)[];

const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';
const isBudget = (value: unknown): value is string | number =>
  typeof value === 'number' ? value > 0 : typeof value === 'string' && /^\s*\d/.test(value);
const BUDGET = 'a text such as "90s", or a number of ms';

const isGlobs = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((glob) => typeof glob === 'string' && glob !== '');

const isDuration = (value: unknown): boolean => durationIn(value) !== null;
const isShare = (value: unknown): boolean => typeof value === 'string' && shareIn(value) !== null;
const DURATION = 'a duration such as "60s" or "30m"';
const SHARE = 'a share such as "2%"';

const plan: Readonly<
  Record<keyof WrittenPlan, { readonly isRight: (value: unknown) => boolean; readonly expected: string }>
> = {
  for: { isRight: isDuration, expected: DURATION },
  maxFailureRate: { isRight: isShare, expected: SHARE },
  minCompletion: { isRight: isShare, expected: SHARE },
  maxAvgDuration: { isRight: isDuration, expected: DURATION },
  maxConnections: {
    isRight: (value) => value === null || (Number.isInteger(value) && Number(value) >= 0),
    expected: 'a number of connections, or null for any',
  },
  forbiddenCauses: {
    isRight: (value) => Array.isArray(value) && unknownCauses<unknown>(value).length === 0,
    expected: `a list of causes among ${causeIds().join(', ')}`,
  },
};

type Shapes = { readonly [K in Exclude<keyof Settings, 'connections'>]: (value: unknown) => Reading<Settings[K]> };

/** How each setting is read, whatever was written; the list of connections has a reader of its own. */
export const shapes: Shapes = {
  // More often would keep Redis busy, and a timer of Node's takes 24 days at most.
  refreshInterval: one(
    (value): value is number => value === 0 || (typeof value === 'number' && value >= 1 && value <= 86_400),
    'a number of seconds, 0 or from 1 to 86400',
  ),
  live: one(isBoolean, 'true or false'),
  countAtStart: one(isBoolean, 'true or false'),
  codeLens: one(isBoolean, 'true or false'),
  rowFields: each(isGlobs, 'a list of paths'),
  // What is wrong beside it leaves nothing shown that is to be hidden.
  hiddenFields: (value) => {
    const globs = Array.isArray(value) ? (value as unknown[]) : [value];
    const problems = isGlobs(value) ? [] : [wrong('', value, 'a list of globs')];
    return { value: globs.filter((glob): glob is string => typeof glob === 'string' && glob !== ''), problems };
  },
  instances: each(
    (value): value is number => Number.isInteger(value) && Number(value) >= 1,
    'a whole number, 1 or more',
  ),
  watch: (value) => {
    if (!isRecord(value)) return { value: undefined, problems: [wrong('', value, 'an object')] };
    const parts = Object.entries(plan).filter(([key]) => value[key] !== undefined);
    const problems = parts.flatMap(([key, { isRight, expected }]) =>
      isRight(value[key]) ? [] : [wrong(`.${key}`, value[key], expected)],
    );
    const right = parts.filter(([key, { isRight }]) => isRight(value[key])).map(([key]) => [key, value[key]]);
    return { value: Object.fromEntries(right) as WrittenPlan, problems };
  },
  jobBudgets: each(isBudget, BUDGET),
  defaultJobBudget: one((value): value is string | number | null => value === null || isBudget(value), BUDGET),
  connectionLimit: one(
    (value): value is number => typeof value === 'number' && value >= 1,
    'a number of connections, 1 or more',
  ),
  serverless: one(isGlobs, 'a list of globs'),
  showUnknown: one(isBoolean, 'true or false'),
  rules: each(
    (value): value is Severity | 'off' => SEVERITIES.includes(value),
    'one of error, warning, information, hint and off',
  ),
};

function one<T>(isRight: (value: unknown) => value is T, expected: string): (value: unknown) => Reading<T> {
  return (value) =>
    isRight(value) ? { value, problems: [] } : { value: undefined, problems: [wrong('', value, expected)] };
}

/** Keeps the right ones of an object's values. */
function each<T>(
  isRight: (value: unknown) => value is T,
  expected: string,
): (value: unknown) => Reading<Readonly<Record<string, T>>> {
  return (value) => {
    if (!isRecord(value)) return { value: undefined, problems: [wrong('', value, 'an object')] };
    const parts = Object.entries(value);
    return {
      value: Object.fromEntries(parts.filter((entry): entry is [string, T] => isRight(entry[1]))),
      problems: parts.filter(([, part]) => !isRight(part)).map(([key, part]) => wrong(`.${key}`, part, expected)),
    };
  };
}

function wrong(part: string, value: unknown, expected: string): SettingProblem {
  return { part, sentence: `is ${kindOf(value)}, where it has to be ${expected}.` };
}
