import type { Construction } from '../../constructions/construction';
import type { RuleFinding } from '../../engine/finding';
import { placeOf, relatedTo } from '../../engine/underline';
import type { Rule, RuleContext } from '../../engine/rule';
import { ignoredArguments } from './arguments';
import { ignoredConnection } from './connection';
import type { Ignored } from './ignored';
import { ignoredProperties } from './properties';

export const ignoredOption: Rule = {
  meta: {
    id: 'ignored-option',
    summary: 'An option that Bull drops without a word: misplaced, misspelt, or of another library.',
    defaultSeverity: 'warning',
    fixable: true,
  },
  *check(context) {
    const told = new Set<string>();
    for (const queue of context.constructions) {
      for (const ignored of ignoredIn(queue, context)) {
        const finding = findingOf(ignored, queue);
        // Queues that share an options object share what is wrong with it.
        const key = [finding.start, finding.end, ignored.cause.file, ignored.cause.start].join();
        if (!told.has(key)) yield finding;
        told.add(key);
      }
    }
  },
};

function* ignoredIn(queue: Construction, context: RuleContext): Iterable<Ignored> {
  yield* ignoredArguments(queue, context);
  yield* ignoredConnection(queue, context);
  yield* ignoredProperties(queue, context);
}

function findingOf({ cause, message, severity, unnecessary, fix }: Ignored, queue: Construction): RuleFinding {
  return {
    ...placeOf(queue, cause),
    message,
    ...(severity && { severity }),
    related: relatedTo(queue, cause, 'It is written here.'),
    unnecessary: unnecessary && cause.file === queue.file,
    fixes: () => {
      const certain = fix();
      return certain ? [certain] : [];
    },
  };
}
