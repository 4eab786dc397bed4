import { fix, type RuleContext } from '../../engine/rule';
import type { Fix } from '../../engine/finding';
import { alternatives, every, isGiven, isNeverGiven, option } from '../../evaluation/inspect-value';
import type { ObjectValue, SingleValue } from '../../evaluation/value';
import { setProperty } from '../../fixes/set-property';
import { ageProblem } from '../problems/age';
import type { Problem } from './problem';

/** Values that Bull reads as something else. */
export function* misreadValues(options: ObjectValue): Iterable<Problem> {
  yield* delayInWords(options);
  yield* repeatWithoutTime(options);
}

/** Bull takes `Number()` of it (bull 4.16.5 lib/job.js:66). */
function* delayInWords({ properties }: ObjectValue): Iterable<Problem> {
  const delay = properties.get('delay');
  if (!delay || !every(delay.value, isNoNumber)) return;
  yield {
    cause: delay.at,
    message: '`delay` is a number of ms. Bull reads this text as NaN, and the job starts at once.',
  };
}

function isNoNumber(value: SingleValue): boolean {
  if (value.kind === 'literal') return typeof value.value === 'string' && Number.isNaN(Number(value.value));
  return value.kind === 'text' && value.parts.some((part) => part !== null && /[a-df-z]/i.test(part));
}

/** `repeat` needs one of them, or the cron parser throws (bull 4.16.5 lib/repeatable.js:215-239). */
function* repeatWithoutTime({ properties }: ObjectValue): Iterable<Problem> {
  const repeat = properties.get('repeat');
  if (!repeat || !every(repeat.value, isGiven)) return;
  const isWithout = alternatives(repeat.value).every(
    (single) =>
      single.kind === 'object' && ['cron', 'every', 'key'].every((name) => isNeverGiven(option(single, name))),
  );
  if (!isWithout) return;
  const pattern = alternatives(repeat.value).some(
    (single) => single.kind === 'object' && single.properties.has('pattern'),
  );
  yield {
    cause: repeat.at,
    message: `This \`repeat\` has no \`cron\` and no \`every\`, so \`add()\` throws.${pattern ? ' `pattern` is what BullMQ calls `cron`.' : ''}`,
    severity: 'error',
  };
}

/** Those in the options of `add()`: `seconds-and-milliseconds` speaks of `defaultJobOptions`. */
export function* agesInMilliseconds({ properties }: ObjectValue, { project }: RuleContext): Iterable<Problem> {
  for (const name of ['removeOnComplete', 'removeOnFail']) {
    const kept = properties.get(name)?.value;
    const problem = kept && kept.kind !== 'either' ? ageProblem(name, kept) : null;
    if (!problem) continue;
    const { cause, message, seconds } = problem;
    yield {
      cause: cause.at,
      message,
      fix: (): Fix | null => {
        const edits = Number.isInteger(seconds) && setProperty(cause.at, 'age', `${seconds}`, project);
        return edits ? fix(`Set age to ${seconds} (s)`, edits, { isPreferred: false }) : null;
      },
    };
  }
}
