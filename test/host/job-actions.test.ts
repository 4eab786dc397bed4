import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { JOB_STATES } from '../../src/bull/states';
import { parseQuery } from '../../src/queues';
import { AddCommands } from '../../src/sidebar/commands/add-commands';
import { JobActions } from '../../src/sidebar/commands/job-actions';
import { QueueActions } from '../../src/sidebar/commands/queue-actions';
import { RetryCommands } from '../../src/sidebar/commands/retry-commands';
import { EditedDocuments } from '../../src/sidebar/jobs/edited-documents';
import type { JobDocuments } from '../../src/sidebar/jobs/job-documents';
import { ConnectionNode } from '../../src/sidebar/nodes/connection-node';
import { SharedCauseNode } from '../../src/sidebar/nodes/shared-cause-node';
import type { SearchNode } from '../../src/sidebar/nodes/search-node';
import { StateNode } from '../../src/sidebar/nodes/state-node';
import { QueuesTree } from '../../src/sidebar/queues-tree';
import { BullJobs } from '../support/bull';
import { type RedisServer, startRedis } from '../support/redis';
import { waitFor } from '../support/wait-for';
import { ConnectionsInMemory, entryOf } from './connections-in-memory';
import { Person } from './person';

describe('what is done to jobs from rows', () => {
  let redis: RedisServer;
  let jobs: BullJobs;
  let connections: ConnectionsInMemory;
  let tree: QueuesTree;
  let person: Person;
  const documents = { refreshAll: () => undefined } as unknown as JobDocuments;

  before(async () => (redis = await startRedis()));
  after(() => redis.stop());
  beforeEach(async () => {
    await redis.connect().flushall();
    jobs = new BullJobs(redis);
    connections = new ConnectionsInMemory();
    tree = new QueuesTree(connections.sessions);
  });
  afterEach(async () => {
    person.leave();
    tree.dispose();
    connections.dispose();
    await jobs.close();
  });

  const session = () => connections.sessions.all[0] ?? assert.fail('There is no session');
  const connect = async (): Promise<ConnectionNode> => {
    await connections.set(entryOf(redis));
    await connections.sessions.watch();
    await waitFor(() => session().monitor?.isComplete, { message: 'the queues' });
    const [node] = await tree.getChildren();
    assert.ok(node instanceof ConnectionNode);
    node.children();
    return node;
  };
  const queueRow = async (name: string) => {
    await connect();
    return (await tree.findQueue('staging', 'bull', name)) ?? assert.fail(`no ${name}`);
  };
  const find = async (query: string): Promise<SearchNode> => {
    const connection = await connect();
    const search = session().searches!.add(parseQuery(query), {
      ...{ queues: session().monitor!.queues, states: JOB_STATES },
    });
    await search.run();
    connection.children();
    const row = connection.searchNode(search) ?? assert.fail('no row');
    row.children();
    return row;
  };
  const counts = async (name: string) => {
    const { failed, waiting, delayed } = await jobs.queue(name).getJobCounts();
    return { failed, waiting, delayed };
  };

  it('a retry of a connection names each queue with its number, and leaves out what had finished', async () => {
    await jobs.fail('orders', 2, new Error('no stock'));
    await jobs.failWithMissingLock('mail', 1);
    await jobs.wait('idle', 1);
    const connection = await connect();
    assert.match(connection.item().contextValue ?? '', /\bconnected\b.*\bretryAll\b/);
    person = new Person(['Retry 2']);
    await new RetryCommands(tree, documents).retryAll(connection);
    const [{ message, detail, buttons }] = person.asked as [Person['asked'][0]];
    assert.equal(message, 'Retry 3 failed jobs of 2 queues on staging?');
    assert.match(detail, /^2 of orders, 1 of mail\.\n\n1 of them had already finished/);
    assert.deepEqual(buttons, ['Retry 2', 'Retry All 3']);
    assert.deepEqual(person.told, ['Retried 2 jobs.']);
    assert.deepEqual([(await counts('orders')).waiting, (await counts('mail')).failed], [2, 1]);
  });

  it('every action works on what a search has found', async () => {
    await jobs.fail('orders', [{ orderId: 42 }, { orderId: 7 }], new Error('no stock'));
    await jobs.fail('mail', [{ orderId: 42 }], new Error('no address'));
    await jobs.wait('mail', [{ orderId: 42 }], { delay: 3_600_000 });
    const row = await find('orderId = 42');
    const tokens = row.item().contextValue?.split(' ') ?? [];
    for (const token of ['search', 'ended', 'failed', 'delayed', 'retryAll', 'remove'])
      assert.ok(tokens.includes(token));
    const actions = new JobActions(tree, documents);

    person = new Person(['mail', 'Copy 3']);
    await actions.copy(row);
    assert.equal(person.asked[0]?.message, 'Copy 3 failed and delayed jobs of 2 queues to mail on staging?');
    assert.match(person.asked[0]?.detail ?? '', /^2 of mail, 1 of orders\.\n\nCopied are name, data and options/);
    assert.deepEqual(await counts('mail'), { failed: 1, waiting: 2, delayed: 2 });
    person.leave();

    person = new Person(['Promote 1', 'Retry 2', 'Remove 1']);
    await actions.on('promote')(row);
    await actions.on('retryAsNew')(row);
    assert.deepEqual(await counts('orders'), { failed: 1, waiting: 1, delayed: 0 });
    const other = await find('orderId = 7');
    await actions.on('remove')(other);
    assert.deepEqual(await counts('orders'), { failed: 0, waiting: 1, delayed: 0 });
    assert.deepEqual(person.told, ['Promoted 1 job.', 'Retried 2 jobs as new.', 'Removed 1 job.']);
    await actions.on('remove')(other);
    assert.equal(person.told.at(-1), 'There are no such jobs.');
  });

  it('what waits for its next attempt is discarded, and stands among the failed ones at once', async () => {
    const worker = jobs.queue('orders');
    void worker.process(() => Promise.reject(new Error('no stock')));
    await jobs.wait('orders', 2, { attempts: 2, backoff: 3_600_000 });
    await waitFor(async () => (await worker.getDelayedCount()) === 2, { message: 'the first attempts to fail' });
    await worker.close(true);
    const orders = await queueRow('orders');
    const delayed = orders.children().find((node) => node instanceof StateNode && node.state === 'delayed');
    assert.match(delayed?.item().contextValue ?? '', /\bdelayed some\b.*\bdiscard\b/);
    person = new Person(['Discard 2']);
    await new JobActions(tree, documents).on('discard')(delayed as StateNode);
    assert.equal(person.asked[0]?.message, 'Discard 2 delayed jobs of orders on staging?');
    assert.match(person.asked[0]?.detail ?? '', /^They are moved to Failed without running\./);
    assert.deepEqual(person.told, ['Discarded 2 jobs.']);
    assert.deepEqual(await counts('orders'), { failed: 2, waiting: 0, delayed: 0 });
    assert.match(String(orders.item().description), /^2 failed\b/);
  });

  it('retry as new, promote and the removal of old jobs reach all queues of a connection, or one', async () => {
    await jobs.fail('orders', 2, new Error('no stock'));
    await jobs.fail('mail', 1, new Error('no address'));
    await jobs.wait('mail', 1, { delay: 3_600_000 });
    await jobs.wait('orders', 1, { delay: 3_600_000 });
    const connection = await connect();
    const actions = new JobActions(tree, documents);
    person = new Person([
      'Promote 2',
      'Promote 1',
      'Retry 3',
      '3 waiting',
      'At any time',
      'Remove 3',
      '2 failed',
      'More than 1 hour ago',
    ]);
    const mail = await queueRow('mail');
    await jobs.wait('mail', 1, { delay: 3_600_000 });
    await session().refresh();
    await actions.on('promote')(mail);
    assert.equal(person.asked[0]?.message, 'Promote 2 delayed jobs of mail on staging?');
    await actions.on('promote')(connection);
    assert.equal(person.asked[1]?.message, 'Promote job 3 of orders on staging?');
    await actions.on('retryAsNew')(connection);
    assert.equal(person.asked[2]?.message, 'Retry 3 failed jobs of 2 queues on staging as new?');
    assert.match(person.asked[2]?.detail ?? '', /^2 of orders, 1 of mail\.\n\nThey begin anew/);
    await actions.clean(await queueRow('mail'));
    assert.equal(person.asked[3]?.message, 'Remove 3 waiting jobs of mail on staging?');
    assert.deepEqual(await counts('mail'), { failed: 0, waiting: 0, delayed: 0 });
    assert.deepEqual(await counts('orders'), { failed: 0, waiting: 3, delayed: 0 });
    await jobs.fail('other', 2, new Error('no'));
    await connections.sessions.reconnect(session());
    await waitFor(() => session().failedJobs?.count === 2, { message: 'the failed jobs' });
    connection.children();
    await actions.clean(connection);
    assert.deepEqual(person.told.slice(-2), ['Removed 3 jobs.', 'There are no such jobs.']);
  });

  it('a cause over all queues is retried in each of them, and only what still has it', async () => {
    await jobs.fail('orders', 2, new Error('no stock'));
    await jobs.fail('mail', 1, new Error('no stock'));
    await jobs.fail('mail', 1, new Error('no address'));
    const connection = await connect();
    await session().allCauses!.open();
    connection.children();
    const [cause] = connection.causesOfAll!.children();
    assert.ok(cause instanceof SharedCauseNode);
    assert.match(cause.item().contextValue ?? '', /\bsharedCause\b.*\bretryAll\b/);
    await (await jobs.queue('orders').getJob(1))?.remove();
    person = new Person(['Retry 2']);
    await new RetryCommands(tree, documents).retryCause(cause);
    assert.equal(person.asked[0]?.message, 'Retry 2 failed jobs of 2 queues on staging (no stock)?');
    assert.deepEqual([(await counts('orders')).waiting, (await counts('mail')).waiting], [1, 1]);
    assert.equal((await counts('mail')).failed, 1);
  });

  it('is done at the pace that the person writes; what was not sent when it was stopped goes on with a click', async () => {
    await jobs.fail('orders', 12, new Error('no stock'));
    const retry = new RetryCommands(tree, documents);
    person = new Person(['Retry 12 at a Pace…', 'Another Pace…', '5/s']);
    const stopped = retry.retryAll(await queueRow('orders'));
    const progress = await waitFor(() => person.progress.find(({ message }) => /^\d+ of 12$/.test(message)));
    assert.equal(progress.title, 'Retrying 12 jobs of orders at 5 a second');
    progress.cancel();
    await stopped;
    const { waiting, failed } = await counts('orders');
    assert.ok(waiting > 0 && failed > 0 && waiting + failed === 12, `${waiting} waiting, ${failed} failed`);
    assert.match(person.told[0] ?? '', new RegExp(`^Retried ${waiting} jobs?\\. ${failed} (was|were) not sent\\.$`));
    person.click(`Retry the Other ${failed}`);
    await waitFor(() => person.told.length === 2, { message: 'the account of the rest' });
    assert.match(person.told[1] ?? '', new RegExp(`^Retried ${failed} jobs?\\.$`));
    assert.deepEqual(await counts('orders'), { failed: 0, waiting: 12, delayed: 0 });
  });

  it('stops in all queues where the person does not go on once the jobs of one have failed again', async () => {
    await jobs.fail('orders', 40, new Error('no stock'));
    await jobs.fail('mail', 10, new Error('no stock'));
    const connection = await connect();
    await session().allCauses!.open();
    connection.children();
    const [cause] = connection.causesOfAll!.children();
    assert.ok(cause instanceof SharedCauseNode);
    void jobs.queue('orders').process(10, () => Promise.reject(new Error('no stock')));
    person = new Person(['Retry 50 at a Pace…', '10 a second', 'Cancel']);
    await new RetryCommands(tree, documents).retryCause(cause);
    assert.match(
      person.asked[1]?.message ?? '',
      /^Paused: \d+ jobs of orders have failed since they were let run\. Go on\?$/,
    );
    assert.deepEqual(await counts('mail'), { failed: 10, waiting: 0, delayed: 0 });
    const [, retried = 0, unsent = 0] =
      /^Retried (\d+) jobs\. (\d+) were not sent\. \d+ of the retried have failed since\.$/.exec(
        person.told[0] ?? '',
      ) ?? [];
    assert.equal(Number(retried) + Number(unsent), 50, person.told[0]);
  });

  it('a retry of what a search has found takes those only', async () => {
    await jobs.fail('orders', [{ orderId: 42 }, { orderId: 7 }], new Error('no stock'));
    const row = await find('orderId = 42');
    person = new Person(['Retry 1']);
    await new RetryCommands(tree, documents).retryAll(row);
    assert.equal(person.asked[0]?.message, 'Retry job 1 of orders on staging?');
    assert.deepEqual(await counts('orders'), { failed: 1, waiting: 1, delayed: 0 });
  });

  it('a queue is emptied of what has come since its jobs were counted, too', async () => {
    await jobs.wait('mail', 1);
    const mail = await queueRow('mail');
    await jobs.delay('mail', 2, 3_600_000);
    person = new Person(['Remove 3']);
    await new JobActions(tree, documents).empty(mail);
    assert.deepEqual(person.told, ['Removed 3 jobs.']);
    assert.equal(await jobs.queue('mail').count(), 0);
  });

  it('a job is added like the newest, once it was written and asked for', async () => {
    await jobs.wait('mail', [{ to: 'Ann', id: 1 }], { attempts: 3, jobId: 'first' });
    const commands = new AddCommands(tree, connections.sessions, new EditedDocuments('new-job-of-test'));
    try {
      await commands.write(await queueRow('mail'));
      const editor = await waitFor(() => vscode.window.activeTextEditor);
      assert.deepEqual(JSON.parse(editor.document.getText()), {
        ...{ name: '__default__', data: { to: 'Ann', id: 1 }, options: { attempts: 3, delay: 0 } },
      });
      const whole = new vscode.Range(0, 0, editor.document.lineCount, 0);
      const write = (text: string) => editor.edit((edit) => edit.replace(whole, text));
      const { uri } = editor.document;
      for (const [text, fault] of [
        ['{ "name": "send", ', /^This is not the JSON of a job: /],
        ['{ "name": "", "data": {} }', /^The name of a job is a text/],
        ['{ "name": "send", "options": { "jobId": 1 } }', /^The option jobId belongs to one job only/],
        ['{ "name": "send", "options": { "attempts": 0 } }', /^The option attempts is a whole number of 1 or more/],
      ] as const) {
        await write(text);
        await assert.rejects(commands.add(uri), ({ message }: Error) => fault.test(message), text);
      }
      await write('{ "name": "send", "data": { "id": 12345678901234567890 }, "options": { "attempt": 2 } }');
      person = new Person(['Add']);
      await commands.add(uri);
      assert.deepEqual(person.asked[0], {
        message: 'Add a job send to mail on staging?',
        detail: 'Bull does not know attempt, and ignores that.\n\nThe next worker that is free takes it.',
        buttons: ['Add'],
      });
      assert.deepEqual(person.told, ['Added 1 job.']);
      assert.equal(await redis.connect().hget('bull:mail:2', 'data'), '{"id":12345678901234567890}');
      await waitFor(
        () => !vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(({ label }) => /new job/.test(label))),
        {
          message: 'the tab to be closed',
        },
      );
    } finally {
      commands.dispose();
    }
  });

  it('a queue is obliterated once its name was written, and with what workers have by a choice of its own', async () => {
    await jobs.activate('orders', 1);
    await jobs.fail('mail', 2, new Error('no address'));
    await jobs.wait('mail', 1);
    const commands = new QueueActions(tree);
    const mail = await queueRow('mail');
    person = new Person(['Obliterate…', 'orders', 'Obliterate…', 'mail', 'Obliterate With 1 Active Job', 'orders']);
    await commands.obliterate(mail);
    assert.equal((await counts('mail')).failed, 2);
    await commands.obliterate(mail);
    assert.equal(person.asked[0]?.message, 'Obliterate mail on staging?');
    assert.match(person.asked[0]?.detail ?? '', /^Jobs: 2 failed, 1 waiting\.\n\nIt is paused, then all of its jobs/);
    assert.deepEqual(await redis.connect().keys('bull:mail:*'), []);
    await commands.obliterate(await queueRow('orders'));
    assert.match(person.asked[2]?.detail ?? '', /Workers have 1 job of it now: .* fails with Missing key\./);
    assert.deepEqual(person.told, ['Obliterated mail. Removed 3 jobs.', 'Obliterated orders. Removed 1 job.']);
  });
});
