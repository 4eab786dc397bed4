import assert from 'node:assert/strict';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { ShownData } from '../../src/job-data/shown-data';
import {
  ClientPool,
  FailureCauses,
  JobSearches,
  LiveQueues,
  parseQuery,
  QueueMonitor,
  type KnownQueue,
} from '../../src/queues';
import { startRedis, type RedisServer } from '../support/redis';
import { waitFor } from '../support/wait-for';
import { QUICK, Scope, spec } from './support';

const orders: KnownQueue = { ref: { prefix: 'bull', name: 'orders' }, kind: 'bull' };
const JOBS = 3_000;

/** What stands before a master and its replicas: one address, behind which another server takes over. */
class Address {
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;
  port = 0;

  /** `target`: the port that it leads to; null while it leads nowhere. */
  constructor(private target: number | null) {
    this.server = createServer((client) => {
      if (this.target === null) return void client.destroy();
      const redis = connect(this.target, '127.0.0.1');
      for (const socket of [client, redis]) {
        this.sockets.add(socket);
        socket.on('error', () => {}).on('close', () => [client, redis].forEach((each) => each.destroy()));
      }
      client.pipe(redis).pipe(client);
    });
  }

  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.port = (this.server.address() as { port: number }).port;
  }

  /** At once, so that nothing that is asked for from here on is answered by the old one. */
  leadNowhere(): void {
    this.target = null;
    for (const socket of this.sockets) socket.destroy();
  }

  leadTo(port: number): void {
    this.target = port;
  }

  close(): void {
    this.server.close();
    this.leadNowhere();
  }
}

describe('A failover', function () {
  this.timeout(60_000);
  let master: RedisServer;
  let replica: RedisServer;
  let address: Address;
  let scope: Scope;
  let pool: ClientPool;

  beforeEach(async () => {
    master = await startRedis();
    const admin = master.connect();
    for (let first = 0; first < JOBS; first += 500) {
      const jobs = admin.pipeline();
      for (let i = first; i < first + 500; i++) {
        const failed = {
          name: 'work',
          data: `{"orderId":${i}}`,
          failedReason: `Order ${i} not found`,
          finishedOn: i + 1,
        };
        jobs.hset(`bull:orders:${i}`, failed).zadd('bull:orders:failed', i + 1, i);
      }
      await jobs.set('bull:orders:id', JOBS).exec();
    }
    replica = await startRedis({ replicaOf: master });
    const copy = replica.connect();
    await waitFor(async () => (await copy.zcard('bull:orders:failed')) === JOBS, { message: 'the copy' });
    address = new Address(master.port);
    await address.open();
    scope = new Scope(replica);
    pool = new ClientPool(QUICK);
  });
  afterEach(async () => {
    pool.dispose();
    await scope.close();
    address.close();
    await master.stop();
    await replica.stop();
  });

  const connection = () => pool.connection(spec(master, { port: address.port }));
  const failOver = async () => {
    address.leadNowhere();
    await replica.connect().replicaof('NO', 'ONE');
    address.leadTo(replica.port);
    await master.stop();
  };
  const untilReconnected = (on: ReturnType<typeof connection>) =>
    waitFor(() => on.status.state === 'ready', { message: 'the new master' });

  it('in the middle of a search leaves what was found, says why it ended, and lets it be run again', async () => {
    const redis = connection();
    const searches = new JobSearches(redis, () => new ShownData());
    const search = searches.add(parseQuery('orderId > 100'), { queues: [orders], states: ['failed'] });
    const over: Promise<void>[] = [];
    search.onDidChange(() => {
      if (search.size > 0 && over.length === 0) over.push(failOver());
    });
    await search.run();
    assert.equal(search.isRunning, false);
    assert.match(search.problem ?? '', /^staging: /);
    assert.ok(search.size > 0 && search.looked < JOBS, `${search.size} of ${search.looked}`);
    await Promise.all(over);
    await untilReconnected(redis);
    await search.run();
    assert.deepEqual([search.problem, search.size, search.isFull], [null, 1_000, true]);
    searches.dispose();
  });

  it('in the middle of grouping leaves what was grouped, and the next refresh counts each job once', async () => {
    const redis = connection();
    const causes = new FailureCauses(redis, orders);
    const over: Promise<void>[] = [];
    causes.onDidChange(() => {
      if (causes.size > 0 && over.length === 0) over.push(failOver());
    });
    await causes.refresh();
    assert.deepEqual([causes.isComplete, causes.isReading], [false, false]);
    assert.match(causes.problem ?? '', /^staging: /);
    await Promise.all(over);
    await untilReconnected(redis);
    await causes.refresh();
    assert.deepEqual([causes.isComplete, causes.problem], [true, null]);
    assert.deepEqual(
      causes.groups?.map(({ count, pattern }) => [count, pattern]),
      [[JOBS, 'Order ‹number› not found']],
    );
    causes.dispose();
  });

  it('is followed by whoever listens: the new master tells of what happens from then on', async () => {
    const redis = connection();
    const monitor = new QueueMonitor(redis, { recall: () => [], remember: () => {} });
    await monitor.discover();
    const live = new LiveQueues(redis, monitor, pool);
    await live.start((known) => monitor.refreshQueues(known));
    await failOver();
    await waitFor(() => !live.isListening, { message: 'the old socket to be lost' });
    await waitFor(() => live.isListening, { message: 'the new one' });
    await scope.queue('orders').add({});
    await waitFor(() => monitor.find('bull', 'orders')?.snapshot?.counts.waiting === 1, { message: 'the job' });
    live.dispose();
    monitor.dispose();
  });
});
