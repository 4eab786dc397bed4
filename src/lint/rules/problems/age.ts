import { inWords } from '../../queue/duration-words';
import { numbersIn } from '../../queue/settings';
import type { PropertyValue, SingleValue } from '../../evaluation/value';

const days = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** An `age` of finished jobs that is meant in ms. */
export interface AgeProblem {
  readonly cause: PropertyValue;
  readonly message: string;
  /** What it would be in seconds. */
  readonly seconds: number;
}

/** `removeOnComplete: { age }` counts seconds (bull 4.16.5 index.d.ts:535); null where the number may be meant so. */
export function ageProblem(name: string, kept: SingleValue): AgeProblem | null {
  const cause = kept.kind === 'object' ? kept.properties.get('age') : undefined;
  const values = cause ? numbersIn(cause.value) : [];
  const age = Math.min(...values);
  if (!cause || !values.length || !looksLikeMilliseconds(age)) return null;
  return {
    cause,
    message: `The age in ${name} is in seconds: jobs are kept for ${days.format(age / 86_400)} days. ${inWords(age)} would be \`age: ${age / 1000}\`.`,
    seconds: age / 1000,
  };
}

/** More than a year, or whole minutes in ms that are no whole days in seconds. */
function looksLikeMilliseconds(age: number): boolean {
  if (age % 60_000 !== 0 || age < 1_000_000) return false;
  return age >= 365 * 86_400 || age % 86_400 !== 0;
}
