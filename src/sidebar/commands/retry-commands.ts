import * as vscode from 'vscode';
import type { JobId, RedisConnection, RetryOutcome, RetryProgress } from '../../queues';
import type { JobDocuments } from '../jobs/job-documents';
import { jobAddress } from '../jobs/job-uri';
import { JobNode } from '../nodes/job-node';
import { QueueNode } from '../nodes/queue-node';
import { StateNode } from '../nodes/state-node';
import type { QueuesTree } from '../queues-tree';
import { count, plural } from '../words';
import { showInformationMessage, showWarningMessage, withProgress } from '../../messages';
import { describeOutcome, isWholeSuccess } from './retry-outcome';

/** Retrying failed jobs: one, a selection, or all of a queue. */
export class RetryCommands {
  constructor(
    private readonly tree: QueuesTree,
    private readonly documents: JobDocuments,
  ) {}

  /** On a row, on a selection of rows, or on the document of a job. */
  readonly retry = async (target?: unknown, selection?: unknown) => {
    const uri = target instanceof vscode.Uri ? target : target ? null : vscode.window.activeTextEditor?.document.uri;
    if (uri) return this.retryDocument(uri);
    const nodes = (Array.isArray(selection) && selection.length > 0 ? selection : [target]) as unknown[];
    const jobs = nodes.filter((node): node is JobNode => node instanceof JobNode && isRetryable(node));
    for (const queue of new Set(jobs.map((job) => job.parent.parent))) {
      await this.retryRows(
        queue,
        jobs.filter((job) => job.parent.parent === queue),
      );
    }
  };

  /** On the Failed folder or on the queue: every failed job of it, after a confirmation. */
  readonly retryAll = async (target?: unknown) => {
    const queue = target instanceof StateNode ? target.parent : target;
    if (!(queue instanceof QueueNode) || !queue.isWritable) return;
    const { connection } = queue.parent.session;
    if (!connection) return;
    const { ref } = queue.queue;
    const { surveyFailed, retryMany } = await import('../../queues');
    const survey = await withCancel(`Counting the failed jobs of ${ref.name}…`, ({ signal }) =>
      surveyFailed(connection, ref, signal),
    );
    if (!survey) return;
    if (survey.ids.length === 0) {
      await this.tree.refreshQueue(queue);
      void showInformationMessage(`${ref.name} has no failed jobs any more.`);
      return;
    }
    const chosen = await confirmAll(queue, survey.ids, survey.alreadyFinished);
    if (chosen) await this.run(queue, connection, chosen, retryMany);
  };

  private async retryRows(queue: QueueNode, jobs: readonly JobNode[]): Promise<void> {
    const { connection } = queue.parent.session;
    if (!connection) return;
    const { retryEach } = await import('../../queues');
    const ids = jobs.map(({ row }) => row.id);
    const finished = jobs.filter((job) => job.alreadyFinished).map(({ row }) => row.id);
    const chosen = finished.length > 0 ? await confirmFinished(queue, ids, finished) : ids;
    if (chosen) await this.run(queue, connection, chosen, retryEach);
  }

  private async retryDocument(uri: vscode.Uri): Promise<void> {
    const address = jobAddress(uri);
    const queue = address && (await this.tree.findQueue(address.connection, address.prefix, address.queue));
    const connection = queue?.parent.session.connection;
    if (!address || !connection || !queue.isWritable) return;
    const { retryEach, readJob, jobIdFromKey } = await import('../../queues');
    const { failureCause } = await import('../../bull/failures');
    const id = jobIdFromKey(address.id);
    const job = await connection.run((redis) => readJob(redis, queue.queue, id));
    const isFinished = failureCause(job?.fields.get('failedReason')?.text ?? '')?.alreadyFinished === true;
    const chosen = isFinished ? await confirmFinished(queue, [id], [id]) : [id];
    if (chosen) await this.run(queue, connection, chosen, retryEach);
  }

  private async run(queue: QueueNode, connection: RedisConnection, ids: readonly JobId[], retry: Retry): Promise<void> {
    const { ref } = queue.queue;
    const title = `Retrying ${plural(ids.length, 'job')} of ${ref.name}`;
    const outcome = await withCancel(title, (progress) => retry(connection, ref, ids, progress), ids.length);
    await this.tree.refreshQueue(queue);
    this.documents.refreshAll();
    const message = describeOutcome(outcome);
    if (isWholeSuccess(outcome)) void showInformationMessage(message);
    else void showWarningMessage(message);
  }
}

type Retry = (
  connection: RedisConnection,
  queue: { readonly prefix: string; readonly name: string },
  ids: readonly JobId[],
  progress: RetryProgress,
) => Promise<RetryOutcome>;

function isRetryable(job: JobNode): boolean {
  return job.row.state === 'failed' && job.parent.parent.isWritable;
}

/** Which of all failed jobs to retry; undefined where the person has left. */
async function confirmAll(
  queue: QueueNode,
  ids: readonly JobId[],
  finished: readonly JobId[],
): Promise<readonly JobId[] | undefined> {
  const question = `Retry ${plural(ids.length, 'failed job')} of ${where(queue)}?`;
  if (finished.length > 0) return askAboutFinished(question, ids, finished);
  const verb = `Retry ${count(ids.length)}`;
  const choice = await showWarningMessage(question, { modal: true }, verb);
  return choice === verb ? ids : undefined;
}

function confirmFinished(
  queue: QueueNode,
  ids: readonly JobId[],
  finished: readonly JobId[],
): Promise<readonly JobId[] | undefined> {
  const [id] = ids;
  const what = ids.length === 1 && id ? `job ${id.text}` : plural(ids.length, 'failed job');
  return askAboutFinished(`Retry ${what} of ${where(queue)}?`, ids, finished);
}

async function askAboutFinished(
  question: string,
  ids: readonly JobId[],
  finished: readonly JobId[],
): Promise<readonly JobId[] | undefined> {
  const finishedKeys = new Set(finished.map(({ key }) => key));
  const rest = ids.filter(({ key }) => !finishedKeys.has(key));
  const allOf = ids.length === 1 ? 'It' : finished.length === ids.length ? 'All of them' : count(finished.length);
  const them = rest.length === 0 ? '' : ' of them';
  const detail =
    `${allOf}${them} had already finished (Missing lock): the handler succeeded, ` +
    'but its lock had expired by then. To retry means to do the work twice.';
  const some = `Retry ${count(rest.length)}`;
  const all = ids.length === 1 ? 'Retry Anyway' : `Retry All ${count(ids.length)}`;
  const buttons = rest.length > 0 ? [some, all] : [all];
  const choice = await showWarningMessage(question, { modal: true, detail }, ...buttons);
  return choice === all ? ids : choice === some ? rest : undefined;
}

function where(queue: QueueNode): string {
  return `${queue.queue.ref.name} on ${queue.parent.session.name}`;
}

/** Runs with a notification that can cancel it; how far it is, where the total is known. */
function withCancel<T>(
  title: string,
  run: (progress: RetryProgress & { signal: AbortSignal }) => Promise<T>,
  total?: number,
): Thenable<T> {
  return withProgress({ title, cancellable: true }, (progress, token) => {
    const cancel = new AbortController();
    token.onCancellationRequested(() => cancel.abort());
    let before = 0;
    const onProgress = (done: number) => {
      if (total === undefined) return;
      progress.report({ message: `${count(done)} of ${count(total)}`, increment: ((done - before) / total) * 100 });
      before = done;
    };
    return run({ signal: cancel.signal, onProgress });
  });
}
