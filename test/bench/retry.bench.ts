import { BullAdapter } from '@bull-board/api/bullAdapter';
import { retryAllHandler } from '@bull-board/api/dist/handlers/retryAll.js';
import type Bull from 'bull';
import type Redis from 'ioredis';
import { retryMany, surveyFailed, type FailedSurvey } from '../../src/queues';
import { Scope } from '../queues/support';
import { startRedis } from '../support/redis';
import { median, time, type BenchOptions, type Row } from './bench';

const ref = { prefix: 'bull', name: 'orders' };

/** Retry of all failed jobs: ours from the confirmation on, Bull's own `retryJobs`, and bull-board's retry-all. */
export default async function retry({ smoke }: BenchOptions): Promise<Row[]> {
  const jobs = smoke ? 100 : 10_000;
  const rounds = smoke ? 1 : 9;
  const server = await startRedis();
  const scope = new Scope(server);
  try {
    const admin = server.connect();
    const queue = await scope.failed(
      'orders',
      Array.from({ length: jobs }, (_, i) => (i % 2 ? `Missing lock for job ${i} finished` : 'boom')),
    );
    const failed = await snapshot(admin);
    const connection = scope.connection();
    const times = { survey: [] as number[], ours: [] as number[], bull: [] as number[], board: [] as number[] };
    let survey: Pick<FailedSurvey, 'ids' | 'finished'> = { ids: [], finished: [] };
    let accounted = true;
    for (let round = 0; round < rounds; round++) {
      await failed.restore();
      times.survey.push(await time(async () => (survey = await surveyFailed(connection, ref))));
      times.ours.push(
        await time(async () => {
          const { done } = await retryMany(connection, ref, survey.ids, { finishedToo: true });
          accounted &&= done.length === jobs;
        }),
      );
      accounted &&= (await queue.getWaitingCount()) === jobs;
      await failed.restore();
      times.bull.push(await time(() => (queue as Bull.Queue & { retryJobs(): Promise<void> }).retryJobs()));
      await failed.restore();
      times.board.push(await time(() => boardRetryAll(queue)));
    }
    const [our, bull, board] = [median(times.ours), median(times.bull), median(times.board)];
    return [
      {
        figure: `retry of ${jobs.toLocaleString('en')} failed jobs`,
        value: `${our.toFixed(0)} ms`,
        peer: `Bull's retryJobs ${bull.toFixed(0)} ms`,
        ratio: (our / bull).toFixed(2),
        reach: 'at most 1.5, every job accounted for',
        ok: our / bull <= 1.5 && accounted,
      },
      {
        figure: '',
        value: `${our.toFixed(0)} ms`,
        peer: `bull-board's retry-all ${board.toFixed(0)} ms`,
        ratio: `${(board / our).toFixed(1)} times faster`,
      },
      {
        figure: 'before it: which of them had finished (Missing lock)',
        value: `${median(times.survey).toFixed(0)} ms`,
        peer: `${survey.finished.length.toLocaleString('en')} of ${survey.ids.length.toLocaleString('en')}`,
      },
    ];
  } finally {
    await scope.close();
    await server.stop();
  }
}

/** The queue as its workers left it, to be put back before each round. */
async function snapshot(admin: Redis): Promise<{ restore(): Promise<void> }> {
  const keys = await admin.keysBuffer('*');
  const dump = admin.pipeline();
  for (const key of keys) dump.dumpBuffer(key);
  const values = ((await dump.exec()) ?? []).map(([, value]) => value as Buffer);
  return {
    async restore() {
      await admin.flushall();
      const restore = admin.pipeline();
      keys.forEach((key, i) => restore.restore(key, 0, values[i] as Buffer));
      await restore.exec();
    },
  };
}

function boardRetryAll(queue: Bull.Queue): Promise<unknown> {
  const request = {
    queues: new Map([[queue.name, new BullAdapter(queue)]]),
    params: { queueName: queue.name, queueStatus: 'failed' },
    query: {},
    body: {},
    headers: {},
  };
  return retryAllHandler(request as unknown as Parameters<typeof retryAllHandler>[0]);
}
