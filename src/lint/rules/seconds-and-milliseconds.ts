import { inWords } from '../queue/duration-words';
import { ageProblem } from './problems/age';
import { findingOnEveryPath, type ProblemIn, type OptionProblem } from './problems/on-every-path';
import { looksLikeMilliseconds, looksLikeSeconds } from './problems/units';
import { numbersIn } from '../queue/settings';
import type { Rule } from '../engine/rule';
import { absent } from '../evaluation/build-value';
import { alternatives } from '../evaluation/inspect-value';
import type { ObjectValue } from '../evaluation/value';

export const secondsAndMilliseconds: Rule = {
  meta: {
    id: 'seconds-and-milliseconds',
    summary:
      '`drainDelay` and the `age` of finished jobs are in seconds, and every other duration of Bull in milliseconds.',
    defaultSeverity: 'warning',
    fixable: true,
  },
  *check(context) {
    const settings: readonly ProblemIn[] = [
      drainDelay,
      inMilliseconds('lockDuration'),
      inMilliseconds('stalledInterval'),
    ];
    for (const queue of context.queues) {
      const inObject = (object: string, problem: ProblemIn) => findingOnEveryPath(queue, object, problem, context);
      if (queue.mayProcess) yield* settings.flatMap((problem) => inObject('settings', problem));
      yield* inObject('defaultJobOptions', inMilliseconds('timeout'));
      for (const name of ['removeOnComplete', 'removeOnFail']) yield* inObject('defaultJobOptions', ageOf(name));
      yield* inObject('limiter', inMilliseconds('duration', isTooFast));
    }
  },
};

function drainDelay(settings: ObjectValue): OptionProblem | null {
  const cause = settings.properties.get('drainDelay');
  const values = cause ? numbersIn(cause.value) : [];
  const value = Math.min(...values);
  if (!cause || !values.length || !looksLikeMilliseconds(value)) return null;
  const seconds = value / 1000;
  return {
    cause,
    message:
      `drainDelay is in seconds: an idle queue blocks its connection for ${inWords(value * 1000)} at a time. ` +
      `${inWords(value)} would be \`drainDelay: ${seconds}\`.`,
    // Redis before 6 takes whole seconds only.
    right: Number.isInteger(seconds) ? { name: 'drainDelay', value: seconds, why: 's' } : null,
    isCertain: false,
  };
}

function ageOf(name: string): ProblemIn {
  return (options) => {
    const [kept, ...others] = alternatives(options.properties.get(name)?.value ?? absent(options.at));
    const problem = kept && others.length === 0 ? ageProblem(name, kept) : null;
    return problem && { cause: problem.cause, message: problem.message, right: null };
  };
}

/** The problem of an option in ms whose value is plainly one in seconds. */
function inMilliseconds(
  name: string,
  isMeantInSeconds: (value: number, options: ObjectValue) => boolean = looksLikeSeconds,
): ProblemIn {
  return (options) => {
    const cause = options.properties.get(name);
    const [value, ...others] = cause ? numbersIn(cause.value) : [];
    if (!cause || value === undefined || others.length > 0 || !isMeantInSeconds(value, options)) return null;
    return {
      cause,
      message: `${name} is in milliseconds: this is ${inWords(value)}. ${value} s would be \`${name}: ${value * 1000}\`.`,
      right: { name, value: value * 1000, why: 'ms' },
      isCertain: false,
    };
  };
}

/**
 * `{ max: 1000, duration: 60 }`. A limiter of some ms can be meant (`{ max: 1, duration: 100 }` spaces jobs), so it takes
 * more than a job for each ms, or whole half minutes.
 */
function isTooFast(duration: number, limiter: ObjectValue): boolean {
  if (!looksLikeSeconds(duration)) return false;
  const max = limiter.properties.get('max');
  const rates = max ? numbersIn(max.value) : [];
  return duration % 30 === 0 || (rates.length > 0 && rates.every((jobs) => jobs > duration));
}
