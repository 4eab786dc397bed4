import * as vscode from 'vscode';
import { nameOfCause } from '../../cause-words';
import { showInformationMessage, showWarningMessage } from '../../messages';
import type { ActionOutcome, FailedSurvey, JobId, RedisConnection, RetryOptions } from '../../queues';
import { together } from '../../actions/outcome';
import { askRetry, type AskedCause, type RetryAnswer } from '../../actions/retry-question';
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
import type { StateNode } from '../nodes/state-node';
import type { QueuesTree } from '../queues-tree';
import { askToGoOn } from './ask-to-go-on';
import { chosenJobs } from './chosen-jobs';
import { tellOutcome } from './tell-outcome';
import { withCancel } from './with-cancel';

/** Rows that stand for all failed jobs below them. */
export type RetryableFolder = ConnectionNode | QueueNode | StateNode | FoundNode | SearchNode;

/** Failed jobs of one queue, and what a retry of them means. */
interface Surveyed extends Pick<RetryOptions, 'failedAt'> {
  readonly queue: QueueFolder;
  /** As it was before the question: what is asked about it holds for no other. */
  readonly connection: RedisConnection;
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
  readonly retryAll = async (target: RetryableFolder) => {
    const isOfSearch = target instanceof SearchNode || target instanceof FoundNode;
    const found = await withCancel('Counting the failed jobs…', async ({ signal }) => {
      const all = await (isOfSearch ? surveyFound(target, signal) : surveyQueues(queuesOf(target), signal));
      return signal.aborted ? null : all.filter(({ survey }) => survey.ids.length > 0);
    });
    if (!found) return;
    if (found.length > 0) return this.askAndRun(found, null, null);
    if (target instanceof ConnectionNode || isOfSearch) {
      void showInformationMessage('There are no failed jobs any more.');
      return;
    }
    const [queue] = queuesOf(target);
    if (queue) await this.tree.refreshQueue(queue);
    void showInformationMessage(`${queue?.queue.ref.name} has no failed jobs any more.`);
  };

  /** On a cause: the failed jobs that it is the cause of now, after a confirmation. */
  readonly retryCause = async (node: CauseNode) => {
    const { queueNode: queue, group } = node;
    const { connection } = queue;
    const { surveyJobs } = await import('../../queues');
    const surveyed = await withCancel('Counting the failed jobs of this cause…', async ({ signal }) => {
      const { ids, failedAt } = await node.jobsNow();
      const survey = await surveyJobs(connection, queue.queue.ref, ids, signal);
      return signal.aborted ? null : { queue, connection, survey, failedAt };
    });
    if (!surveyed) return;
    if (surveyed.survey.ids.length === 0) {
      void showInformationMessage(`${queue.queue.ref.name} has no failed jobs of this cause any more.`);
      return;
    }
    const cause = { name: nameOfCause(group), before: group.cause?.before ?? null };
    await this.askAndRun([surveyed], cause, new Set([group.key]));
  };

  /** One click retries what a person has picked, unless its work would be done twice. */
  private async retryPicked(queue: QueueFolder, ids: readonly JobId[]): Promise<void> {
    const { connection } = queue;
    const { surveyJobs } = await import('../../queues');
    const survey = await surveyJobs(connection, queue.queue.ref, ids);
    const picked = [{ queue, connection, survey }];
    const answer = survey.finished.length > 0 ? await ask(picked, null) : { ids, finishedToo: false };
    if (answer) await this.run(picked, answer, { isBulk: false, keys: null });
  }

  /** @param keys of the groups that all of the jobs are of, where that is known */
  private async askAndRun(
    surveyed: readonly Surveyed[],
    cause: AskedCause | null,
    keys: ReadonlySet<string> | null,
  ): Promise<void> {
    const answer = await ask(surveyed, cause);
    if (answer) await this.run(surveyed, answer, { isBulk: true, keys });
  }

  private async run(
    surveyed: readonly Surveyed[],
    { ids, finishedToo, rate = undefined }: Pick<RetryAnswer, 'ids' | 'finishedToo' | 'rate'>,
    { isBulk, keys }: { readonly isBulk: boolean; readonly keys: ReadonlySet<string> | null },
  ): Promise<void> {
    const { atPace, retryEach, retryMany } = await import('../../queues');
    const retry = atPace(isBulk ? retryMany : retryEach);
    const chosen = new Set(ids);
    const title = `Retrying ${plural(ids.length, 'job')} of ${surveyed.map(({ queue }) => queue.queue.ref.name).join(', ')}`;
    const outcomes = await withCancel(
      title,
      async ({ signal, onProgress }) => {
        const done: ActionOutcome[] = [];
        let before = 0;
        for (const { queue, connection, survey, failedAt } of surveyed) {
          const ofQueue = survey.ids.filter((id) => chosen.has(id));
          const pace = { rate: rate ?? null, keys, onFailedAgain: askToGoOn };
          const progress = { signal, onProgress: (jobs: number) => onProgress?.(before + jobs) };
          const options = { ...progress, ...pace, finishedToo, ...(failedAt && { failedAt }) };
          done.push(await retry(connection, queue.queue, ofQueue, options));
          before += ofQueue.length;
        }
        return done;
      },
      ids.length,
    );
    const outcome = together(outcomes);
    // Before all else: to ask Redis again may take its time.
    tellOutcome(outcome, WORDS.retry, 'failed');
    if (outcome.done.length > 0) complete('retriedJobs');
    this.documents.refreshAll();
    for (const { queue } of surveyed) await this.tree.refreshQueue(queue);
  }
}

function queuesOf(target: ConnectionNode | QueueNode | StateNode): readonly QueueFolder[] {
  if (target instanceof ConnectionNode) {
    const queues = target.children().filter((node) => node instanceof QueueNode);
    return queues.filter(({ queue, isWritable }) => isWritable && queue.snapshot?.counts.failed !== 0);
  }
  return [target instanceof QueueNode ? target : target.parent];
}

async function surveyQueues(queues: readonly QueueFolder[], signal: AbortSignal): Promise<Surveyed[]> {
  const { surveyFailed } = await import('../../queues');
  const surveyed: Surveyed[] = [];
  for (const queue of queues) {
    if (signal.aborted) break;
    const { connection } = queue;
    surveyed.push({ queue, connection, survey: await surveyFailed(connection, queue.queue.ref, signal) });
  }
  return surveyed;
}

async function surveyFound(rows: FoundNode | SearchNode, signal: AbortSignal): Promise<Surveyed[]> {
  const { surveyJobs } = await import('../../queues');
  const surveyed: Surveyed[] = [];
  for (const { queue, ids } of await chosenJobs(rows, ['failed'], signal)) {
    const { connection } = queue;
    surveyed.push({ queue, connection, survey: await surveyJobs(connection, queue.queue.ref, ids, signal) });
  }
  return surveyed;
}

/** undefined where the person has left. */
async function ask(surveyed: readonly Surveyed[], cause: AskedCause | null): Promise<RetryAnswer | undefined> {
  const all = surveyed.map(({ survey }) => survey);
  const sum = (number: 'exhausted' | 'stalled' | 'prioritized') => all.reduce((total, each) => total + each[number], 0);
  const survey = {
    ...{ ids: all.flatMap(({ ids }) => ids), finished: all.flatMap(({ finished }) => finished) },
    ...{ exhausted: sum('exhausted'), stalled: sum('stalled'), prioritized: sum('prioritized') },
  };
  const queues = surveyed.map(({ queue, survey: { ids } }) => ({ name: queue.queue.ref.name, jobs: ids.length }));
  const connection = surveyed[0]?.queue.parent.session.name ?? '';
  const { message, detail, answers } = askRetry(survey, queues, connection, cause);
  const options = { modal: true, ...(detail !== undefined && { detail }) };
  const choice = await showWarningMessage(message, options, ...answers.map(({ title }) => title));
  return answers.find(({ title }) => title === choice);
}
