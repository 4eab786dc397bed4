import * as vscode from 'vscode';
import { nameOfCause } from '../../cause-words';
import { showInformationMessage } from '../../messages';
import type { FailedSurvey, JobId } from '../../queues';
import { nameOfQueues } from '../../actions/counted-queues';
import { together } from '../../actions/outcome';
import { isWorthAPace } from '../../actions/pace';
import { askRetry, leftBy, type AskedCause, type RetryAnswer } from '../../actions/retry-question';
import { complete } from '../../walkthrough';
import { WORDS } from '../../actions/words';
import { plural } from '../../words';
import { documentJob } from '../jobs/document-job';
import type { JobDocuments } from '../jobs/job-documents';
import type { CauseNode } from '../nodes/cause-node';
import { ConnectionNode } from '../nodes/connection-node';
import type { QueueFolder } from '../nodes/folders';
import { FoundNode } from '../nodes/found-node';
import type { JobNode } from '../nodes/job-node';
import { QueueNode } from '../nodes/queue-node';
import { SearchNode } from '../nodes/search-node';
import { SharedCauseNode } from '../nodes/shared-cause-node';
import type { StateNode } from '../nodes/state-node';
import type { QueuesTree } from '../queues-tree';
import { readEach } from '../read-each';
import { askAnswer } from './ask-answer';
import { chosenJobs, queuesIn, type Chosen, type Folder } from './chosen-jobs';
import { countedQueues, performAll, unsentOf, type Sure } from './perform-all';
import { tellOutcome } from './tell-outcome';
import { withCancel } from './with-cancel';

/** Failed jobs of one queue, and what a retry of them means. */
interface Surveyed extends Omit<Sure, 'ids'> {
  readonly survey: FailedSurvey;
}

/** Retrying failed jobs: one, a selection, those of a cause or a search, or all of a queue or of a connection. */
export class RetryCommands {
  constructor(
    private readonly tree: QueuesTree,
    private readonly documents: JobDocuments,
  ) {}

  /** On rows, or on the document of a job. */
  readonly retry = async (target: readonly JobNode[] | vscode.Uri) => {
    if (target instanceof vscode.Uri) {
      const { queue, id } = await documentJob(this.tree, target);
      return this.retryPicked(queue, [id]);
    }
    const jobs = target.filter(({ row }) => row.state === 'failed');
    if (jobs.length === 0) throw new Error('None of these jobs has failed.');
    const problems: string[] = [];
    for (const queue of new Set(jobs.map(({ queueNode }) => queueNode))) {
      const ids = jobs.filter((job) => job.queueNode === queue).map(({ row }) => row.id);
      // One queue's trouble is not the others'.
      await this.retryPicked(queue, ids).catch((error: Error) => problems.push(error.message));
    }
    if (problems.length > 0) throw new Error(problems.join(' '));
  };

  /** On what stands for all failed jobs below it: every one of them, after a confirmation. */
  readonly retryAll = async (target: Folder) => {
    const isOfSearch = target instanceof SearchNode || target instanceof FoundNode;
    const found = await withCancel('Counting the failed jobs…', async ({ signal }) => {
      const all = await (isOfSearch
        ? surveyChosen(await chosenJobs(target, ['failed'], signal), signal)
        : surveyQueues(queuesOf(target), signal));
      return signal.aborted ? null : all.filter(hasJobs);
    });
    if (!found) return;
    if (found.length > 0) return this.askAndRun(found, null, { isBulk: true, keys: null });
    if (target instanceof ConnectionNode || isOfSearch) {
      void showInformationMessage('There are no failed jobs.');
      return;
    }
    const [queue] = queuesOf(target);
    if (queue) await this.tree.refreshQueues([queue]);
    void showInformationMessage(`${queue?.queue.ref.name} has no failed jobs any more.`);
  };

  /** On a cause: the failed jobs that it is the cause of now, after a confirmation. */
  readonly retryCause = async (node: CauseNode | SharedCauseNode) => {
    const { group } = node;
    const surveyed = await withCancel('Counting the failed jobs of this cause…', async ({ signal }) => {
      const all = await surveyChosen(await node.jobsNow(), signal);
      return signal.aborted ? null : all.filter(hasJobs);
    });
    if (!surveyed) return;
    if (surveyed.length === 0) {
      const where = node instanceof SharedCauseNode ? 'There are' : `${node.queueNode.queue.ref.name} has`;
      void showInformationMessage(`${where} no failed jobs of this cause any more.`);
      return;
    }
    const cause = { name: nameOfCause(group), before: group.cause?.before ?? null };
    await this.askAndRun(surveyed, cause, { isBulk: true, keys: new Set([group.key]) });
  };

  /** One click retries what a person has picked, unless its work would be done twice, or there are many. */
  private async retryPicked(queue: QueueFolder, ids: readonly JobId[]): Promise<void> {
    const { connection } = queue;
    const { surveyJobs } = await import('../../queues');
    const survey = await surveyJobs(connection, queue.queue.ref, ids);
    const how = { isBulk: false, keys: null };
    const isAsked = survey.finished.length > 0 || isWorthAPace(ids.length);
    if (isAsked) return this.askAndRun([{ queue, connection, survey }], null, how);
    await this.run([{ queue, connection, ids }], { ...how, finishedToo: false, rate: null });
  }

  private async askAndRun(
    surveyed: readonly Surveyed[],
    cause: AskedCause | null,
    how: Pick<RunHow, 'isBulk' | 'keys'>,
  ): Promise<void> {
    if (surveyed.every(({ survey }) => survey.ids.length === 0)) {
      const left = together(surveyed.map(({ survey }) => leftBy(survey)));
      tellOutcome(left, WORDS.retry, 'failed');
      return this.tree.refreshQueues(surveyed.map(({ queue }) => queue));
    }
    const answer = await ask(surveyed, cause);
    if (answer) await this.run(jobsOf(surveyed, answer), { ...answer, ...how });
  }

  private async run(jobs: readonly Sure[], how: RunHow): Promise<void> {
    const { finishedToo, rate, isBulk, keys } = how;
    const { retryEach, retryMany } = await import('../../queues');
    const number = jobs.reduce((sum, { ids }) => sum + ids.length, 0);
    const title = `Retrying ${plural(number, 'job')} of ${nameOfQueues(countedQueues(jobs))}`;
    const start = () => (isBulk ? retryMany : retryEach);
    const performed = await performAll(jobs, { start, title, finishedToo, rate, keys, letsRun: true });
    const { outcomes = [], failedSince } = performed ?? {};
    const outcome = together(outcomes);
    // Before all else: to ask Redis again may take its time.
    tellOutcome(outcome, WORDS.retry, 'failed', { failedSince, goOn: () => this.run(unsentOf(jobs, outcomes), how) });
    if (outcome.done.length > 0) complete('retriedJobs');
    this.documents.refreshAll();
    await this.tree.refreshQueues(jobs.map(({ queue }) => queue));
  }
}

interface RunHow {
  readonly finishedToo: boolean;
  readonly rate: number | null;
  readonly isBulk: boolean;
  /** Of the groups that all of the jobs are of; null where that is not known. */
  readonly keys: ReadonlySet<string> | null;
}

/** Every failed job that was looked at. */
function jobsLookedAt({ ids, gone, locked }: FailedSurvey): JobId[] {
  return [...ids, ...gone, ...locked];
}

function hasJobs({ survey }: Surveyed): boolean {
  return jobsLookedAt(survey).length > 0;
}

/** Those of the jobs that the answer names, by their queues. */
function jobsOf(surveyed: readonly Surveyed[], { ids }: Pick<RetryAnswer, 'ids'>): Sure[] {
  const chosen = new Set(ids);
  return surveyed.map(({ survey, ...some }) => ({ ...some, ids: survey.ids.filter((id) => chosen.has(id)) }));
}

function queuesOf(target: ConnectionNode | QueueNode | StateNode): readonly QueueFolder[] {
  if (target instanceof ConnectionNode) return queuesIn(target, 'failed');
  return [target instanceof QueueNode ? target : target.parent];
}

async function surveyQueues(queues: readonly QueueFolder[], signal: AbortSignal): Promise<Surveyed[]> {
  const { surveyFailed } = await import('../../queues');
  return readEach(
    queues.map((queue) => ({ queue, connection: queue.connection })),
    async (of) => ({ ...of, survey: await surveyFailed(of.connection, of.queue.queue.ref, signal) }),
  );
}

async function surveyChosen(
  chosen: readonly Pick<Chosen, 'queue' | 'ids' | 'failedAt'>[],
  signal: AbortSignal,
): Promise<Surveyed[]> {
  const { surveyJobs } = await import('../../queues');
  return readEach(chosen, async ({ queue, ids, ...of }) => {
    const { connection } = queue;
    return { ...of, queue, connection, survey: await surveyJobs(connection, queue.queue.ref, ids, signal) };
  });
}

/** undefined where the person has left. */
async function ask(
  surveyed: readonly Surveyed[],
  cause: AskedCause | null,
): Promise<(RetryAnswer & Pick<RunHow, 'rate'>) | undefined> {
  const all = surveyed.map(({ survey }) => survey);
  const sum = (number: 'exhausted' | 'stalled' | 'prioritized') => all.reduce((total, each) => total + each[number], 0);
  const survey = {
    ...{ ids: all.flatMap(({ ids }) => ids), finished: all.flatMap(({ finished }) => finished) },
    ...{ gone: all.flatMap(({ gone }) => gone), locked: all.flatMap(({ locked }) => locked) },
    ...{ exhausted: sum('exhausted'), stalled: sum('stalled'), prioritized: sum('prioritized') },
  };
  const queues = countedQueues(surveyed.map(({ queue, survey }) => ({ queue, ids: jobsLookedAt(survey) })));
  const connection = surveyed[0]?.queue.parent.session.name ?? '';
  return askAnswer(askRetry(survey, queues, connection, cause));
}
