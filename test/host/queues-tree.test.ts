import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { on } from '../../src/commands';
import { commands } from '../../src/contributions';
import type { Session } from '../../src/sessions/session';
import { Targets } from '../../src/sidebar/commands/targets';
import { jobUri } from '../../src/sidebar/jobs/job-uri';
import { JobNode } from '../../src/sidebar/nodes/job-node';
import type { Node } from '../../src/sidebar/nodes/node';
import { QueueNode } from '../../src/sidebar/nodes/queue-node';
import type { StateNode } from '../../src/sidebar/nodes/state-node';
import { QueuesTree } from '../../src/sidebar/queues-tree';
import { CodeQueues } from '../../src/link/code-queues';
import { queue } from '../link/support/placed';
import { BullJobs } from '../support/bull';
import { type RedisServer, startRedis } from '../support/redis';
import { waitFor } from '../support/wait-for';
import { until } from './workspace';
import { ConnectionsInMemory, entryOf } from './connections-in-memory';
import { Hands } from './hands';

/** Names that try to be another row, a link, or nothing at all. */
const HOSTILE = ['q', 'q/failed', 'q"', 'q","x', '["state","failed"]', 'failed', '../q', 'Q', '__proto__', 'q\u2028'];

describe('the tree of queues', () => {
  let redis: RedisServer;
  let jobs: BullJobs;
  let connections: ConnectionsInMemory;
  let tree: QueuesTree;
  let hands: Hands;
  /** What VS Code was told to draw anew; undefined is the whole tree. */
  let redrawn: (readonly Node[] | undefined)[];

  before(async () => {
    redis = await startRedis();
    jobs = new BullJobs(redis);
  });
  after(async () => {
    await jobs.close();
    await redis.stop();
  });
  beforeEach(async () => {
    await redis.connect().flushall();
    connections = new ConnectionsInMemory();
    await connections.sessions.ready();
    redrawn = [];
    open(new QueuesTree(connections.sessions));
  });
  afterEach(() => {
    tree.dispose();
    connections.dispose();
  });

  const open = (opened: QueuesTree) => {
    tree = opened;
    hands = new Hands();
    tree.follow(hands as unknown as vscode.TreeView<Node>);
    tree.onDidChangeTreeData((nodes) => redrawn.push(nodes));
  };
  const session = (): Session => connections.sessions.all[0] ?? assert.fail('There is no session');
  /** Resolves when VS Code was told to draw the whole tree anew: later that would take the place of other redraws. */
  const show = async (entry = entryOf(redis)) => {
    redrawn.length = 0;
    await connections.set(entry);
    await waitFor(() => redrawn.includes(undefined), { message: 'a redraw of the tree' });
    await connections.sessions.watch();
  };
  const text = (node: Node) => {
    const { label, description } = tree.getTreeItem(node);
    return [label as string, description as string].filter(Boolean).join(' ');
  };
  const below = async (node?: Node) => (await tree.getChildren(node)).map(text);
  const find = async (...path: string[]): Promise<Node> => {
    let node: Node | undefined;
    for (const start of path) {
      const children = await tree.getChildren(node);
      node =
        children.find((child) => text(child).startsWith(start)) ?? assert.fail(`no ${start} in ${path.join(' > ')}`);
    }
    return node!;
  };
  const everything = async (node?: Node): Promise<Node[]> => {
    const children = await tree.getChildren(node);
    for (const child of children) tree.getTreeItem(child);
    return [...children, ...(await Promise.all(children.map(everything))).flat()];
  };

  it('shows connections, queues, the states that have jobs, and the jobs', async () => {
    await jobs.fail('ai-parsing', 2, new Error('no order'));
    await jobs.wait('mail', 1);
    await show();
    assert.match((await below())[0]!, /^staging 127\.0\.0\.1:\d+ · 2 queues · \d+ ms$/);
    const [staging] = await tree.getChildren();
    assert.deepEqual(await below(staging), ['ai-parsing 2 failed', 'mail 1 waiting']);
    const aiParsing = await find('staging', 'ai-parsing');
    assert.deepEqual(await below(aiParsing), [
      'Failed 2 · by cause',
      '6 empty: active, waiting, delayed, completed, paused, priority',
    ]);
    const failed = await find('staging', 'ai-parsing', 'Failed');
    assert.deepEqual(await below(failed), ['2  no order just now']);
    const cause = await find('staging', 'ai-parsing', 'Failed', '2  no order');
    assert.deepEqual(await below(cause), ['just now  2 no order', 'just now  1 no order']);
  });

  it('says of failed jobs how they are shown before they are read, and shows them so, whatever causes there are', async () => {
    const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
    const cases: readonly { name: string; errors: Record<string, number>; states: unknown[] }[] = [
      { name: 'one job', errors: { 'no stock': 1 }, states: [Expanded] },
      { name: 'one cause', errors: { 'no stock': 3 }, states: [Expanded] },
      { name: 'two causes', errors: { 'no stock': 2, 'no address': 1 }, states: [Collapsed, Collapsed] },
    ];
    for (const { name, errors } of cases)
      for (const [message, count] of Object.entries(errors)) await jobs.fail(name, count, new Error(message));
    await show();
    for (const { name, errors, states } of cases) {
      const failed = (await find('staging', name, 'Failed')) as StateNode;
      const total = Object.values(errors).reduce((sum, count) => sum + count);
      assert.equal(text(failed), `Failed ${total} · by cause`, name);
      const causes = await tree.getChildren(failed);
      assert.deepEqual(
        causes.map((cause) => tree.getTreeItem(cause).collapsibleState),
        states,
        name,
      );
      assert.deepEqual(
        await Promise.all(causes.map(async (cause) => (await below(cause)).length)),
        Object.values(errors),
        name,
      );
      tree.showBy(failed, 'time');
      assert.equal(text(failed), `Failed ${total} · by time`, name);
      assert.equal((await below(failed)).length, total, name);
    }
  });

  it('leaves the only cause as it is when another comes, and opens nothing under the eyes of the person', async () => {
    await jobs.fail('orders', 2, new Error('no stock'));
    await show();
    const failed = (await find('staging', 'orders', 'Failed')) as StateNode;
    const [only] = await tree.getChildren(failed);
    await tree.getChildren(only);
    await jobs.fail('orders', 1, new Error('no address'));
    await session().refresh();
    const [first, second] = await tree.getChildren(failed);
    const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
    assert.equal(first, only);
    assert.deepEqual(
      [first!, second!].map((cause) => tree.getTreeItem(cause).collapsibleState),
      [Expanded, Collapsed],
    );
    assert.equal((await below(first)).length, 2);
  });

  it('says that failed jobs are there whose data is gone, and none else', async () => {
    for (const { id } of await jobs.fail('orders', 2, new Error('no stock')))
      await redis.connect().del(`bull:orders:${id}`);
    await show();
    const failed = await find('staging', 'orders', 'Failed 2');
    assert.deepEqual(await below(failed), ['2 of 2 are gone (no data in Redis)']);
  });

  it('shows failed jobs by cause, and by time where the person wants that', async () => {
    await jobs.fail('orders', 3, new Error('Order 81 not found'));
    await jobs.fail('orders', 1, new Error('no stock'));
    await show();
    const failed = (await find('staging', 'orders', 'Failed')) as StateNode;
    assert.deepEqual(await below(failed), ['3  Order ‹number› not found just now', '1  no stock just now']);
    assert.equal(text(failed), 'Failed 4 · by cause');
    const [cause] = await tree.getChildren(failed);
    assert.deepEqual(
      (await below(cause))
        .map((row) => row.replace(/ {2}\d/, ''))
        .filter((row) => row !== 'just now Order 81 not found'),
      [],
    );
    tree.showBy(failed, 'time');
    assert.equal((await below(failed)).length, 4);
    tree.showBy(failed, 'cause');
    assert.equal((await below(failed)).length, 2);
    assert.ok(tree.has((await tree.getChildren((await tree.getChildren(failed))[0]))[0]!));
  });

  it('keeps the causes that are open up to date, and lets go of them when the folder is closed', async () => {
    const queue = { ref: { prefix: 'bull', name: 'orders' }, kind: 'bull' } as const;
    await jobs.fail('orders', 2, new Error('no address'));
    await jobs.fail('orders', 1, new Error('no stock'));
    await show();
    const failed = (await find('staging', 'orders', 'Failed')) as StateNode;
    const [cause] = await tree.getChildren(failed);
    await tree.getChildren(cause);
    await jobs.fail('orders', 1, new Error('no address'));
    await session().refresh();
    const rows = await tree.getChildren(failed);
    assert.equal(rows[0], cause);
    assert.deepEqual(rows.map(text), ['3  no address just now', '1  no stock just now']);
    assert.equal((await tree.getChildren(cause)).length, 3);
    redrawn.length = 0;
    hands.close(failed);
    assert.equal(session().causes?.find(queue), undefined);
    // Or VS Code would show the rows that it has, of which nothing is known any more, when it is opened next.
    await waitFor(() => redrawn.flat().includes(failed), { message: 'VS Code to be told to ask again' });
    assert.equal((await below(failed)).length, 2);
  });

  it('tells the queues of the workspace from others, and what only its code knows', async () => {
    await jobs.wait('mail', 1);
    await jobs.wait('Sms', 1);
    let queues = new CodeQueues([], false);
    const named = new vscode.EventEmitter<void>();
    const code = {
      get queues() {
        return queues;
      },
      onDidChange: named.event,
      onDidChangeNames: named.event,
      places: () => assert.fail('nobody goes there'),
    };
    tree.dispose();
    open(new QueuesTree(connections.sessions, code));
    await show();
    const [staging] = await tree.getChildren();
    assert.deepEqual(await below(staging), ['mail 1 waiting', 'Sms 1 waiting']);
    queues = new CodeQueues([queue(1, [['mail']]), queue(2, [['sms']])], true);
    named.fire();
    assert.deepEqual(await below(staging), [
      'mail 1 waiting',
      'Sms 1 waiting · not in this workspace, which has sms: the case differs',
      '1 queue of this workspace not in Redis: sms',
    ]);
    const { tooltip } = tree.getTreeItem(await find('staging', 'Sms'));
    assert.match(tooltip as string, /It makes bull:sms: the case differs\.$/m);
    named.dispose();
  });

  it('says whose prefix a queue has where the connection has several', async () => {
    await jobs.wait('mail', 1);
    const shop = new BullJobs(redis, 'shop');
    await shop.wait('mail', 2);
    await shop.close();
    await show(entryOf(redis, { prefixes: ['bull', 'shop'] }));
    await until(async () => below(await find('staging')), ['mail bull · 1 waiting', 'mail shop · 2 waiting']);
  });

  it('groups what it counts', async () => {
    const queue = jobs.queue('mail');
    await queue.addBulk(Array.from({ length: 1_204 }, () => ({ data: {} })));
    await show();
    assert.deepEqual(await below(await find('staging')), ['mail 1,204 waiting']);
    const waiting = await find('staging', 'mail', 'Waiting 1,204');
    assert.equal((await below(waiting)).at(-1), 'Load 50 More of 1,154');
    await tree.showMore(waiting as StateNode);
    assert.equal((await tree.getChildren(waiting)).length, 101);
  });

  it('keeps a state in its place that is emptied, until the queue is closed', async () => {
    await jobs.fail('mail', 1, new Error('no address'));
    await show();
    const mail = await find('staging', 'mail');
    assert.equal((await below(mail))[0], 'Failed 1 · by cause');
    await jobs.queue('mail').clean(0, 'failed');
    await session().refresh();
    assert.equal((await below(mail))[0], 'Failed 0');
    assert.deepEqual(await below(await find('staging', 'mail', 'Failed')), ['No failed jobs']);
    hands.close(mail);
    assert.deepEqual(await below(mail), ['No jobs']);
  });

  it('has another id for each row, whatever queues and jobs are called, and however often', async () => {
    for (const name of HOSTILE) {
      const queue = jobs.queue(name);
      for (const id of HOSTILE) await queue.add({}, { jobId: `job ${id}` });
      await queue.add({}, { delay: 60_000, jobId: `job ${name}` });
    }
    await redis.connect().rpush('bull:q:wait', 'job q', 'job q', 'job Q');
    await show();
    const ids = (await everything()).map((node) => tree.getTreeItem(node).id);
    assert.ok(ids.length > HOSTILE.length * HOSTILE.length, `${ids.length}`);
    assert.equal(new Set(ids).size, ids.length);
    const waiting = await tree.getChildren(await find('staging', 'q 13 waiting', 'Waiting'));
    assert.equal(waiting.length, HOSTILE.length + 3);
  });

  it('keeps the objects and the ids of its rows while their jobs change', async () => {
    await jobs.fail('mail', 2, new Error('no address'));
    await show();
    const before = await everything();
    await jobs.fail('mail', 1, new Error('no address'));
    await session().refresh();
    const after = await everything();
    assert.deepEqual(
      before.filter((node) => 'children' in node || node instanceof JobNode).filter((node) => !after.includes(node)),
      [],
    );
  });

  it('redraws the queue whose counts have changed, and nothing beside it', async () => {
    await jobs.wait('mail', 1);
    await jobs.wait('orders', 1);
    await show();
    await everything();
    await waitFor(() => redrawn.length > 0);
    await session().refresh();
    redrawn.length = 0;
    await jobs.wait('mail', 1);
    await session().refresh();
    await waitFor(() => redrawn.length > 0, { message: 'a redraw' });
    assert.deepEqual(
      redrawn.map((nodes) => nodes?.map(text)),
      [['mail 2 waiting']],
    );
  });

  it('redraws a queue once, however many there are and whatever else changes in it', async () => {
    const names = Array.from({ length: 40 }, (_, i) => `queue ${i}`);
    for (const name of names) await jobs.wait(name, 1);
    await show();
    await everything();
    redrawn.length = 0;
    for (const name of names) await jobs.wait(name, 1);
    await session().refresh();
    const queues = () => redrawn.flatMap((nodes) => nodes ?? []).filter((node) => node instanceof QueueNode);
    await waitFor(() => queues().length >= names.length, { message: 'the queues to be redrawn' });
    assert.equal(queues().length, names.length);
    for (const told of redrawn.map((nodes) => nodes ?? [])) {
      assert.equal(new Set(told).size, told.length);
      for (const node of told) assert.ok(!told.some((other) => other.parent === node), `${text(node)} beside a child`);
    }
  });

  it('tells VS Code once of what an action has changed: it loses the rows below one that it was told of until it asks', async () => {
    await jobs.wait('orders', 1);
    await jobs.fail('mail', 2, new Error('no stock'));
    await jobs.fail('mail', 1, new Error('no address'));
    await show();
    tree.dispose();
    // Told of nothing yet, it tells of the first change at once.
    open(new QueuesTree(connections.sessions));
    await everything();
    await new Promise(setImmediate);
    await vscode.commands.executeCommand('noop');
    redrawn.length = 0;
    const { causes } = session();
    const readCauses = causes!.refresh.bind(causes);
    let answer: () => void = () => undefined;
    const late = new Promise<void>((resolve) => (answer = resolve));
    causes!.refresh = (queue) => late.then(() => readCauses(queue));
    await (await jobs.queue('mail').getJob(1))?.remove();
    const refreshed = session().refreshQueues([
      session().monitor?.find('bull', 'mail') ?? assert.fail('There is no mail'),
    ]);
    await waitFor(() => session().failedJobs?.count === 2, { message: 'the counts' });
    // After the timer that would have told of them.
    await new Promise((resolve) => setTimeout(resolve, 0));
    assert.equal(redrawn.length, 0);
    answer();
    await refreshed;
    await waitFor(() => redrawn.length > 0, { message: 'a redraw' });
    assert.deepEqual(
      redrawn.flat().map((node) => node?.item().description),
      ['2 failed'],
    );
  });

  it('reads the jobs of a folder again while it is open, and not below a row that is closed', async () => {
    await jobs.wait('mail', 1);
    await show();
    const mail = await find('staging', 'mail');
    const waiting = (await find('staging', 'mail', 'Waiting')) as StateNode;
    await tree.getChildren(waiting);
    const list = () => session().jobs?.find({ ref: { prefix: 'bull', name: 'mail' }, kind: 'bull' }, 'waiting');
    const read = async () => {
      await jobs.wait('mail', 1);
      await session().refresh();
      return list()?.rows?.length;
    };
    assert.equal(await read(), 2);
    hands.close(mail);
    assert.equal(await read(), 2);
    hands.open(mail);
    await waitFor(() => list()?.rows?.length === 3, { message: 'the jobs to be read again' });
    hands.close(waiting);
    assert.equal(list(), undefined);
    assert.equal((await tree.getChildren(waiting)).length, 3);
  });

  it('says what is to be known of a connection in rows above its queues', async () => {
    await jobs.wait('mail', 1);
    await show();
    session().notify({ id: 'a', text: 'Retrying is off.', severity: 'warning' });
    session().notify({ id: 'b', text: 'Enter Password', severity: 'information', command: commands.editConnection });
    const staging = await find('staging');
    assert.deepEqual(await below(staging), ['Retrying is off.', 'Enter Password', 'mail 1 waiting']);
    const [, notice] = await tree.getChildren(staging);
    assert.deepEqual(tree.getTreeItem(notice!).command?.arguments, [staging]);
  });

  it('says on the row of a connection how it is and what can be done, and below it why there is no queue', async () => {
    const guarded = await startRedis({ password: 'secret' });
    const entry = entryOf(redis);
    const states: [string, () => unknown, RegExp, string, RegExp][] = [
      [
        'not opened',
        () => connections.set(entry),
        /^staging 127\.0\.0\.1:\d+ · disconnected$/,
        'disconnected',
        /^Connecting…$/,
      ],
      [
        'open',
        show,
        /^staging 127\.0\.0\.1:\d+ · 0 queues · \d+ ms$/,
        'connected',
        /^No queues under the prefix bull$/,
      ],
      [
        'read-only',
        () => connections.set({ ...entry, isReadOnly: true }),
        /^staging read-only · 127\.0\.0\.1:\d+ · 0 queues/,
        'connected readOnly',
        /^No queues/,
      ],
      ['disconnected', () => session().disconnect(), / · disconnected$/, 'disconnected', /^Disconnected$/],
      [
        'refused',
        () => connections.set(entryOf(guarded, { password: 'wrong' })),
        /^staging wrong password$/,
        'failed',
        /^staging: /,
      ],
      [
        'away',
        async () => {
          await guarded.stop();
          await connections.set(entryOf(guarded, { name: 'away' }));
        },
        /^away refused · reconnecting$/,
        'failed connected',
        /^away: /,
      ],
      [
        'not usable',
        () =>
          connections.set({ ...entry, name: 'typo', spec: undefined, problem: 'A Redis URL starts with redis://.' }),
        /^typo not usable$/,
        'unusable',
        /^A Redis URL starts with redis:\/\/\.$/,
      ],
    ];
    for (const [state, make, row, tokens, message] of states) {
      await make();
      const connection = await waitFor(async () => (await tree.getChildren()).find((node) => row.test(text(node))), {
        message: `the row of a connection that is ${state}`,
      });
      const { contextValue } = tree.getTreeItem(connection);
      for (const token of tokens.split(' ')) assert.match(contextValue!, new RegExp(`\\b${token}\\b`), state);
      const [below] = await tree.getChildren(connection);
      assert.match(text(below!), message, state);
    }
  });

  it('looks at each of many queues as often as at each of a few', async () => {
    const looksOf = async (prefix: string, count: number) => {
      const pipeline = redis.connect().pipeline();
      for (let i = 0; i < count; i++) pipeline.lpush(`${prefix}:queue ${i}:wait`, 1);
      await pipeline.exec();
      await show(entryOf(redis, { name: prefix, prefixes: [prefix] }));
      let looks = 0;
      for (const queue of session().monitor?.queues ?? []) {
        const { ref } = queue;
        const { name } = ref;
        Object.defineProperty(ref, 'name', { get: () => (looks++, name), enumerable: true });
      }
      await tree.getChildren(await find(prefix));
      const add = redis.connect().pipeline();
      for (let i = 0; i < count; i++) add.lpush(`${prefix}:queue ${i}:wait`, 2);
      await add.exec();
      await session().refresh();
      const drawn = new Set<Node>();
      await waitFor(
        () => {
          for (const node of redrawn.splice(0).flatMap((nodes) => nodes ?? [])) drawn.add(node);
          return [...drawn].filter((node) => node instanceof QueueNode).length === count;
        },
        { message: `${count} queues to be redrawn` },
      );
      for (const node of drawn) tree.getTreeItem(node);
      return looks;
    };
    const [few, many] = [await looksOf('few', 50), await looksOf('many', 500)];
    assert.ok(few > 0 && many <= few * 12, `${few} looks at 50 queues, ${many} at 500`);
  });

  describe('gives to a command', () => {
    let targets: Targets;
    let job: JobNode;
    beforeEach(async () => {
      await jobs.fail('mail', 2, new Error('no address'));
      await show();
      targets = new Targets(tree);
      const [first] = await tree.getChildren(await find('staging', 'mail', 'Failed', '2  no address'));
      job = first as JobNode;
    });

    it('the row that it is called on, or those that are selected with it', async () => {
      const rows = (await tree.getChildren(job.parent)) as JobNode[];
      assert.equal(targets.job.read([job]), job);
      assert.deepEqual(targets.jobsOrDocument.read([job, undefined]), [job]);
      assert.deepEqual(targets.jobsOrDocument.read([job, rows]), rows);
      assert.equal(targets.folder.read([job.parent.parent]), job.parent.parent);
      assert.equal(targets.connectionOrNone.read([]), null);
    });

    it('nothing of what only looks like a row', async () => {
      const { id } = tree.getTreeItem(job);
      const alike: unknown[] = [
        ...[undefined, null, 0, '', id, [], {}, [job], { id }],
        { ...job },
        { id, parent: job.parent, row: job.row },
        JSON.parse(JSON.stringify({ id, row: job.row })),
        { $treeViewId: 'bullLens.queues', $treeItemHandle: `1/${id}` },
        Object.create(JobNode.prototype),
        Object.assign(Object.create(JobNode.prototype) as object, { id: job.id, parent: job.parent }),
        new JobNode(job.parent, job.row),
        new Proxy({}, { get: () => job }),
      ];
      for (const [i, each] of alike.entries()) {
        assert.equal(targets.job.read([each]), undefined, `the look-alike ${i}`);
        assert.equal(targets.folder.read([each]), undefined);
        assert.equal(targets.jobsOrDocument.read([each, [each]]), undefined);
        if (each !== undefined) assert.equal(targets.connectionOrNone.read([each]), undefined);
      }
    });

    it('no row that the tree does not show any more', async () => {
      const queue = job.queueNode;
      await jobs.queue('mail').clean(0, 'failed');
      await session().refresh();
      await tree.getChildren(job.parent.parent!);
      assert.equal(targets.job.read([job]), undefined);
      await connections.set();
      await tree.getChildren();
      assert.equal(targets.folder.read([queue]), undefined);
    });

    it('the queue or the connection around the row that has the focus, to a button above the view', async () => {
      assert.equal(targets.searchable.read([job]), job.parent.parent);
      assert.equal(targets.searchable.read([job.queueNode]), job.queueNode);
      const [message] = (await tree.getChildren(job.queueNode)).slice(-1);
      assert.equal(targets.searchable.read([message]), job.queueNode);
      assert.equal(targets.searchable.read([]), null);
      for (const other of [null, 0, {}]) assert.equal(targets.searchable.read([other]), undefined);
    });

    it('nothing where VS Code has lost a row, and the person is told; not what is in an editor instead', () => {
      const retry = on(targets.jobsOrDocument, () => assert.fail('It ran'));
      const expected = {
        message:
          'The row was being drawn anew at that moment, so nothing was done. ' +
          'Choose a failed job in the Bull Lens view, or open one, again.',
      };
      assert.throws(() => retry(undefined, undefined), expected);
      assert.throws(() => retry(undefined, [undefined, job]), expected);
      assert.throws(() => retry(job, [job, undefined]), expected);
      assert.deepEqual(on(targets.jobsOrDocument, (jobs) => jobs)(job, [job]), [job]);
    });

    it('no document that no editor shows', () => {
      const address = { connection: 'staging', prefix: 'bull', queue: 'mail', id: job.row.id.key, whole: false };
      const uri = jobUri(address, '1');
      for (const each of [uri, uri.toString(), uri.toJSON() as unknown, vscode.Uri.file('/x')]) {
        assert.equal(targets.document.read([each]), undefined);
        assert.equal(targets.jobsOrDocument.read([each]), undefined);
      }
    });

    it('a handle that nobody can guess: the ids of another window are others', async () => {
      const other = new QueuesTree(connections.sessions);
      const [here] = await tree.getChildren();
      const [there] = await other.getChildren();
      assert.notEqual(here!.id, there!.id);
      other.dispose();
    });
  });
});
