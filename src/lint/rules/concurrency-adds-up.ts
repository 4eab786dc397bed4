import type { RuleFinding } from '../engine/finding';
import type { Rule, RuleContext } from '../engine/rule';
import { stringIn } from '../evaluation/inspect-value';
import { processorOf, type Processor } from '../queue/jobs/processors';
import type { Queue } from '../queue/queue';
import { numbersIn } from '../queue/settings';

export const concurrencyAddsUp: Rule = {
  meta: {
    id: 'concurrency-adds-up',
    summary: 'The concurrencies of a queue’s processors add up, and each runs jobs of any name.',
    defaultSeverity: 'hint',
    fixable: false,
  },
  *check(context) {
    const { file, workspace } = context;
    for (const queue of workspace.queuesUsedIn(file.path)) {
      // One whose name is not known may be several, each with a processor of its own.
      if (queue.roles.processes.length < 2 || stringIn(queue.name) === undefined) continue;
      const finding = findingOf(queue, file.path, context);
      if (finding) yield finding;
    }
  },
};

function findingOf(queue: Queue, file: string, { workspace, evaluator }: RuleContext): RuleFinding | null {
  const uses = queue.roles.processes.filter(
    (use) => use.file === queue.file || workspace.neighbours.areLoadedTogether(use.file, queue.file),
  );
  const processors = uses.map((use) => processorOf(use, evaluator));
  const [first] = [...processors].sort((a, b) => compare(a.at.file, b.at.file) || a.at.start - b.at.start);
  const concurrencies = processors.map(concurrencyOf);
  const working = concurrencies.filter((each) => each !== 0);
  if (first?.at.file !== file || working.length < 2 || concurrencies.includes(null)) return null;
  const sum = working.reduce<number>((total, each) => total + (each ?? 0), 0);
  return {
    start: first.at.start,
    end: first.at.end,
    cause: first.at,
    message: `Up to ${sum} jobs of \`${stringIn(queue.name)}\` run at once in a process, of any name: the concurrencies of its ${working.length} processors add up (${working.join(' + ')}).`,
    related: processors.filter((each) => each !== first).map(({ at }) => ({ ...at, message: 'Another processor.' })),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The one number that it is; null where it may be another. */
function concurrencyOf({ concurrency }: Processor): number | null {
  const [only, ...others] = numbersIn(concurrency);
  return only === undefined || others.length > 0 ? null : only;
}
