import type { RuleFinding } from '../engine/finding';
import type { Rule, RuleContext } from '../engine/rule';
import { stringIn } from '../evaluation/inspect-value';
import { processorOf, type Processor } from '../queue/jobs/processors';
import type { Queue } from '../queue/queue';
import { numbersIn } from '../queue/settings';
import { ts } from '../syntax/typescript';

/** More are not written out in a message. */
const MOST_ADDENDS = 5;

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
  if (processors.some(mayBeSeveral)) return null;
  const sum = working.reduce<number>((total, each) => total + (each ?? 0), 0);
  return {
    start: first.at.start,
    end: first.at.end,
    cause: first.at,
    message: `Up to ${sum} jobs of \`${stringIn(queue.name)}\` run at once in a process, of any name: the concurrencies of its ${working.length} processors add up${addends(working)}.`,
    related: processors.filter((each) => each !== first).map(({ at }) => ({ ...at, message: 'Another processor.' })),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** ` (2 + 1)`, ` (1 each)`; nothing where it would be long. */
function addends(numbers: readonly (number | null)[]): string {
  const [first] = numbers;
  if (numbers.length <= MOST_ADDENDS) return ` (${numbers.join(' + ')})`;
  return numbers.every((each) => each === first) ? ` (${first} each)` : '';
}

/** A call under a name that is not known may run for several: a queue takes one processor for each name. */
function mayBeSeveral({ use, name }: Processor): boolean {
  return ts.isCallExpression(use.node) && stringIn(name) === undefined;
}

/** The one number that it is; null where it may be another. */
function concurrencyOf({ concurrency }: Processor): number | null {
  const [only, ...others] = numbersIn(concurrency);
  return only === undefined || others.length > 0 ? null : only;
}
