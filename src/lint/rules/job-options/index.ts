import type typescript from 'typescript';
import type { RuleFinding } from '../../engine/finding';
import type { Rule, RuleContext } from '../../engine/rule';
import { underline } from '../../engine/underline';
import { alternatives, option } from '../../evaluation/inspect-value';
import type { ObjectValue, Value } from '../../evaluation/value';
import { addedJobs } from '../../queue/jobs/added-jobs';
import type { Queue } from '../../queue/queue';
import { locationOf, type Location } from '../../syntax/location';
import { numberedIds } from './job-ids';
import { unknownNames } from './names';
import type { Given } from './misreadings';
import type { Problem } from './problem';
import { agesInMilliseconds, misreadValues, unknownBackoff } from './values';

export const jobOptions: Rule = {
  meta: {
    id: 'job-options',
    summary: 'An option of a job that Bull does not know, or reads as something else.',
    defaultSeverity: 'warning',
    fixable: true,
  },
  *check(context) {
    for (const queue of context.queues) {
      for (const options of objectsIn(option(queue.options, 'defaultJobOptions'))) {
        for (const problem of valuesIn(options, queue, context, (...path) => option(options, ...path))) {
          yield findingOf(problem, underline(queue, problem.cause, 'It is written here.'));
        }
      }
    }
    yield* inAdds(context);
  },
};

function* inAdds(context: RuleContext): Iterable<RuleFinding> {
  const { file, workspace, evaluator } = context;
  const seen = new Set<unknown>();
  for (const queue of workspace.queuesUsedIn(file.path)) {
    for (const use of queue.roles.adds) {
      if (use.file !== file.path || seen.has(use.node)) continue;
      seen.add(use.node);
      for (const { call, options } of addedJobs(use, evaluator) ?? []) {
        for (const problem of objectsIn(options).flatMap((each) => [...problemsIn(each, queue, context)])) {
          yield findingOf(problem, placeIn(call, problem.cause));
        }
      }
    }
  }
}

function* problemsIn(options: ObjectValue, queue: Queue, context: RuleContext): Iterable<Problem> {
  yield* unknownNames(options, context);
  const defaults = option(queue.options, 'defaultJobOptions');
  const hasOwn = (name: string): boolean => options.open || options.properties.has(name);
  const given: Given = (name, ...path) => option(hasOwn(name) ? options : defaults, name, ...path);
  yield* valuesIn(options, queue, context, given);
  yield* agesInMilliseconds(options, context);
  yield* numberedIds(options, queue, context);
}

function* valuesIn(options: ObjectValue, queue: Queue, context: RuleContext, given: Given): Iterable<Problem> {
  yield* misreadValues(options, queue.bull, given);
  yield* unknownBackoff(options, queue, context, given);
}

function objectsIn(value: Value): readonly ObjectValue[] {
  return alternatives(value).flatMap((single) => (single.kind === 'object' ? [single] : []));
}

type Underlined = Pick<RuleFinding, 'start' | 'end' | 'cause' | 'related'>;

/** At the option itself, or at the last argument of a call that takes it from another file. */
function placeIn(call: typescript.CallExpression, cause: Location): Underlined {
  if (cause.file === call.getSourceFile().fileName) return { start: cause.start, end: cause.end, cause };
  const { start, end } = locationOf(call.arguments.at(-1) ?? call);
  return { start, end, cause, related: [{ ...cause, message: 'It is written here.' }] };
}

function findingOf({ message, severity, related, fix }: Problem, place: Underlined): RuleFinding {
  return {
    ...place,
    message,
    ...(severity && { severity }),
    related: [...(place.related ?? []), ...(related ?? [])],
    fixes: () => {
      const certain = fix?.() ?? null;
      return certain ? [certain] : [];
    },
  };
}
