import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type * as vscode from 'vscode';
import { contributes } from '../../package.json';
import { JOB_STATES } from '../../src/bull/states';
import { commands, type CommandId } from '../../src/contributions';
import { parseQuery } from '../../src/queues';
import { actionHandlers } from '../../src/sidebar/commands/action-handlers';
import { Targets } from '../../src/sidebar/commands/targets';
import { ConnectionNode } from '../../src/sidebar/nodes/connection-node';
import type { Node } from '../../src/sidebar/nodes/node';
import { StateNode } from '../../src/sidebar/nodes/state-node';
import { QueuesTree } from '../../src/sidebar/queues-tree';
import { BullJobs } from '../support/bull';
import { type RedisServer, startRedis } from '../support/redis';
import { waitFor } from '../support/wait-for';
import { ConnectionsInMemory, entryOf } from './connections-in-memory';
import { Hands } from './hands';

/** Each action, and the commands that do it. */
const ACTIONS = {
  Retry: [commands.retryJob, commands.retryCause, commands.retryAllJobs],
  'Retry as new': [commands.retryJobAsNew, commands.retryCauseAsNew, commands.retryAllJobsAsNew],
  'Retry with edited data': [commands.editJobData],
  Promote: [commands.promoteJob, commands.promoteAllJobs],
  Discard: [commands.discardJob, commands.discardAllJobs],
  Remove: [commands.removeJob, commands.removeCause, commands.removeAllJobs],
  'Remove by age': [commands.cleanJobs],
  'Copy to another queue': [commands.copyJobs],
  Duplicate: [commands.duplicateJob],
  Add: [commands.addJob],
  Empty: [commands.emptyQueue],
  'Pause and resume': [commands.pauseQueue, commands.resumeQueue],
  'Repeatable jobs': [commands.repeatableJobs],
  Obliterate: [commands.obliterateQueue],
} as const satisfies Record<string, readonly CommandId[]>;

/** In an editor's title, not on a row. */
const ON_DOCUMENTS: readonly CommandId[] = [commands.retryWithData, commands.addThisJob];

const COLUMNS = ['job', 'cause', 'cause of all queues', 'search', 'state', 'queue', 'connection'] as const;
type Column = (typeof COLUMNS)[number];

const page = readFileSync(join(resolve(__dirname, '../..'), 'docs/actions.md'), 'utf8');
const cells = (line: string) =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

/** The commands that the context menu of a row has. */
function offeredOn(row: Node): CommandId[] {
  const tokens = (row.item().contextValue ?? '').split(' ');
  const isTrue = (term: string): boolean => {
    if (term === 'view == bullLens.queues' || term === '!listMultiSelection') return true;
    const [, not, words = ''] = /^(!\()?viewItem =~ \/\\b\(?([\w|]+)\)?\\b\/\)?$/.exec(term) ?? assert.fail(term);
    return words.split('|').some((word) => tokens.includes(word)) === !not;
  };
  return contributes.menus['view/item/context']
    .filter(({ when, group }) => !group.startsWith('inline') && when.split(' && ').every(isTrue))
    .map(({ command }) => command as CommandId);
}

describe('what can be done to which rows', () => {
  let redis: RedisServer;
  let jobs: BullJobs;
  let connections: ConnectionsInMemory;
  let tree: QueuesTree;
  let rows: Readonly<Record<Column, readonly Node[]>>;

  before(async () => {
    redis = await startRedis();
    jobs = new BullJobs(redis);
    connections = new ConnectionsInMemory();
    tree = new QueuesTree(connections.sessions);
    const hands = new Hands();
    tree.follow(hands as unknown as vscode.TreeView<Node>);
    await jobs.fail('mail', 1, new Error('no stock'));
    await jobs.fail('mail', 1, new Error('no address'));
    await jobs.delay('mail', 2, 3_600_000);
    await connections.set(entryOf(redis));
    await connections.sessions.watch();
    const session = connections.sessions.all[0] ?? assert.fail('no session');
    await waitFor(() => session.monitor?.isComplete, { message: 'the queues' });
    await session.allCauses!.open();
    const search = session.searches!.add(parseQuery('attempts > -1'), {
      ...{ queues: session.monitor!.queues, states: JOB_STATES },
    });
    await search.run();
    const all: Node[] = [];
    const openAll = async (row?: Node) => {
      for (const child of await tree.getChildren(row)) {
        if (child instanceof StateNode) hands.open(child);
        all.push(child);
        await openAll(child);
      }
    };
    await openAll();
    const of = (token: string) => all.filter((row) => row.item().contextValue?.split(' ')[0] === token);
    rows = {
      ...{ job: of('job'), cause: of('cause'), 'cause of all queues': of('sharedCause') },
      ...{ search: [...of('search'), ...of('found')], state: of('state'), queue: of('queue') },
      connection: all.filter((row) => row instanceof ConnectionNode),
    };
  });
  after(async () => {
    tree.dispose();
    connections.dispose();
    await jobs.close();
    await redis.stop();
  });

  const commandsOn = (column: Column) => [...new Set(rows[column].flatMap(offeredOn))];

  it('is what docs/actions.md says', () => {
    for (const column of COLUMNS) assert.ok(rows[column].length > 0, `there is a ${column}`);
    const table = page.split('\n').filter((line) => line.startsWith('| '));
    const [head = '', , ...lines] = table;
    assert.deepEqual(cells(head).slice(1), COLUMNS);
    const said = Object.fromEntries(lines.map(cells).map(([action = '', ...on]) => [action, on] as const));
    const menus = Object.entries(ACTIONS).map(([action, some]) => {
      const isOn = (column: Column) => commandsOn(column).some((each) => (some as readonly CommandId[]).includes(each));
      return [action, COLUMNS.map((column) => (isOn(column) ? 'yes' : ''))] as const;
    });
    assert.deepEqual(said, Object.fromEntries(menus));
  });

  it('is taken by the command that a menu offers, with that row', async () => {
    let runs = 0;
    const record = () => void runs++;
    const recorder = new Proxy({}, { get: (_, name) => (name === 'on' ? () => record : record) }) as unknown as never;
    const handlers = actionHandlers(new Targets(tree), {
      ...{ onRetry: recorder, onActions: recorder, onQueues: recorder, onEdits: recorder, onAdds: recorder },
    });
    const known = Object.values(ACTIONS).flat() as readonly CommandId[];
    assert.deepEqual(Object.keys(handlers).sort(), [...known, ...ON_DOCUMENTS].sort());
    for (const column of COLUMNS) {
      for (const row of rows[column]) {
        for (const command of offeredOn(row).filter((each) => known.includes(each))) {
          runs = 0;
          await handlers[command as keyof typeof handlers](row, [row]);
          assert.equal(runs, 1, `${command} on a ${column}`);
        }
      }
    }
  });
});
