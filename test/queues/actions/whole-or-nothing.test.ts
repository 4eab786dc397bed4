import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import type Redis from 'ioredis';
import type { QueueRef } from '../../../src/bull/keys';
import {
  jobIdFromKey,
  retryEach,
  retryMany,
  retryPaced,
  type ActionOutcome,
  type ConnectionSpec,
  type JobId,
  type RedisConnection,
  type RedisEndpoint,
} from '../../../src/queues';
import { Action } from '../../../src/queues/actions/action';
import { retryEachAction, retryManyAction } from '../../../src/queues/actions/retry';
import { BullJobs } from '../../support/bull';
import { startRedis, type RedisServer } from '../../support/redis';
import { olderScripts, strictScripts, type ScriptServer } from '../../support/script-servers';
import { waitFor } from '../../support/wait-for';
import { Scope } from '../support';

const JOBS = 6;
const ref = { prefix: 'bull', name: 'orders' };
const base = 'bull:orders:';
const asked = Array.from({ length: JOBS }, (_, i) => jobIdFromKey(`text:${i + 1}`));
const everyId = asked.map(({ text }) => text);

interface Row {
  readonly name: string;
  readonly action: Action;
  /** Does it to jobs that a worker has failed. */
  readonly perform: (connection: RedisConnection, queue: QueueRef, ids: readonly JobId[]) => Promise<ActionOutcome>;
}

/** Every way to change jobs. */
const rows: readonly Row[] = [
  { name: 'retryEach', action: retryEachAction, perform: retryEach },
  { name: 'retryMany', action: retryManyAction, perform: retryMany },
  {
    name: 'retryPaced',
    action: retryManyAction,
    perform: (connection, queue, ids) =>
      retryPaced(connection, { ref: queue, kind: 'bull' }, ids, { rate: 1_000, keys: null }),
  },
];

/** The keys that an action uses, as they stand after the queue's own: those of the third job, and the queue's. */
const keysOf = ({ uses }: Action) =>
  Object.keys(uses).map((on) => (on === 'job' ? '3' : on === 'lock' ? '3:lock' : on));

/** Rules of a user who may do everything with all keys that an action uses but one. */
function onAllKeysBut(key: string, action: Action): string {
  const keys = [...keysOf(action), ...everyId.flatMap((id) => [id, `${id}:lock`])];
  return [...keys.filter((other) => other !== key).map((other) => `~${base}${other}`), '&*', '+@all'].join(' ');
}

type Step = (admin: Redis) => Promise<unknown>;

/** What a Redis can be in, and how it is made so and made well again. */
const STATES: readonly (readonly [state: string, begin: Step, end: Step])[] = [
  [
    'whose memory is full',
    (admin) => admin.config('SET', 'maxmemory', '1'),
    (admin) => admin.config('SET', 'maxmemory', '0'),
  ],
  ['that is a read-only replica', (admin) => admin.replicaof('127.0.0.1', 1), (admin) => admin.replicaof('NO', 'ONE')],
  [
    'that cannot save (MISCONF)',
    async (admin) => {
      await admin.config('SET', 'dir', '/proc');
      await admin.config('SET', 'save', '3600 1');
      await admin.bgsave();
      await waitFor(async () => {
        const info = await admin.info('persistence');
        return info.includes('rdb_bgsave_in_progress:0') && info.includes('rdb_last_bgsave_status:err');
      });
    },
    (admin) => admin.config('SET', 'save', ''),
  ],
  [
    'that lacks its replicas (NOREPLICAS)',
    (admin) => admin.config('SET', 'min-replicas-to-write', '1'),
    (admin) => admin.config('SET', 'min-replicas-to-write', '0'),
  ],
];

/** The port of a proxy that cuts the socket of a client which sends a script, before or after Redis has it. */
async function cutAtScripts(server: RedisServer, when: 'before' | 'after', scope: Scope): Promise<number> {
  const proxy = createServer((client) => {
    const upstream = connect(server.port, '127.0.0.1');
    client.on('data', (chunk) => {
      const isScript = chunk.includes('EVALSHA');
      if (isScript && when === 'before') return client.destroy();
      return upstream.write(chunk, () => isScript && client.destroy());
    });
    upstream.on('data', (chunk) => client.write(chunk)).on('error', () => {});
    client.on('close', () => upstream.end()).on('error', () => {});
  }).listen(0, '127.0.0.1');
  scope.onClose(() => proxy.close());
  await once(proxy, 'listening');
  return (proxy.address() as AddressInfo).port;
}

/** The queue as a worker left it. */
class Snapshot {
  private constructor(
    private readonly admin: Redis,
    private readonly keys: readonly (readonly [key: string, value: Buffer])[],
    readonly jobs: unknown,
  ) {}

  static async take(admin: Redis): Promise<Snapshot> {
    const names = await admin.keys('*');
    const keys = await Promise.all(names.map(async (key) => [key, await admin.dumpBuffer(key)] as const));
    return new Snapshot(admin, keys, await jobsNow(admin));
  }

  async restore(): Promise<void> {
    const multi = this.admin.multi().flushall();
    for (const [key, value] of this.keys) multi.restore(key, 0, value);
    await multi.exec();
  }

  /** As another queue, which no worker knows. */
  async restoreAs(name: string): Promise<void> {
    const multi = this.admin.multi();
    for (const [key, value] of this.keys) multi.restore(key.replace(base, `bull:${name}:`), 0, value);
    await multi.exec();
  }

  jobsNow(): Promise<unknown> {
    return jobsNow(this.admin);
  }
}

async function jobsNow(admin: Redis): Promise<unknown> {
  return Promise.all(everyId.map((id) => admin.hgetall(base + id)));
}

/** Every id that any list of the queue holds, at one moment. */
async function idsInLists(admin: Redis): Promise<string[]> {
  const multi = admin.multi();
  for (const list of ['wait', 'paused', 'active']) multi.lrange(base + list, 0, -1);
  for (const set of ['failed', 'completed', 'delayed']) multi.zrange(base + set, 0, -1);
  const replies = (await multi.exec()) ?? [];
  return replies.flatMap(([, ids]) => ids as string[]).sort();
}

describe('An action happens whole or not at all', () => {
  let server: RedisServer;
  let older: ScriptServer;
  let strict: ScriptServer;
  let workers: Scope;
  let scope: Scope;
  let admin: Redis;
  let failed: Snapshot;
  let ran: string[] = [];

  before(async () => {
    server = await startRedis({ args: ['--enable-protected-configs', 'yes'] });
    older = await olderScripts(server.port);
    strict = await strictScripts(server.port);
    admin = server.connect();
    workers = new Scope(server);
    const jobs = new BullJobs(server);
    await jobs.fail('orders', 1, new Error('boom'), { lifo: true });
    await jobs.fail('orders', JOBS - 1, new Error('boom'));
    await jobs.close();
    failed = await Snapshot.take(admin);
    void workers.queue('orders', { settings: { retryProcessDelay: 50 } }).process((job) => {
      ran.push(String(job.id));
      return Promise.resolve('done');
    });
  });
  after(async () => {
    await workers.close();
    older.close();
    strict.close();
    await server.stop();
  });
  beforeEach(async () => {
    scope = new Scope(server);
    ran = [];
    await failed.restore();
  });
  afterEach(() => scope.close());

  const connectAs = async (acl: string, changes: Partial<ConnectionSpec & RedisEndpoint> = {}) => {
    await admin.call('ACL', 'SETUSER', 'bob', 'reset', 'on', '>pw', ...acl.split(' '));
    return scope.connection({ username: 'bob', password: 'pw', ...changes });
  };

  /** Every job that was asked for is told of once, and stands in one list. */
  async function assertNothingIsLost(outcome: ActionOutcome): Promise<void> {
    const { problem, ...ends } = outcome;
    const told = Object.values(ends).flatMap((jobs) => jobs.map(({ text }) => text));
    assert.deepEqual(told.sort(), everyId, `told of each job once, with the problem: ${problem?.message ?? 'none'}`);
    assert.deepEqual(await idsInLists(admin), everyId, 'each job in exactly one list');
  }

  async function assertNothingHasChanged(outcome: ActionOutcome): Promise<void> {
    await assertNothingIsLost(outcome);
    assert.equal(outcome.refused.length, JOBS);
    assert.deepEqual(await failed.jobsNow(), failed.jobs, 'the jobs as they were');
    assert.deepEqual(ran, []);
  }

  async function assertAllRan(outcome: ActionOutcome): Promise<void> {
    await assertNothingIsLost(outcome);
    assert.equal(outcome.done.length, JOBS);
    assert.equal(outcome.problem, null);
    await waitFor(async () => (await admin.zcard(`${base}completed`)) === JOBS, { message: 'all jobs to complete' });
    await assertNothingIsLost(outcome);
    assert.deepEqual(ran.sort(), everyId, 'each job ran once');
  }

  const assertWhole = (outcome: ActionOutcome) =>
    outcome.problem ? assertNothingHasChanged(outcome) : assertAllRan(outcome);

  it('is tried for every action that there is', async () => {
    const folder = join(__dirname, '../../../src/queues/actions');
    const modules = await Promise.all(
      readdirSync(folder).map((file) => import(join(folder, file)) as Promise<Record<string, unknown>>),
    );
    const all = modules.flatMap((module) => Object.values(module)).filter((value) => value instanceof Action);
    assert.deepEqual(new Set(rows.map(({ action }) => action)), new Set(all));
  });

  for (const { name, perform, action } of rows) {
    const commands = [...new Set(Object.values(action.uses).flat())];
    const keys = keysOf(action);

    describe(name, () => {
      it('uses the commands that it says, and no others', async () => {
        await failed.restoreAs('quiet');
        const monitor = await server.connect().monitor();
        const used = new Set<string>();
        monitor.on('monitor', (_time: string, [command = '', key = '']: string[], source: string) => {
          if (source === 'lua' && key.startsWith('bull:quiet:')) used.add(command.toUpperCase());
          if (key === 'over') monitor.disconnect();
        });
        const ended = once(monitor, 'end');
        const quiet = { ...ref, name: 'quiet' };
        await perform(scope.connection(), quiet, [jobIdFromKey('text:9'), ...asked.slice(1, 2)]);
        await perform(scope.connection(), quiet, [...asked.slice(2), ...asked.slice(0, 1)]);
        await admin.echo('over');
        await ended;
        used.delete('PUBLISH');
        assert.deepEqual([...used].sort(), commands.toSorted());
      });

      describe('on Redis 7', () => {
        for (const command of ['EVALSHA', 'EVAL', ...commands]) {
          it(`changes nothing and names it where ${command} is refused`, async () => {
            await admin.script('FLUSH');
            const connection = await connectAs(`~* &* +@all -${command.toLowerCase()}`);
            const outcome = await perform(connection, ref, asked);
            await assertNothingHasChanged(outcome);
            assert.equal(outcome.problem?.kind, 'permission');
            assert.match(outcome.problem.message, new RegExp(`^staging: .* the ACL user bob use ${command}\\b`));
          });
        }

        for (const key of keys) {
          it(`changes nothing and names it where the user may not touch …:${key}`, async () => {
            const outcome = await perform(await connectAs(onAllKeysBut(key, action)), ref, asked);
            await assertNothingHasChanged(outcome);
            assert.match(outcome.problem?.message ?? '', new RegExp(`the ACL user bob use \\w+ on ${base}${key}\\.`));
          });

          it(`changes nothing where the user may only read …:${key}`, async () => {
            const outcome = await perform(await connectAs(`${onAllKeysBut(key, action)} %R~${base}${key}`), ref, asked);
            await assertNothingHasChanged(outcome);
            assert.equal(outcome.problem?.kind, 'permission');
          });
        }

        it('changes nothing where one command is permitted on other keys only', async () => {
          const connection = await connectAs('~* &* +@all -zrem');
          await admin.call('ACL', 'SETUSER', 'bob', '(~other:* +zrem)');
          await assertNothingHasChanged(await perform(connection, ref, asked));
        });

        for (const [what, rules] of [
          ['PUBLISH', '~* &* +@all -publish'],
          ['every channel', '~* resetchannels +@all'],
          ['all channels but others', '~* resetchannels &other:* +@all'],
        ] as const) {
          it(`does everything where ${what} is refused, since the workers find the jobs without`, async () => {
            await admin.call('ACL', 'LOG', 'RESET');
            await assertAllRan(await perform(await connectAs(rules), ref, asked));
            assert.deepEqual(await admin.call('ACL', 'LOG'), [], 'and does not try it');
          });
        }
      });

      describe('on a Redis before 7.0, that does not tell a script what is permitted', () => {
        for (const command of ['EVALSHA', 'EVAL', ...commands]) {
          it(`changes nothing, or everything where it can do without, if ${command} is refused`, async () => {
            await admin.script('FLUSH');
            const connection = await connectAs(`~* &* +@all -${command.toLowerCase()}`, { port: older.port });
            const outcome = await perform(connection, ref, asked);
            await assertWhole(outcome);
            const writes = (await admin.call('ACL', 'CAT', 'write')) as string[];
            if (writes.includes(command.toLowerCase()))
              assert.match(outcome.problem?.message ?? '', new RegExp(`use ${command} on`));
            if (outcome.problem) assert.equal(outcome.problem.kind, 'permission');
          });
        }

        for (const key of keys) {
          it(`changes nothing where the user may not touch …:${key}`, async () => {
            const outcome = await perform(await connectAs(onAllKeysBut(key, action), { port: older.port }), ref, asked);
            await assertNothingHasChanged(outcome);
            assert.equal(outcome.problem?.kind, 'permission');
          });
        }

        it('does everything where PUBLISH is refused', async () => {
          const connection = await connectAs('~* resetchannels +@all -publish', { port: older.port });
          await assertAllRan(await perform(connection, ref, asked));
        });

        it('keeps each job where it is, and knows that it does not know, where a push is refused against all signs', async () => {
          const connection = await connectAs('~* &* +@all -lpush -rpush', { port: older.port });
          await admin.call('ACL', 'SETUSER', 'bob', `(~${base}failed +lpush +rpush)`);
          const outcome = await perform(connection, ref, asked);
          await assertNothingIsLost(outcome);
          assert.equal(await admin.zcard(`${base}failed`), JOBS);
          assert.equal(outcome.unknown.length, JOBS);
          assert.match(outcome.problem?.message ?? '', /^staging: Redis stopped half way: /);
        });
      });

      it('declares every key that it touches, as strict engines want it', async () => {
        await assertAllRan(await perform(scope.connection({ port: strict.port }), ref, asked));
      });

      for (const when of ['before', 'after'] as const) {
        it(`runs each job once or not at all where the socket is cut ${when} Redis has the script`, async () => {
          // Redis knows the script by then, so that one command does it all.
          await perform(scope.connection(), { ...ref, name: 'nothing' }, asked);
          const port = await cutAtScripts(server, when, scope);
          const outcome = await perform(scope.connection({ port }), ref, asked);
          await assertNothingIsLost(outcome);
          assert.equal(outcome.unknown.length, JOBS);
          assert.equal(outcome.problem?.kind, 'closed');
          if (when === 'before') assert.deepEqual(await failed.jobsNow(), failed.jobs);
          else await waitFor(async () => (await admin.zcard(`${base}completed`)) === JOBS);
          await assertNothingIsLost(outcome);
          assert.deepEqual(ran.sort(), when === 'before' ? [] : everyId);
        });
      }

      it('sends nothing where Redis takes no more clients', async () => {
        const [, limit = ''] = (await admin.config('GET', 'maxclients')) as string[];
        const clients = Number(/connected_clients:(\d+)/.exec(await admin.info('clients'))?.[1]);
        await admin.config('SET', 'maxclients', String(clients));
        const outcome = await perform(scope.connection(), ref, asked);
        await admin.config('SET', 'maxclients', limit);
        assert.equal(outcome.unsent.length, JOBS);
        assert.equal(outcome.problem?.kind, 'too-many-clients');
        await assertNothingIsLost(outcome);
      });

      for (const [state, begin, end] of STATES) {
        for (const engine of ['Redis 7', 'a Redis before 7.0'] as const) {
          it(`changes nothing, or everything, on ${engine} ${state}`, async () => {
            const connection = scope.connection(engine === 'Redis 7' ? {} : { port: older.port });
            await connection.run((redis) => redis.ping());
            await begin(admin);
            const outcome = await perform(connection, ref, asked);
            await end(admin);
            await assertWhole(outcome);
          });
        }
      }
    });
  }
});
