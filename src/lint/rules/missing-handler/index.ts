import type { RuleFinding } from '../../engine/finding';
import type { Rule, RuleContext } from '../../engine/rule';
import { stringIn } from '../../evaluation/inspect-value';
import { DEFAULT_JOB_NAME } from '../../../bull/keys';
import { addedJobs, type AddedJob } from '../../queue/jobs/added-jobs';
import { handledNames, stringsIn, type HandledNames } from '../../queue/handled-names';
import type { Queue } from '../../queue/queue';
import { locationOf, type Location } from '../../syntax/location';
import { ts } from '../../syntax/typescript';
import { textForNumber } from './text-for-number';

/** Takes jobs of any name (bull 4.16.5 lib/queue.js:1203). */
const ANY = '*';

/** More are not listed in a message. */
const MOST_NAMES = 3;

export const missingHandler: Rule = {
  meta: {
    id: 'missing-handler',
    summary: 'A job is added under a name that no processor of its queue takes, so it fails.',
    defaultSeverity: 'error',
    fixable: true,
  },
  *check(context) {
    const { file, workspace, evaluator } = context;
    yield* textsForNumbers(context);
    if (!workspace.isProduction(file.path)) return;
    const seen = new Set<unknown>();
    for (const queue of workspace.queuesUsedIn(file.path)) {
      const adds = queue.roles.adds.filter(
        (use) => use.file === file.path && workspace.neighbours.are(queue.file, use.file),
      );
      const handled = adds.length > 0 ? handledNames(queue, workspace, evaluator) : null;
      if (!handled || handled.names.has(ANY)) continue;
      for (const use of adds) {
        if (seen.has(use.node)) continue;
        seen.add(use.node);
        yield* unhandledIn(addedJobs(use, evaluator) ?? [], queue, handled, context);
      }
    }
  },
};

/** Processors that are named by a number. */
function* textsForNumbers({ file, workspace }: RuleContext): Iterable<RuleFinding> {
  const calls = new Set(
    workspace.queuesUsedIn(file.path).flatMap(({ roles }) => roles.processes.map(({ node }) => node)),
  );
  for (const call of calls) {
    const isHere = call.getSourceFile().fileName === file.path && ts.isCallExpression(call);
    const finding = isHere ? textForNumber(call) : null;
    if (finding) yield finding;
  }
}

function* unhandledIn(
  jobs: readonly AddedJob[],
  queue: Queue,
  handled: HandledNames,
  { file }: RuleContext,
): Iterable<RuleFinding> {
  const told = new Set<string>();
  for (const job of jobs) {
    const missing = stringsIn(job.name)?.find((name) => !handled.names.has(name));
    const key = `${missing} ${job.name.at.start}`;
    if (missing === undefined || told.has(key)) continue;
    told.add(key);
    const at = placeOf(job, missing, file.path);
    yield {
      start: at.start,
      end: at.end,
      about: { file: queue.file, ...queue.range },
      message: message(missing, stringIn(queue.name) ?? '', handled),
      related: handled.processors.map((processor) => ({ ...processor.at, message: 'A processor is here.' })),
    };
  }
}

/** The name as the file writes it in the call, or the call's method. */
function placeOf({ call, name }: AddedJob, missing: string, path: string): Location {
  const [first] = call.arguments;
  const isInCall = name.at.file === path && call.pos <= name.at.start && name.at.end <= call.end;
  const isNamed = missing !== DEFAULT_JOB_NAME;
  if (isNamed && isInCall) return name.at;
  const isBulk = ts.isPropertyAccessExpression(call.expression) && call.expression.name.text === 'addBulk';
  return locationOf(isNamed && first && !isBulk ? first : call.expression);
}

function message(name: string, queue: string, { names }: HandledNames): string {
  const fails = `fails with \`Missing process handler for job type ${name}\``;
  const taken = [...names].filter((each) => each !== DEFAULT_JOB_NAME).map((each) => `\`${each}\``);
  const listed = taken.length > MOST_NAMES ? `of ${taken.length} other names` : `named ${taken.join(', ')}`;
  if (name === DEFAULT_JOB_NAME) {
    return `A job without a name ${fails}: the processors of \`${queue}\` take only jobs ${listed}.`;
  }
  const rest = [
    ...(taken.length ? [`jobs ${listed}`] : []),
    ...(names.has(DEFAULT_JOB_NAME) ? ['jobs without a name'] : []),
  ];
  return `A job named \`${name}\` ${fails}: the processors of \`${queue}\` take only ${rest.join(' and ')}.`;
}
