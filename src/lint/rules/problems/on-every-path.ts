import type { Construction } from '../../constructions/construction';
import type { RuleFinding } from '../../engine/finding';
import { setProperty } from '../../fixes/set-property';
import { underline } from '../../engine/underline';
import { fix, type RuleContext } from '../../engine/rule';
import { alternatives, numberIn, option } from '../../evaluation/inspect-value';
import type { Queue } from '../../queue/queue';
import { atCall } from './at-call';
import type { ObjectValue, PropertyValue } from '../../evaluation/value';

/** What is wrong with one option, on one path of the code. */
export interface OptionProblem extends Pick<RuleFinding, 'message' | 'severity'> {
  /** Where it is written. */
  readonly cause: PropertyValue;
  /** The value that is right, for a property of the same object; null where none is certain. */
  readonly right: { readonly name: string; readonly value: number; readonly why: string } | null;
  /** False for a value that can be meant, so that nobody should change it unasked. */
  readonly isCertain?: boolean;
}

/**
 * The finding about an option in `settings`, `limiter` or another object of the queue's options: only where there is a
 * problem on every path, or on every path of one call of a factory. The fix makes it right on all of them.
 */
export function findingOnEveryPath(
  queue: Queue,
  object: string,
  problemIn: ProblemIn,
  context: RuleContext,
): readonly RuleFinding[] {
  const own = problemsOnEveryPath(queue, object, problemIn);
  if (own) return [findingOf(queue, own, context)];
  return queue.ofCalls.flatMap((made) => {
    if (object === 'settings' && !made.queue.mayProcess) return [];
    const problems = problemsOnEveryPath(made.queue, object, problemIn);
    return problems ? [atCall(findingOf(made.queue, problems, context), problems[0].cause, made, queue)] : [];
  });
}

export type ProblemIn = (options: ObjectValue) => OptionProblem | null;

type Problems = readonly [OptionProblem, ...OptionProblem[]];

/** What is wrong on each path; null where one of them is right, or is not known. */
function problemsOnEveryPath({ options }: Construction, object: string, problemIn: ProblemIn): Problems | null {
  const paths = alternatives(option(options, object));
  const [first, ...others] = paths.flatMap((path) => (path.kind === 'object' ? (problemIn(path) ?? []) : []));
  return first && 1 + others.length === paths.length ? [first, ...others] : null;
}

function findingOf(queue: Construction, problems: Problems, context: RuleContext): RuleFinding {
  const [first] = problems;
  const unless = environmentOf(first.cause);
  return {
    ...underline(queue, first.cause.at, 'It is set here.'),
    message: unless === undefined ? first.message : `${first.message} (Unless ${unless} is set.)`,
    ...(first.severity ? { severity: first.severity } : {}),
    fixes: () => fixesOf(problems, context),
  };
}

function fixesOf(
  problems: readonly OptionProblem[],
  { project }: RuleContext,
): ReturnType<NonNullable<RuleFinding['fixes']>> {
  const edits = problems.map(
    ({ cause, right }) => right && setProperty(cause.at, right.name, `${right.value}`, project),
  );
  const right = problems[0]?.right;
  const isFromOutside = problems.some(({ cause }) => environmentOf(cause) !== undefined);
  if (!right || isFromOutside || edits.includes(null)) return [];
  const title = `Set ${right.name} to ${right.value} (${right.why})`;
  return [
    fix(
      title,
      edits.flatMap((each) => each ?? []),
      { isPreferred: problems.every((each) => each.isCertain ?? true) },
    ),
  ];
}

/** The environment variable that may give the option another value. */
function environmentOf({ value }: PropertyValue): string | undefined {
  return alternatives(value).flatMap((single) => numberIn(single)?.defaultOf ?? [])[0];
}
