import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { MemoryFiles, processesInCode } from '../../src/lint';
import { connectionReport, type ConnectionReport } from '../../src/link/connection-report';
import type { ClientInfo } from '../../src/queues';
import { indexed } from '../lint/support/corpus';

const worker = (queue: string) => `bull:${Buffer.from(queue).toString('base64')}`;
const client = (port: number, name = '', rest: Partial<ClientInfo> = {}): ClientInfo => ({
  ...{ address: `10.0.0.7:${port}`, name, age: 150, idle: 3, subscriptions: 0 },
  ...rest,
});
const queue = (name: string, waiting: number | null) => ({ ref: { prefix: 'bull', name }, waiting });
const report = (parts: Partial<ConnectionReport>): string[] =>
  connectionReport({
    ...{ connection: 'staging', at: Date.UTC(2026, 10, 26, 2), clients: [], limit: null, queues: [], processes: [] },
    ...{ instances: {}, isCodeRead: true, timeToConnect: 218 },
    connected: parts.clients?.length ?? 0,
    ...parts,
  }).split('\n');

describe('a report of connections', () => {
  it('says how many there are, and what the code opens, where the server does not tell whose they are', () => {
    const lines = report({ clients: null, connected: 36, limit: 40, queues: [queue('mail', 3)] });
    assert.deepEqual(lines.slice(2, 6), [
      '36 connections of the 40 that the server allows (maxclients)',
      '  Whose they are is not known: the server refuses CLIENT LIST to this user.',
      '',
      'What the processes of this workspace open, each time one starts',
    ]);
    assert.equal(report({ clients: null, connected: null })[2], 'Some connections');
  });
  it('tells workers by queue, who else is connected, and what the code opens', () => {
    const lines = report({
      limit: 10_000,
      instances: { 'src/worker.ts': 4 },
      queues: [queue('ai-parsing', 3), queue('mail', 41), queue('sms', 0)],
      clients: [
        client(51_234, worker('ai-parsing')),
        client(5_123, worker('ai-parsing'), { age: 7_300, idle: 0 }),
        client(2, '', { subscriptions: 2 }),
        client(3, 'bull-lens'),
        client(4),
        client(5),
      ],
      processes: [
        {
          file: '/shop/src/worker.ts',
          entry: 'src/worker.ts',
          queues: 11,
          own: 33,
          shared: 13,
          sharedAtMost: 13,
          isUpTo: false,
          isAtLeast: false,
        },
        {
          file: '/shop/api/orders.ts',
          entry: 'api/orders.ts',
          queues: 1,
          own: 3,
          shared: 3,
          sharedAtMost: 3,
          isUpTo: true,
          isAtLeast: false,
        },
      ],
    });
    assert.match(lines[0]!, /^Connections of staging, Nov 2\d, 2026, /);
    assert.deepEqual(lines.slice(2), [
      '6 connections of the 10,000 that the server allows (maxclients)',
      '  2  workers, each waiting for the jobs of one queue',
      '  1  subscribers to channels: of workers, and of who waits for events',
      '  1  Bull Lens',
      '  2  others: Redis does not tell of which queue, or of what',
      '',
      'Workers by queue',
      '  ai-parsing: 2 workers · 3 waiting',
      '    10.0.0.7:51234  open for 2 min  idle for 3 sec',
      '    10.0.0.7:5123   open for 2 hr   idle for 0 sec',
      '  mail: no worker · 41 waiting',
      '  sms: no worker',
      '',
      'What the processes of this workspace open, each time one starts',
      '  src/worker.ts: 33 for 11 queues; 13 when they share client and subscriber',
      '    opened one after the other: 7.2 sec; 2.8 sec when they share',
      '    4 instances: 132; 52 when they share',
      '  api/orders.ts: up to 3 for 1 queue',
      '    opened one after the other: up to 654 ms',
      '',
      'One new connection took 218 ms just now: what a start costs lies between that and all one after the other.',
      '',
    ]);
  });

  it('has the sums of the code that makes 11 queues from a list, at 218 ms for a connection', () => {
    const { linter } = indexed(filesOf(resolve(__dirname, '../fixtures/purchase-orders')), []);
    const processes = linter.ask('api/_lib/order-queues.js', processesInCode) ?? [];
    const text = report({ processes, timeToConnect: 218 }).join('\n');
    assert.ok(
      text.includes(`  api/drain.js: up to 33 for 11 queues; 13 when they share client and subscriber
    opened one after the other: up to 7.2 sec; 2.8 sec when they share
`),
      text,
    );
  });

  it('says how many there are at least when they share, where they may be of one Redis or of two', () => {
    const worker = { file: '/shop/worker.ts', entry: 'worker.ts', queues: 2, own: 6, shared: 4, sharedAtMost: 6 };
    const lines = (isUpTo: boolean) => report({ processes: [{ ...worker, isUpTo, isAtLeast: false }] });
    assert.ok(lines(false).includes('  worker.ts: 6 for 2 queues; at least 4 when they share client and subscriber'));
    assert.ok(lines(true).includes('  worker.ts: up to 6 for 2 queues; about 4 when they share client and subscriber'));
  });

  it('says what it cannot tell where no connection is named', () => {
    const lines = report({ queues: [queue('mail', 1)], clients: [client(1)] });
    assert.ok(lines.some((line) => line.endsWith('none runs, or the server refuses CLIENT SETNAME.')));
    assert.ok(lines.includes('  No process of this workspace is seen to open connections of its own.'));
  });

  it('does not say that the code opens none before all of it is read', () => {
    const lines = report({ isCodeRead: false });
    assert.ok(lines.includes('  The code is still being read: show the connections again for what it opens.'));
    assert.doesNotMatch(lines.join(), /No process/);
  });

  it('takes no queue for one whose name begins the same', () => {
    // The base64 of `abc` is the start of that of `abcdef`.
    const lines = report({ queues: [queue('abc', null)], clients: [client(1, worker('abcdef'))] });
    assert.ok(lines.includes('  abc: no worker'));
  });
});

function filesOf(folder: string): MemoryFiles {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const named = paths.map(({ parentPath, name }) => join(parentPath, name));
  return new MemoryFiles(
    Object.fromEntries(named.map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')])),
  );
}
