import type { Queue } from '../../queue/queue';
import type { RuleFinding } from '../../engine/finding';
import { underline } from '../../engine/underline';
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
    for (const queue of context.queues) {
      for (const ignored of ignoredIn(queue, context)) yield findingOf(ignored, queue);
    }
  },
};

function* ignoredIn(queue: Queue, context: RuleContext): Iterable<Ignored> {
  yield* ignoredArguments(queue, context);
  yield* ignoredConnection(queue, context);
  yield* ignoredProperties(queue, context);
}

function findingOf({ cause, message, severity, unnecessary, fix }: Ignored, queue: Queue): RuleFinding {
  return {
    ...underline(queue, cause, 'It is written here.'),
    message,
    ...(severity && { severity }),
    unnecessary: unnecessary && cause.file === queue.file,
    fixes: () => {
      const certain = fix();
      return certain ? [certain] : [];
    },
  };
}
