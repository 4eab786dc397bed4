import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import type Redis from 'ioredis';
import type { QueueRef } from '../../../src/bull/keys';
import {
  jobIdFromKey,
  type ActionOutcome,
  type ConnectionSpec,
  type JobId,
  type RedisConnection,
  type RedisEndpoint,
} from '../../../src/queues';
import { Action } from '../../../src/queues/actions/action';
import { discardAction } from '../../../src/queues/actions/discard';
import { removeAction } from '../../../src/queues/actions/remove';
import { BullJobs } from '../../support/bull';
import { monitorOf } from '../../support/monitor';
import { startRedis, type RedisServer } from '../../support/redis';
import { olderScripts, strictScripts, type ScriptServer } from '../../support/script-servers';
import { waitFor } from '../../support/wait-for';
import { Scope } from '../support';
import { areCompleted, asked, everyId, JOBS, rows } from './rows';
import { Snapshot } from './snapshot';
import { idsInLists } from './support';

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

describe('An action happens whole or not at all', () => {
  let server: RedisServer;
  let older: ScriptServer;
  let strict: ScriptServer;
  let workers: Scope;
  let scope: Scope;
  let admin: Redis;
  let admins: RedisConnection;
  let ran: string[] = [];
  const snapshots = new Map<string, Snapshot>();

  before(async () => {
    server = await startRedis({ args: ['--enable-protected-configs', 'yes'] });
    older = await olderScripts(server.port);
    strict = await strictScripts(server.port);
    admin = server.connect();
    for (const { title, prepare, queue } of rows) {
      await admin.flushall();
      const jobs = new BullJobs(server);
      await prepare(jobs, queue);
      await jobs.close();
      snapshots.set(title, await Snapshot.take(admin));
    }
    workers = new Scope(server);
    admins = workers.connection();
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

  const connectAs = async (acl: string, changes: Partial<ConnectionSpec & RedisEndpoint> = {}) => {
    await admin.call('ACL', 'SETUSER', 'bob', 'reset', 'on', '>pw', ...acl.split(' '));
    return scope.connection({ username: 'bob', password: 'pw', ...changes });
  };

  it('is tried for every action that there is', async () => {
    const folder = join(__dirname, '../../../src/queues/actions');
    const modules = await Promise.all(
      readdirSync(folder).map((file) => import(join(folder, file)) as Promise<Record<string, unknown>>),
    );
    const all = modules.flatMap((module) => Object.values(module)).filter((value) => value instanceof Action);
    assert.deepEqual(new Set(rows.map(({ action }) => action)), new Set(all));
  });

  /** Commands that the actions were seen to use. */
  const usedBy = new Map<Action, Set<string>>();

  for (const row of rows) {
    const { title, action, queue, hasHappened, left, isBeside } = row;
    const perform = (connection: RedisConnection, of: QueueRef, ids: readonly JobId[]) =>
      row.perform(connection, of, ids, admins);
    const ref = { prefix: 'bull', name: queue };
    const base = `bull:${queue}:`;
    const commands = [...new Set(Object.values(action.uses).flat())];
    const used = (usedBy.get(action) ?? usedBy.set(action, new Set()).get(action))!;
    const writes: readonly string[] = commands.filter((command) =>
      /^([HZLRS]?(DEL|SET|REM|PUSH|ADD)|RENAME|LINSERT)$/.test(command),
    );

    const ofQueue = Object.keys(action.uses).filter((key) => !['job', 'lock', 'logs', 'other'].includes(key));
    const ofJobs = isBeside
      ? []
      : Object.keys(action.uses).flatMap((key) => ({ job: ['3'], lock: ['3:lock'], logs: ['3:logs'] })[key] ?? []);

    /** Rules of a user who may do everything with all keys but one. */
    const onAllKeysBut = (key: string) => {
      const keys = [
        ...new Set(action.rights(ref, everyId).map((right) => right.key!)),
        `${base}de:*`,
        `${base}repeat:*`,
      ];
      return [...keys.filter((other) => other !== base + key).map((other) => `~${other}`), '&*', '+@all'].join(' ');
    };

    /** Every job that was asked for is told of once, and stands in one list. */
    async function assertNothingIsLost(outcome: ActionOutcome, ids: readonly string[] = everyId): Promise<void> {
      const { problem, ...ends } = outcome;
      const told = Object.values(ends).flatMap((jobs) => jobs.map(({ text }) => text));
      assert.deepEqual(told.sort(), everyId, `told of each job once, with the problem: ${problem?.message ?? 'none'}`);
      const listed = await idsInLists(admin, queue);
      assert.deepEqual(
        listed.filter((id) => !id.startsWith('repeat:')),
        [...ids].sort(),
        'each job in exactly one list',
      );
    }

    describe(title, () => {
      let asBefore: Snapshot;

      const assertNothingHasChanged = async (outcome: ActionOutcome) => {
        await assertNothingIsLost(outcome);
        assert.equal(outcome.refused.length, JOBS);
        assert.deepEqual(await asBefore.contentsNow(), asBefore.contents, 'all as it was');
        assert.deepEqual(ran, []);
      };
      const assertHasHappened = async (outcome: ActionOutcome) => {
        assert.equal(outcome.problem?.message, undefined);
        assert.equal(outcome.done.length, JOBS);
        await waitFor(() => hasHappened(admin), { message: title });
        await assertNothingIsLost(outcome, left);
        assert.deepEqual(ran.sort(), hasHappened === areCompleted ? everyId : [], 'each job ran once, or none');
      };
      const assertWhole = (outcome: ActionOutcome) =>
        outcome.problem ? assertNothingHasChanged(outcome) : assertHasHappened(outcome);

      beforeEach(async () => {
        asBefore = snapshots.get(title)!;
        scope = new Scope(server);
        ran = [];
        await asBefore.restore();
      });
      afterEach(() => scope.close());

      it('uses no commands but those that it says', async () => {
        await asBefore.restoreAs('quiet', queue);
        const monitor = await monitorOf(server.connect());
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
        const declared: readonly string[] = [...commands, 'PUBLISH'];
        assert.deepEqual(
          [...used].filter((command) => !declared.includes(command)),
          [],
        );
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

        for (const key of [...ofQueue, ...ofJobs]) {
          it(`changes nothing and names it where the user may not touch …:${key}`, async () => {
            const outcome = await perform(await connectAs(onAllKeysBut(key)), ref, asked);
            await assertNothingHasChanged(outcome);
            assert.match(outcome.problem?.message ?? '', new RegExp(`the ACL user bob use \\w+ on ${base}${key}\\.`));
          });

          it(`changes nothing where the user may only read …:${key}`, async () => {
            const outcome = await perform(await connectAs(`${onAllKeysBut(key)} %R~${base}${key}`), ref, asked);
            await assertNothingHasChanged(outcome);
            assert.equal(outcome.problem?.kind, 'permission');
          });
        }

        it('changes nothing where one command is permitted on other keys only', async () => {
          const command = writes[0]!.toLowerCase();
          const connection = await connectAs(`~* &* +@all -${command}`);
          await admin.call('ACL', 'SETUSER', 'bob', `(~other:* +${command})`);
          await assertNothingHasChanged(await perform(connection, ref, asked));
        });

        for (const [what, rules] of [
          ['PUBLISH', '~* &* +@all -publish'],
          ['every channel', '~* resetchannels +@all'],
          ['all channels but others', '~* resetchannels &other:* +@all'],
        ] as const) {
          it(`does everything where ${what} is refused, since the workers find the jobs without`, async () => {
            await admin.call('ACL', 'LOG', 'RESET');
            await assertHasHappened(await perform(await connectAs(rules), ref, asked));
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
            if (writes.includes(command)) assert.match(outcome.problem?.message ?? '', new RegExp(`use ${command} on`));
            if (outcome.problem) assert.equal(outcome.problem.kind, 'permission');
          });
        }

        for (const key of [...ofQueue, ...ofJobs]) {
          it(`changes nothing where the user may not touch …:${key}`, async () => {
            const outcome = await perform(await connectAs(onAllKeysBut(key), { port: older.port }), ref, asked);
            await assertNothingHasChanged(outcome);
            assert.equal(outcome.problem?.kind, 'permission');
          });
        }

        it('does everything where PUBLISH is refused', async () => {
          const connection = await connectAs('~* resetchannels +@all -publish', { port: older.port });
          await assertHasHappened(await perform(connection, ref, asked));
        });

        if (['ZREM', 'LPUSH'].every((command) => (commands as readonly string[]).includes(command))) {
          it('keeps each job where it is, and knows that it does not know, where a push is refused against all signs', async () => {
            const connection = await connectAs('~* &* +@all -lpush -rpush', { port: older.port });
            await admin.call('ACL', 'SETUSER', 'bob', `(~${base}1 ~${base}failed +lpush +rpush)`);
            const outcome = await perform(connection, ref, asked);
            await assertNothingIsLost(outcome);
            assert.deepEqual(await idsInLists(admin, queue), everyId);
            assert.equal(await admin.llen(`${base}wait`), 0);
            assert.equal(outcome.unknown.length, JOBS);
            assert.match(outcome.problem?.message ?? '', /^staging: Redis stopped half way: /);
          });
        }
      });

      it('declares every key that it touches, as strict engines want it', async () => {
        await assertHasHappened(await perform(scope.connection({ port: strict.port }), ref, asked));
      });

      for (const when of ['before', 'after'] as const) {
        it(`runs each job once or not at all where the socket is cut ${when} Redis has the script`, async () => {
          // Redis knows the script by then, so that one command does it all.
          await perform(scope.connection(), { ...ref, name: 'nothing' }, asked);
          await asBefore.restore();
          const port = await cutAtScripts(server, when, scope);
          const outcome = await perform(scope.connection({ port }), ref, asked);
          assert.equal(outcome.unknown.length, JOBS);
          assert.equal(outcome.problem?.kind, 'closed');
          if (when === 'after')
            return assertHasHappened({ ...outcome, done: outcome.unknown, unknown: [], problem: null });
          return assertNothingHasChanged({ ...outcome, refused: outcome.unknown, unknown: [] });
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

  // After all of the above, which stand in folders of their own.
  describe('the rights that the actions ask for', () => {
    it('are none that they do not use', () => {
      // What a limiter holds back and the runs of repeatable jobs are in tests of their own.
      const inOwnTests = new Map([removeAction, discardAction].map((action) => [action, ['HDEL', 'SREM', 'ZCOUNT']]));
      for (const [action, used] of usedBy) {
        const commands = [...new Set(Object.values(action.uses).flat())];
        const unused = commands.filter((command) => !used.has(command));
        assert.deepEqual(
          unused.filter((command) => !inOwnTests.get(action)?.includes(command)),
          [],
          action.name,
        );
      }
    });
  });
});
