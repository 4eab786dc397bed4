import type { RuleContext } from '../../engine/rule';
import { alternatives, isNeverGiven, option } from '../../evaluation/inspect-value';
import type { ObjectValue, SingleValue } from '../../evaluation/value';
import { addedJobs, type AddedJob } from '../../queue/jobs/added-jobs';
import type { Queue } from '../../queue/queue';
import { locationOf } from '../../syntax/location';
import type { Problem } from './problem';

/**
 * A `jobId` that is a whole number, where other jobs of the queue get the next number from Bull: a job that is added under
 * an id that exists is dropped, and one that gets it as its number overwrites it (bull 4.16.5 lib/commands/addJob-6.lua).
 */
export function* numberedIds(options: ObjectValue, queue: Queue, context: RuleContext): Iterable<Problem> {
  const jobId = options.properties.get('jobId');
  const number = jobId && alternatives(jobId.value).find(isWholeNumber);
  const numbered = number && jobWithoutId(queue, context);
  if (!jobId || !numbered) return;
  yield {
    cause: jobId.at,
    message:
      'Bull numbers the jobs that have no jobId: 1, 2, 3, … A job that gets the number of this one overwrites it. ' +
      'With a prefix, as in `order-3`, no number can be its id.',
    related: [{ ...locationOf(numbered.call.expression), message: 'Jobs without a jobId are added here.' }],
  };
}

function isWholeNumber(value: SingleValue): boolean {
  if (value.kind === 'unknown') return value.type === 'number';
  return value.kind === 'literal' && /^[1-9]\d*$/.test(String(value.value));
}

/** A job that Bull numbers, of the same queue; undefined where none is seen. */
function jobWithoutId(queue: Queue, { workspace, evaluator }: RuleContext): AddedJob | undefined {
  const queues = workspace.namesakesOf(queue) ?? [queue];
  return queues
    .filter(({ options }) => isNeverGiven(option(options, 'limiter', 'groupKey')))
    .flatMap(({ roles }) => roles.adds)
    .flatMap((use) => addedJobs(use, evaluator) ?? [])
    .find(({ options }) => isNeverGiven(option(options, 'jobId')) && isNeverGiven(option(options, 'repeat')));
}
