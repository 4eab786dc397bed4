import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { on } from '../../src/commands';
import { silent } from '../../src/log/logger';
import { CodeCommands } from '../../src/sidebar/commands/code-commands';
import { FrameCommands } from '../../src/sidebar/commands/frame-commands';
import { RemedyCommands } from '../../src/sidebar/commands/remedy-commands';
import { Targets } from '../../src/sidebar/commands/targets';
import { FrameChoices } from '../../src/sidebar/jobs/frame-choices';
import { FramePlaces } from '../../src/sidebar/jobs/frame-places';
import { CauseNode } from '../../src/sidebar/nodes/cause-node';
import type { Node } from '../../src/sidebar/nodes/node';
import type { QueueNode } from '../../src/sidebar/nodes/queue-node';
import { StateNode } from '../../src/sidebar/nodes/state-node';
import { QueuesTree } from '../../src/sidebar/queues-tree';
import { BullJobs } from '../support/bull';
import { type RedisServer, startRedis } from '../support/redis';
import { waitFor } from '../support/wait-for';
import { ConnectionsInMemory, entryOf, MemoryStorage } from './connections-in-memory';
import { Hands } from './hands';
import { ownCodeIndex } from './own-code-index';
import { Person } from './person';
import { clean, folder, replace, shown, until, write } from './workspace';

const files = {
  'package.json': '{ "dependencies": { "bull": "^4.16.5" } }\n',
  'queues.js': `const Bull = require('bull');

exports.mail = new Bull('mail', process.env.REDIS_URL);
`,
  'worker.js': `const { mail } = require('./queues');

mail.process('welcome', async () => {});
mail.process('invoice', async () => {
  throw new Error('no address');
});
`,
  'shop.js': `const { mail } = require('./queues');

exports.bill = (order) => mail.add('invoice', { order });
`,
  'signup.js': `const { mail } = require('./queues');

exports.signUp = (user) => mail.add('welcom', { user });
`,
};

const NO_ADDRESS = Object.assign(new Error('no address'), {
  stack: 'Error: no address\n    at Queue.<anonymous> (/var/task/worker.js:5:9)',
});

describe('from a cause of failures to the code', () => {
  let redis: RedisServer;
  let jobs: BullJobs;
  let connections: ConnectionsInMemory;
  let tree: QueuesTree;
  let remedies: RemedyCommands;
  let person: Person;
  let run: Record<'goToQueue' | 'goToProcessor' | 'goToFrame' | 'findProducers' | 'goToRemedy', (row: Node) => unknown>;
  let open: vscode.Disposable;

  before(async () => {
    redis = await startRedis();
    jobs = new BullJobs(redis);
    await write(files);
    await failInvoiceAndWelcom();
    connections = new ConnectionsInMemory();
    const { code, disposable } = ownCodeIndex();
    tree = new QueuesTree(connections.sessions, code);
    tree.follow(new Hands() as unknown as vscode.TreeView<Node>);
    remedies = new RemedyCommands(code, silent);
    const { ofQueue, cause, frame } = new Targets(tree);
    const choices = new FrameChoices(new MemoryStorage());
    const onFrames = new FrameCommands(new FramePlaces(choices, silent), choices);
    open = vscode.Disposable.from(remedies, choices, tree, disposable, connections);
    const onCode = new CodeCommands(code, { nameOf: () => null });
    run = {
      goToQueue: on(ofQueue, onCode.goToQueue),
      goToProcessor: on(ofQueue, onCode.goToProcessor),
      goToFrame: on(frame, onFrames.goTo),
      findProducers: on(ofQueue, onCode.findProducers),
      goToRemedy: on(cause, remedies.goToRemedy),
    };
    await connections.set(entryOf(redis));
    await connections.sessions.watch();
  });
  beforeEach(() => (person = new Person([])));
  afterEach(() => person.leave());
  after(async () => {
    open.dispose();
    await clean();
    await jobs.close();
    await redis.stop();
  });

  /** As the worker above fails them, on another machine. */
  async function failInvoiceAndWelcom(): Promise<void> {
    const mail = jobs.queue('mail');
    void mail.process('welcome', async () => {});
    void mail.process('invoice', () => Promise.reject(NO_ADDRESS));
    const added = [await mail.add('invoice', {}), await mail.add('welcom', {})];
    for (const job of added) await waitFor(() => job.isFailed(), { message: 'the job to fail' });
  }

  /** The row of the cause whose title starts so. */
  async function causeRow(start: string): Promise<CauseNode> {
    return waitFor(
      async () => {
        const mail = await tree.findQueue('staging', 'bull', 'mail');
        const states = mail ? await tree.getChildren(mail) : [];
        const failed = states.find((row) => row instanceof StateNode && row.state === 'failed');
        const rows = failed ? await tree.getChildren(failed) : [];
        return rows.find((row) => row instanceof CauseNode && `${row.item().label as string}`.includes(start));
      },
      { message: `the cause ${start}` },
    ) as Promise<CauseNode>;
  }

  /** `shop.js:3:27`: where the cursor is. */
  const cursor = () => {
    const { document, selection } = vscode.window.activeTextEditor ?? {};
    if (!document || !selection) return null;
    const { line, character } = selection.active;
    return `${document.uri.path.slice(folder().path.length + 1)}:${line + 1}:${character + 1}`;
  };

  it('goes to what makes its queue', async () => {
    await run.goToQueue(await causeRow('no address'));
    await until(cursor, 'queues.js:3:16');
  });

  it('goes to what processes the jobs of its name', async () => {
    await run.goToProcessor(await causeRow('no address'));
    await until(cursor, 'worker.js:4:25');
  });

  it('goes to the line that the stack trace of its jobs names', async () => {
    const row = await causeRow('no address');
    assert.match(row.item().contextValue ?? '', /\bownFrame\b/);
    await run.goToFrame(row);
    await until(cursor, 'worker.js:5:9');
  });

  it('says where the stack trace names no code of their own', async () => {
    const row = await causeRow('No handler');
    assert.doesNotMatch(row.item().contextValue ?? '', /\bownFrame\b/);
    await assert.rejects(async () => run.goToFrame(row), /^Error: The stack traces of these jobs name no code/);
  });

  it('finds what adds the jobs of its name, and not what adds others', async () => {
    await run.findProducers(await causeRow('no address'));
    await until(cursor, 'shop.js:3:27');
    await run.findProducers(await causeRow('No handler'));
    await until(cursor, 'signup.js:3:28');
  });

  it('goes to the same from the rows around it: of the queue, of its failed jobs, and of a job', async () => {
    const cause = await causeRow('no address');
    const [job] = await tree.getChildren(cause);
    for (const row of [cause.parent as StateNode, cause.queueNode as QueueNode, job!]) {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await run.goToQueue(row);
      await until(cursor, 'queues.js:3:16');
    }
    await run.findProducers(job!);
    await until(cursor, 'shop.js:3:27');
  });

  it('says where no code processes the jobs of its name', async () => {
    await run.goToProcessor(await causeRow('No handler'));
    assert.deepEqual(person.told, ['No code in this workspace that processes jobs named welcom of mail was found.']);
  });

  it('takes no row that is not in the tree', async () => {
    const { parent, group } = await causeRow('no address');
    await assert.rejects(async () => run.goToQueue(new CauseNode(parent, group)), /^Error: Choose a queue or a job/);
  });

  it('leads from jobs without a handler to the finding at what adds them, and says what is left once that is mended', async () => {
    await run.goToRemedy(await causeRow('No handler'));
    await until(cursor, 'signup.js:3:37');
    const editor = vscode.window.activeTextEditor!;
    const { message } = await waitFor(() => shown(editor.document.uri, 'missing-handler')[0], {
      message: 'the finding',
    });
    assert.match(message, /^A job named `welcom` fails with `Missing process handler for job type welcom`/);
    assert.deepEqual(person.told, []);
    await replace(editor, `'welcom'`, `'welcome'`);
    await until(
      () => person.told,
      [
        'The code of mail has no finding of missing-handler for jobs named welcom any more. Its workers run what was deployed last: deploy this change, then retry the failed jobs.',
      ],
    );
  });
});
