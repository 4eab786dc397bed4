import { DEFAULT_JOB_NAME } from '../../../bull/keys';
import type { Evaluator } from '../../evaluation/value';
import { locationOf, type Location } from '../../syntax/location';
import { ts } from '../../syntax/typescript';
import { knownTexts, type KnownText } from '../names';
import type { Use } from '../roles/roles';
import { addedJobs } from './added-jobs';
import { processorOf } from './processors';

/** Code that processes or adds jobs. */
export interface JobUse extends Location {
  /** What its jobs may be called. */
  readonly jobs: readonly KnownText[];
  /** What the queue is called that it is a call on, of several that one place may make; null where that is not told. */
  readonly queues: readonly KnownText[] | null;
}

const UNNAMED: readonly KnownText[] = [[DEFAULT_JOB_NAME]];
const ANY: readonly KnownText[] = [[null]];

/** The function that `process()` was given, where it can be followed; else the call. */
export function processorUse(use: Use, evaluator: Evaluator): JobUse {
  const { node } = use;
  const jobs = knownTexts(processorOf(use, evaluator).name);
  if (!ts.isCallExpression(node)) return { ...locationOf(node), jobs, queues: null };
  const handler = node.arguments.at(-1);
  const value = handler && evaluator.evaluate(handler);
  const at = value?.kind === 'function' ? locationOf(value.node) : locationOf(node);
  return { ...at, jobs, queues: queuesOf(use) };
}

export function producerUse(use: Use, evaluator: Evaluator): JobUse {
  return { ...locationOf(use.node), jobs: namesAdded(use, evaluator), queues: queuesOf(use) };
}

function queuesOf({ name }: Use): readonly KnownText[] | null {
  return name ? knownTexts(name) : null;
}

function namesAdded(use: Use, evaluator: Evaluator): readonly KnownText[] {
  const jobs = addedJobs(use, evaluator);
  if (!jobs) return ANY;
  const [only] = jobs;
  // `add(data)` of who knows what: data is what one argument mostly is.
  if (only?.name.kind === 'unknown' && isOfOneArgument(use)) return UNNAMED;
  return jobs.flatMap(({ name }) => knownTexts(name));
}

function isOfOneArgument({ node }: Use): boolean {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  return node.expression.name.text === 'add' && node.arguments.length === 1;
}
