import type { RuleFinding } from '../engine/finding';
import type { Rule, RuleContext } from '../engine/rule';
import { every, isNotGiven, option, stringIn } from '../evaluation/inspect-value';
import type { SingleValue, Value } from '../evaluation/value';
import { addedJobs } from '../queue/jobs/added-jobs';
import type { Queue } from '../queue/queue';

export const unboundedCompleted: Rule = {
  meta: {
    id: 'unbounded-completed',
    summary: 'Completed jobs are never removed, so Redis grows with each job.',
    defaultSeverity: 'hint',
    fixable: false,
  },
  *check(context) {
    const { queues, workspace } = context;
    const growing = queues.filter((queue) => workspace.isProduction(queue.file) && grows(queue, context));
    const [first] = growing;
    if (!first || workspace.hasCleaning) return;
    // One is told for all of the file, and another where a comment hides that.
    const cause = { file: first.file, ...first.range };
    const message = messageOf(growing);
    for (const queue of growing) yield { ...queue.range, cause, message } satisfies RuleFinding;
  },
};

/**
 * Whether all its jobs stay, of those that this and the other places that make the queue add; told at the first of them.
 */
function grows(queue: Queue, { workspace, evaluator }: RuleContext): boolean {
  const namesakes = workspace.namesakesOf(queue);
  if (queue.roles.adds.length === 0 || !namesakes || namesakes.some(({ roles }) => roles.escapes)) return false;
  if (!namesakes.some(({ roles }) => roles.processes.length > 0)) return false;
  if (workspace.queues.find((each) => each.roles.adds.length > 0 && namesakes.includes(each)) !== queue) return false;
  return namesakes.every(
    ({ options, roles }) =>
      keepsAll(option(options, 'defaultJobOptions')) &&
      roles.adds.every((use) => {
        const jobs = addedJobs(use, evaluator);
        return jobs?.every((job) => keepsAll(job.options)) ?? false;
      }),
  );
}

/** Without `removeOnComplete`, or with `false` for it (bull 4.16.5 lib/scripts.js:205-220). */
function keepsAll(options: Value): boolean {
  return every(option(options, 'removeOnComplete'), isNone);
}

function isNone(value: SingleValue): boolean {
  return isNotGiven(value) || (value.kind === 'literal' && (value.value === false || value.value === null));
}

function messageOf(queues: readonly Queue[]): string {
  const [first] = queues;
  const name = first && stringIn(first.name);
  const whose =
    queues.length === 1 ? `Completed jobs of \`${name}\`` : `Completed jobs of these ${queues.length} queues`;
  return `${whose} stay in Redis, with their data, for ever: neither \`defaultJobOptions\` nor an \`add()\` turns \`removeOnComplete\` on.`;
}
