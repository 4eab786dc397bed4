import * as vscode from 'vscode';
import type { FailedSurvey, JobId, RedisConnection, retryEach, RetryOptions } from '../../queues';
import type { JobDocuments } from '../jobs/job-documents';
import { documentJob } from '../jobs/document-job';
import type { CauseNode } from '../nodes/cause-node';
import { nameOfCause } from '../../cause-words';
import type { JobNode } from '../nodes/job-node';
import type { QueueFolder } from '../nodes/folders';
import { StateNode } from '../nodes/state-node';
import type { QueuesTree } from '../queues-tree';
import { plural } from '../../words';
import { showInformationMessage, showWarningMessage } from '../../messages';
import { WORDS } from '../../actions/words';
import { complete } from '../../walkthrough';
import { askRetry, type AskedCause, type RetryAnswer } from '../../retry/question';
import { tellOutcome } from './tell-outcome';
import { withCancel } from './with-cancel';

/** Retrying failed jobs: one, a selection, or all of a queue. */
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

  /** On the Failed folder or on the queue: every failed job of it, after a confirmation. */
  readonly retryAll = async (target: QueueFolder | StateNode) => {
    const queue = target instanceof StateNode ? target.parent : target;
    const connection = queue.connection;
    const { ref } = queue.queue;
    const { surveyFailed } = await import('../../queues');
    const title = `Counting the failed jobs of ${ref.name}…`;
    const survey = await withCancel(title, async ({ signal }) => {
      const found = await surveyFailed(connection, ref, signal);
      return signal.aborted ? null : found;
    });
    if (!survey) return;
    if (survey.ids.length === 0) {
      await this.tree.refreshQueue(queue);
      void showInformationMessage(`${ref.name} has no failed jobs any more.`);
      return;
    }
    const answer = await ask(queue, survey);
    if (answer) await this.run(queue, connection, answer, await bulkRetry(queue, answer, null));
  };

  /** On a cause: the failed jobs that it is the cause of now, after a confirmation. */
  readonly retryCause = async (node: CauseNode) => {
    const { queueNode: queue, group } = node;
    const connection = queue.connection;
    const { ref } = queue.queue;
    const { surveyJobs } = await import('../../queues');
    let failedAt: ReadonlyMap<string, number> = new Map();
    const survey = await withCancel('Counting the failed jobs of this cause…', async ({ signal }) => {
      const jobs = await node.jobsNow();
      failedAt = jobs.failedAt;
      const found = await surveyJobs(connection, ref, jobs.ids, signal);
      return signal.aborted ? null : found;
    });
    if (!survey) return;
    if (survey.ids.length === 0) {
      void showInformationMessage(`${ref.name} has no failed jobs of this cause any more.`);
      return;
    }
    const cause = { name: nameOfCause(group), before: group.cause?.before ?? null };
    const answer = await ask(queue, survey, cause);
    if (!answer) return;
    await this.run(queue, connection, { ...answer, failedAt }, await bulkRetry(queue, answer, new Set([group.key])));
  };

  /** One click retries what a person has picked, unless its work would be done twice. */
  private async retryPicked(queue: QueueFolder, ids: readonly JobId[]): Promise<void> {
    const connection = queue.connection;
    const { retryEach, surveyJobs } = await import('../../queues');
    const survey = await surveyJobs(connection, queue.queue.ref, ids);
    const answer = survey.finished.length > 0 ? await ask(queue, survey) : { ids, finishedToo: false };
    if (answer) await this.run(queue, connection, answer, retryEach);
  }

  private async run(
    queue: QueueFolder,
    connection: RedisConnection,
    { ids, finishedToo, failedAt }: Pick<RetryAnswer, 'ids' | 'finishedToo'> & Pick<RetryOptions, 'failedAt'>,
    retry: typeof retryEach,
  ): Promise<void> {
    const { ref } = queue.queue;
    const title = `Retrying ${plural(ids.length, 'job')} of ${ref.name}`;
    const outcome = await withCancel(
      title,
      (progress) => retry(connection, ref, ids, { ...progress, finishedToo, ...(failedAt && { failedAt }) }),
      ids.length,
    );
    // Before all else: to ask Redis again may take its time.
    tellOutcome(outcome, WORDS.retry, 'failed');
    if (outcome.done.length > 0) complete('retriedJobs');
    this.documents.refreshAll();
    await this.tree.refreshQueue(queue);
  }
}

/** As fast as Redis goes, or at the rate of the answer; `causes` are those that all of the jobs have, where that is known. */
async function bulkRetry(
  { queue }: QueueFolder,
  { rate }: RetryAnswer,
  causes: ReadonlySet<string> | null,
): Promise<typeof retryEach> {
  const { retryMany, retryPaced } = await import('../../queues');
  if (rate === undefined) return retryMany;
  return (connection, _, ids, options) =>
    retryPaced(connection, queue, ids, { ...options, rate, keys: causes, onFailedAgain: askToGoOn });
}

async function askToGoOn(failures: number): Promise<boolean> {
  const question = `Paused: ${plural(failures, 'job')} that ${failures === 1 ? 'was' : 'were'} retried failed again. Go on?`;
  return (await showWarningMessage(question, { modal: true }, 'Go On')) === 'Go On';
}

/** undefined where the person has left. */
async function ask(
  queue: QueueFolder,
  survey: FailedSurvey,
  cause: AskedCause | null = null,
): Promise<RetryAnswer | undefined> {
  const { message, detail, answers } = askRetry(survey, queue.queue.ref.name, queue.parent.session.name, cause);
  const options = { modal: true, ...(detail !== undefined && { detail }) };
  const choice = await showWarningMessage(message, options, ...answers.map(({ title }) => title));
  return answers.find(({ title }) => title === choice);
}
