import picomatch from 'picomatch';
import type { Construction } from '../../constructions/construction';
import type { Assumptions } from '../assumptions';
import { stringIn } from '../../evaluation/inspect-value';
import { durationIn, type Budget } from '../budget';

/** The setting `bullLens.jobBudgets`: the queue's own name, else the first glob that matches it. */
export function namedBudget({ name }: Construction, { jobBudgets }: Assumptions): Budget | null {
  const known = stringIn(name);
  if (known === undefined) return null;
  const key = Object.hasOwn(jobBudgets, known) ? known : Object.keys(jobBudgets).find((glob) => matches(glob, known));
  const ms = key === undefined ? null : durationIn(jobBudgets[key]!);
  return ms === null ? null : { ms, source: `setting jobBudgets, ${key}`, at: null };
}

/** The setting `bullLens.defaultJobBudget`. */
export function defaultBudget({ defaultJobBudget }: Assumptions): Budget | null {
  const ms = defaultJobBudget === null ? null : durationIn(defaultJobBudget);
  return ms === null ? null : { ms, source: 'setting defaultJobBudget', at: null };
}

/** In bash mode `*` spans the slashes and colons that a queue's name may have. */
function matches(glob: string, name: string): boolean {
  return picomatch.isMatch(name, glob, { bash: true, dot: true });
}
