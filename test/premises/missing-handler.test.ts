import assert from 'node:assert/strict';
import { waitFor } from '../support/wait-for';
import { premise } from './support/premise';

premise('missing-handler', (ground) => {
  type Processors = 'default' | 'named' | 'any';

  /** What becomes of a job, named or not, where the queue has these processors. */
  async function reasonOf(jobName: string | null, processors: readonly Processors[]): Promise<string | undefined> {
    const queue = ground.bull.queue('mail');
    if (processors.includes('default')) void queue.process(async () => undefined);
    if (processors.includes('named')) void queue.process('welcome', async () => undefined);
    if (processors.includes('any')) void queue.process('*', async () => undefined);
    const job = await (jobName === null ? queue.add({}) : queue.add(jobName, {}));
    await waitFor(async () => (await job.isCompleted()) || (await job.isFailed()), { message: 'the job to end' });
    const { failedReason } = (await queue.getJob(job.id))!;
    await queue.close(true);
    return failedReason;
  }

  const missing = (name: string) => `Missing process handler for job type ${name}`;

  it('a job of another name fails', async () => {
    assert.equal(await reasonOf('reminder', ['named']), missing('reminder'));
  });
  it('the default processor is no processor of named jobs', async () => {
    assert.equal(await reasonOf('reminder', ['default']), missing('reminder'));
  });
  it('a named processor is none of jobs without a name', async () => {
    assert.equal(await reasonOf(null, ['named']), missing('__default__'));
  });
  it('a processor for * takes them all, and each its own', async () => {
    assert.equal(await reasonOf('reminder', ['named', 'any']), undefined);
    assert.equal(await reasonOf(null, ['any']), undefined);
    assert.equal(await reasonOf('welcome', ['named']), undefined);
    assert.equal(await reasonOf(null, ['default']), undefined);
  });

  it('text that is meant for a concurrency is a name, or is refused beside one', async () => {
    const queue = ground.bull.queue('mail');
    void queue.process('5', async () => undefined);
    const job = await queue.add({});
    await waitFor(() => job.isFailed(), { message: 'the job to fail' });
    assert.equal((await queue.getJob(job.id))?.failedReason, missing('__default__'));
    await assert.rejects(
      queue.process('a', '5' as never, async () => undefined),
      /Cannot set Float as concurrency/,
    );
  });
});
