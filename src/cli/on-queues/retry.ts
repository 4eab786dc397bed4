import type { ActionOutcome, FailureCauses, JobId, MonitoredQueue } from '../../queues';
import { nameOfCause } from '../../cause-words';
import { describeLeft, describeOutcome, isWholeSuccess, jobsIn, together } from '../../actions/outcome';
import { describeRate, timeAtRate } from '../../actions/pace';
import { WORDS } from '../../actions/words';
import { leftBy } from '../../actions/retry-question';
import { unfinished } from '../../actions/unfinished';
import { retryWarnings } from '../../actions/retry-warnings';
import { count, plural } from '../../words';
import { UsageError } from '../usage';
import type { RetryArguments } from '../queue-arguments';
import type { Terminal } from '../terminal';
import { causeArgument, causesOf } from './causes';
import { ProgressLine } from './progress-line';
import { mustBeBull, queueNamed, type RedisSession } from './session';
import { untilStopped } from './until-stopped';

type Output = Pick<Terminal, 'out' | 'err' | 'isInteractive'>;

/** Asks a person. */
export type Ask = (question: string) => Promise<boolean>;

/** Retries failed jobs of a queue; answers whether all that was asked for was retried. `ask` is null where nobody is there. */
export async function retry(
  session: RedisSession,
  args: RetryArguments,
  terminal: Output,
  ask: Ask | null,
): Promise<boolean> {
  const { queues, connection } = session;
  const queue = await queueNamed(session, args.queue);
  mustBeBull(queue);
  const { ref } = queue;
  const groups = await groupsMeant(session, queue, args.cause);
  const failedAt = groups && new Map(groups.jobs.map(({ id, time }) => [id.key, time]));
  const survey = groups
    ? await queues.surveyJobs(
        connection,
        ref,
        groups.jobs.map(({ id }) => id),
      )
    : await queues.surveyFailed(connection, ref);
  const ineligible = leftBy(survey);
  const isFinishedToo = args.finishedToo || args.cause !== null;
  const left = isFinishedToo ? [] : survey.finished;
  const ids = isFinishedToo ? survey.ids : unfinished(survey);

  const cause = groups ? ` (${groups.name})` : '';
  const title = `${plural(ids.length, 'failed job')} of ${ref.name} on ${connection.spec.name}${cause}`;
  const notes = [
    groups?.before && `Do not retry yet. ${groups.before}`,
    describeLeft(ineligible, WORDS.retry, 'failed'),
    ...retryWarnings(survey),
    left.length > 0 && `They are left as they are: --finished-too retries them.`,
  ].filter((note) => typeof note === 'string');
  for (const note of notes) terminal.err(`${note}\n`);
  if (args.dryRun) return tellPlan(args, queue, { ids, left, ineligible }, title, terminal);
  if (ids.length > 0 && !args.yes) {
    if (!ask) throw new UsageError(`Would retry ${title}. Nobody is there to be asked: --yes retries without asking.`);
    if (!(await ask(`Retry ${title}${rateText(args.rate, ids.length)}?`))) {
      terminal.err('Nothing was retried.\n');
      return false;
    }
  }
  const line = new ProgressLine(terminal);
  let failedSince = 0;
  const done = await untilStopped((signal) =>
    queues.retryPaced(connection, queue, ids, {
      signal,
      rate: args.rate,
      finishedToo: isFinishedToo,
      ...(failedAt && { failedAt }),
      keys: groups?.keys ?? null,
      onProgress: (jobs, failed = 0) => {
        failedSince = failed;
        line.show(`Retrying: ${count(jobs)} of ${count(ids.length)}${failed > 0 ? `, ${count(failed)} failed` : ''}`);
      },
      onFailedAgain: async (failures) => {
        // Without a cause, any failure counts.
        line.say(`${plural(failures, 'job')} failed again: stopped.${groups ? ' The cause still stands.' : ''}`);
        return false;
      },
    }),
  );
  line.end();
  const outcome = together([done, ineligible]);
  if (args.format === 'json')
    terminal.out(`${JSON.stringify(outcomeJson(queue, left, outcome, failedSince), undefined, 2)}\n`);
  else terminal.out(`${describeOutcome(outcome, WORDS.retry, 'failed', failedSince)}\n`);
  return left.length === 0 && failedSince === 0 && (jobsIn(outcome) === 0 || isWholeSuccess(outcome));
}

interface Plan {
  readonly ids: readonly JobId[];
  /** Those that had finished, and are not wanted. */
  readonly left: readonly JobId[];
  readonly ineligible: ActionOutcome;
}

function tellPlan(
  { rate, format }: RetryArguments,
  { ref }: MonitoredQueue,
  { ids, left, ineligible: { gone, locked } }: Plan,
  title: string,
  terminal: Output,
): boolean {
  const counts = { eligible: ids.length, finished: left.length, gone: gone.length, locked: locked.length };
  const plan = { queue: ref.name, prefix: ref.prefix, ...counts };
  terminal.out(
    format === 'json'
      ? `${JSON.stringify(plan, undefined, 2)}\n`
      : `Would retry ${title}${rateText(rate, ids.length)}.\n`,
  );
  return true;
}

function rateText(rate: number | null, jobs: number): string {
  return rate === null || jobs === 0 ? '' : ` at ${describeRate(rate)} (about ${timeAtRate(rate, jobs)})`;
}

interface GroupsMeant {
  readonly name: string;
  readonly before: string | null;
  readonly keys: ReadonlySet<string>;
  readonly jobs: readonly { readonly id: JobId; readonly time: number }[];
}

/** null where no cause is asked for. @throws UsageError where no failed job has it */
async function groupsMeant(
  session: RedisSession,
  queue: MonitoredQueue,
  cause: string | null,
): Promise<GroupsMeant | null> {
  if (cause === null) return null;
  const causes = await causesOf(session, queue, Infinity);
  const found = (causes.groups ?? []).filter((group) => [group.cause?.id, group.pattern, group.key].includes(cause));
  const [first] = found;
  if (!first) throw new UsageError(noSuchCause(queue, cause, causes));
  const jobs = found.flatMap((group) => causes.jobsOf(group)).sort((a, b) => a.time - b.time);
  return {
    name: found.length === 1 ? nameOfCause(first) : (first.cause?.title ?? first.pattern),
    before: first.cause?.before ?? null,
    keys: new Set(found.map(({ key }) => key)),
    jobs: jobs.map(({ id, time }) => ({ id: session.queues.jobId(id), time })),
  };
}

function noSuchCause({ ref }: MonitoredQueue, cause: string, causes: FailureCauses): string {
  const groups = causes.groups ?? [];
  const known = groups.map((group) => causeArgument(group, groups));
  const choice = known.length > 0 ? ` There are: ${[...new Set(known)].join(', ')}.` : '';
  return `No failed job of ${ref.name} has the cause '${cause}'.${choice}`;
}

function outcomeJson({ ref }: MonitoredQueue, left: readonly JobId[], outcome: ActionOutcome, failedSince: number) {
  const { problem, done, ...others } = outcome;
  const ends = Object.entries(others).filter(([end]) => end !== 'repeats');
  const texts = (list: readonly JobId[]) => list.map(({ text }) => text);
  return {
    queue: ref.name,
    prefix: ref.prefix,
    asked: jobsIn(outcome),
    retried: texts(done),
    // No failed job is the next run of a repeatable one.
    ...Object.fromEntries(ends.map(([end, list]) => [end, texts(list)])),
    leftFinished: texts(left),
    failedSince,
    problem: problem?.message ?? null,
  };
}
