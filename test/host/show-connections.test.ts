import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { on } from '../../src/commands';
import { CodeQueues } from '../../src/link/code-queues';
import type { CodeOfQueues } from '../../src/sidebar/code-of-queues';
import { showConnections } from '../../src/sidebar/commands/show-connections';
import { Targets } from '../../src/sidebar/commands/targets';
import { QueuesTree } from '../../src/sidebar/queues-tree';
import { Reports } from '../../src/sidebar/reports';
import { BullJobs } from '../support/bull';
import { type RedisServer, startRedis } from '../support/redis';
import { waitFor } from '../support/wait-for';
import { ConnectionsInMemory, entryOf } from './connections-in-memory';
import { ownCodeIndex } from './own-code-index';
import { clean, write } from './workspace';

describe('Show Connections', () => {
  let redis: RedisServer;
  let jobs: BullJobs;
  let connections: ConnectionsInMemory;
  let tree: QueuesTree;
  let reports: Reports;

  before(async () => {
    redis = await startRedis({ args: ['--maxclients', '500'], users: ['bob on >pw ~* &* +@all -client|list'] });
    jobs = new BullJobs(redis);
    await jobs.wait('mail', 2);
    await write({
      'package.json': '{ "dependencies": { "bull": "^4.16.5" } }\n',
      'worker.js': `const Bull = require('bull');

const mail = new Bull('mail', process.env.REDIS_URL);
mail.process(async () => {});
`,
    });
    connections = new ConnectionsInMemory();
    tree = new QueuesTree(connections.sessions);
    reports = new Reports();
    await connections.set(entryOf(redis, { username: 'bob', password: 'pw' }));
    await connections.sessions.watch();
  });
  after(async () => {
    reports.dispose();
    tree.dispose();
    connections.dispose();
    await clean();
    await jobs.close();
    await redis.stop();
  });

  async function show(code: Pick<CodeOfQueues, 'queues'>): Promise<void> {
    const command = on(new Targets(tree).connection, ({ session }) =>
      showConnections(session, code as CodeOfQueues, reports),
    );
    await command((await tree.getChildren())[0]);
  }
  /** The text of the document that has opened, once it says so: VS Code reads one anew that was shown before. */
  const shown = (text: RegExp) =>
    waitFor(
      () => {
        const { document } = vscode.window.activeTextEditor ?? {};
        const isReport = document?.uri.path === '/connections of staging.txt' && text.test(document.getText());
        return isReport && document.getText();
      },
      { message: `a document that says ${text}` },
    );

  it('says how many there are, and what the code opens, where the user may not ask whose they are', async () => {
    const { code, disposable } = ownCodeIndex();
    try {
      await code.fresh();
      await show(code);
      const text = await shown(/^\d+ connections of the 500 that the server allows \(maxclients\)$/m);
      assert.match(text, /^ {2}Whose they are is not known: the server refuses CLIENT LIST to this user\.$/m);
      assert.doesNotMatch(text, /Workers by queue|no worker/);
      assert.match(text, /^ {2}worker\.js: 3 for 1 queue$/m);
      assert.match(text, /^One new connection took \d+ ms just now: /m);
    } finally {
      disposable.dispose();
    }
  });

  it('says that the code is not read yet, and not that it opens none', async () => {
    await show({ queues: new CodeQueues([], false) });
    await shown(/^ {2}The code is still being read: show the connections again for what it opens\.$/m);
    await show({ queues: new CodeQueues([], true) });
    await shown(/^ {2}No process of this workspace is seen to open connections of its own\.$/m);
  });
});
