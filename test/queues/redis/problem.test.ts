import assert from 'node:assert/strict';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type Redis from 'ioredis';
import { RedisProblem, type ProblemKind } from '../../../src/queues';
import { explain } from '../../../src/queues/redis/problem';
import { answeringServer } from '../../support/answering-server';
import { startRedis, type RedisServer, type RedisServerOptions } from '../../support/redis';
import { joinNodes, startNodes } from '../../support/redis-cluster';
import { waitFor } from '../../support/wait-for';
import { QUICK, Scope, spec } from '../support';

type Ask = (redis: Redis) => Promise<unknown>;

const write: Ask = (redis) => redis.set('a', 'b');

describe('What Redis refuses', () => {
  let scope: Scope;
  afterEach(() => scope.close());

  async function start(options: RedisServerOptions = {}): Promise<RedisServer> {
    const server = await startRedis(options);
    scope ??= new Scope(server);
    scope.onClose(() => server.stop());
    return server;
  }

  /** What a connection says of it. */
  async function problemOf(
    server: { readonly port: number },
    ask: Ask,
    user: { username?: string; password?: string } = {},
  ): Promise<RedisProblem> {
    const answer = scope.connection({ port: server.port, ...user }, QUICK).run(ask);
    const error = await answer.then(
      () => assert.fail('It answered.'),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof RedisProblem, String(error));
    return error;
  }

  function says(problem: RedisProblem, kind: ProblemKind, ...words: readonly RegExp[]): void {
    assert.equal(problem.kind, kind, problem.message);
    for (const pattern of words) assert.match(problem.message, pattern);
    assert.match(problem.message, /^staging: .*\.$/);
  }

  beforeEach(() => {
    scope = new Scope({ port: 0 } as RedisServer);
  });

  it('OOM', async () => {
    const server = await start({ args: ['--maxmemory', '100kb', '--maxmemory-policy', 'noeviction'] });
    says(await problemOf(server, write), 'out-of-memory', /all of its maxmemory/, /raise maxmemory/);
    const inScript: Ask = (redis) => redis.eval("return redis.call('SET', KEYS[1], 'b')", 1, 'a');
    says(await problemOf(server, inScript), 'out-of-memory');
  });

  it('READONLY', async () => {
    const replica = await start({ replicaOf: await start() });
    says(await problemOf(replica, write), 'read-only-replica', /Connect to its primary/);
  });

  it('MISCONF', async () => {
    const server = await start({ args: ['--save', '3600 1000000'] });
    const admin = server.connect();
    await rm(String(((await admin.config('GET', 'dir')) as string[])[1]), { recursive: true });
    await waitFor(async () => {
      await admin.bgsave().catch(() => {});
      return (await admin.info('persistence')).includes('rdb_last_bgsave_status:err');
    });
    says(await problemOf(server, write), 'cannot-save', /disk/);
  });

  it('NOREPLICAS', async () => {
    says(
      await problemOf(await start({ args: ['--min-replicas-to-write', '1'] }), write),
      'too-few-replicas',
      /replicas/,
    );
  });

  it('LOADING', async () => {
    const server = await start({
      args: ['--enable-debug-command', 'yes', '--loading-process-events-interval-bytes', '1024'],
    });
    const admin = server.connect();
    const pipeline = admin.pipeline();
    for (let i = 0; i < 200; i++) pipeline.set(`key ${i}`, String(Math.random()).repeat(20));
    await pipeline.exec();
    await admin.config('SET', 'key-load-delay', '50000');
    void admin.call('DEBUG', 'RELOAD').catch(() => {});
    const loading = await waitFor(async () => {
      const problem = await problemOf(server, (redis) => redis.get('a')).catch(() => null);
      return problem?.kind === 'loading' ? problem : null;
    });
    says(loading, 'loading', /loading its data/, /asked again shortly/);
  });

  it('MASTERDOWN', async () => {
    const primary = await start();
    const replica = await start({ replicaOf: primary, args: ['--replica-serve-stale-data', 'no'] });
    await primary.stop();
    await waitFor(async () => (await replica.connect().info('replication')).includes('master_link_status:down'));
    says(await problemOf(replica, (redis) => redis.get('a')), 'loading', /lost its primary/);
  });

  it('BUSY and UNKILLABLE', async () => {
    const server = await start({ args: ['--busy-reply-threshold', '10'] });
    const admin = server.connect();
    void admin.eval("redis.call('SET', KEYS[1], 1) while true do end", 1, 'a').catch(() => {});
    const busy = await waitFor(async () => {
      const problem = await problemOf(server, (redis) => redis.get('a'));
      return problem.kind === 'busy' ? problem : null;
    });
    says(busy, 'busy', /busy with a script/, /SCRIPT KILL/);
    const raw = server.connect({ enableReadyCheck: false });
    const unkillable = await raw.script('KILL').catch((error: unknown) => error);
    says(explain(unkillable, spec(server)), 'busy', /cannot be ended/, /SHUTDOWN NOSAVE/);
  });

  it('EXECABORT', async () => {
    const transaction: Ask = (redis) => redis.multi().set('a', 'b').call('GET').exec();
    says(await problemOf(await start(), transaction), 'aborted', /ran none of it/);
  });

  it('NOSCRIPT, NOPROTO and WRONGTYPE', async () => {
    const server = await start();
    says(await problemOf(server, (redis) => redis.evalsha('0'.repeat(40), 0)), 'other', /SCRIPT FLUSH/);
    says(await problemOf(server, (redis) => redis.call('HELLO', '9')), 'other', /version of Redis's protocol/);
    says(await problemOf(server, (redis) => redis.set('a', 'b').then(() => redis.llen('a'))), 'wrong-type');
  });

  it('NOPERM: the command, the key or the channels', async () => {
    const server = await start({ users: ['bob on >pw ~bull:mine:* &bull:mine:* +@all -get -lpush'] });
    const bob = { username: 'bob', password: 'pw' };
    const refused = async (ask: Ask, words: RegExp) =>
      says(await problemOf(server, ask, bob), 'permission', /ACL user bob/, words);
    await refused((redis) => redis.get('bull:mine:1'), / use GET\./);
    await refused((redis) => redis.llen('bull:theirs:wait'), / use bull:theirs:wait\./);
    await refused((redis) => redis.publish('elsewhere', ''), / publish to the channels/);
    await refused(
      (redis) => redis.eval('return 1', 2, 'bull:theirs:wait', 'bull:theirs:id'),
      / use bull:theirs:wait, or a key beside it/,
    );
    await refused(
      (redis) => redis.eval("return redis.call('LPUSH', KEYS[1], 1)", 1, 'bull:mine:wait'),
      / use a command that a script needs/,
    );
    await refused((redis) => redis.eval("return redis.call('LLEN', 'x')", 0), / use a key of this queue/);
    await refused((redis) => redis.eval("return redis.call('PUBLISH', 'x', '')", 0), / publish to the channels/);
  });

  it('a command that it does not know', async () => {
    const server = await start({ args: ['--rename-command', 'LPOS', ''] });
    says(await problemOf(server, (redis) => redis.lpos('a', 'b')), 'permission', /does not know LPOS: it is too old/);
    const inScript: Ask = (redis) => redis.eval("return redis.call('LPOS', KEYS[1], 'b')", 1, 'a');
    says(await problemOf(server, inScript), 'permission', /does not know a command that a script needs/);
  });

  it('what is on another node of a cluster, or has none', async () => {
    const nodes = await startNodes();
    for (const node of nodes) scope.onClose(() => node.stop());
    const [first, second] = [nodes[0].connect(), nodes[1].connect()];
    const read: Ask = (redis) => redis.get('a');
    says(await problemOf(nodes[0], read), 'cluster', /is down/);

    // `a` is in slot 15495, `b` in 3300.
    await joinNodes(nodes);
    says(
      await problemOf(nodes[0], read),
      'cluster',
      /one node of a Redis Cluster/,
      /Add a connection for each primary/,
    );
    says(await problemOf(nodes[0], (redis) => redis.mget('a', 'b')), 'cluster', /one node/);
    says(await problemOf(nodes[0], (redis) => redis.select(1)), 'database');

    const secondId = String(await second.call('CLUSTER', 'MYID'));
    await first.call('CLUSTER', 'SETSLOT', 3300, 'MIGRATING', secondId);
    says(await problemOf(nodes[0], (redis) => redis.get('b')), 'cluster', /one node/);
    await first.call('CLUSTER', 'SETSLOT', 3300, 'STABLE');
    await first.set('{b}1', '');
    await first.call('CLUSTER', 'SETSLOT', 3300, 'MIGRATING', secondId);
    says(await problemOf(nodes[0], (redis) => redis.mget('{b}1', '{b}2')), 'cluster', /moving these keys/);
  });

  it('a web server on the port', async () => {
    const web = createServer((_, response) => response.end('hello')).listen(0, '127.0.0.1');
    await once(web, 'listening');
    scope.onClose(() => web.close());
    const problem = await problemOf(web.address() as AddressInfo, (redis) => redis.get('a'));
    says(problem, 'not-redis', /as a web server does/, /Check the host and the port/);
  });

  /** What only a Redis of another version, or of another maker, says. */
  const answers: Readonly<Record<string, readonly [ProblemKind, RegExp]>> = {
    "ERR wrong number of arguments for 'auth' command": [
      'password',
      /older than 6 and knows no users, so that ann cannot/,
    ],
    'ERR invalid password': ['password', /edit the connection/],
    'ERR operation not permitted': ['no-password', /asks for a password/],
    'DENIED Redis is running in protected mode because protected mode is enabled': ['protected-mode', /requirepass/],
    'ERR max number of clients + cluster connections reached': ['too-many-clients', /raise maxclients/],
    'ERR max concurrent connections exceeded': ['too-many-clients', /connection limit/],
    'NOPERM No permissions to access a key': ['permission', /ACL user ann use a\./],
    "NOPERM User ann has no permissions to run the 'get' command": ['permission', /use GET\./],
    "NOPERM ACL failure in script: User ann has no permissions to run the 'lpush' command": [
      'permission',
      /use LPUSH\./,
    ],
    // Redis 7.2 to 8.
    "ERR ACL failure in script: User ann has no permissions to run the 'lpush' command script: 307b29, on @user_script:1.":
      ['permission', /use LPUSH\./],
    'ERR ACL failure in script: No permissions to access a key script: 307b29, on @user_script:1.': [
      'permission',
      /use a\./,
    ],
    'ERR ACL failure in script: No permissions to access a channel script: 307b29, on @user_script:1.': [
      'permission',
      /publish to the channels/,
    ],
    "ERR Error running script (call to f_1): @user_script:1: @user_script: 1: -READONLY You can't write against a read only replica.":
      ['read-only-replica', /Connect to its primary/],
    "ERR Error running script (call to f_1): @user_script:1: @user_script: 1: -OOM command not allowed when used memory > 'maxmemory'.":
      ['out-of-memory', /raise maxmemory/],
    // Redis 6.2 and 5, where a script gives on what it was answered.
    '@user_script: 87: -NOREPLICAS Not enough good replicas to write.': ['too-few-replicas', /Check its replicas/],
    "@user_script: 87: -READONLY You can't write against a read only replica.  ": [
      'read-only-replica',
      /Connect to its primary/,
    ],
    "@user_script: 1: The user executing the script can't run this command or subcommand": [
      'permission',
      /Ask for the permission/,
    ],
    'ERR Error running script (call to f_1): @user_script:1: @user_script: 1: Unknown Redis command called from Lua script.':
      ['permission', /does not know a command that a script needs/],
    "BULLLENS interrupted: @user_script: 9: -OOM command not allowed when used memory > 'maxmemory'.  ": [
      'interrupted',
      /half way: OOM command not allowed when used memory > 'maxmemory'\. Look/,
    ],
    'ERR something new': ['other', /Redis answered: ERR something new\. Check its log\.$/],
    'ERR \u001b]0;title\u0007\u001b[31mred\u001b[0m \u009b31m\u202etxt': [
      'other',
      /Redis answered: ERR red {2}txt\. Check its log\.$/,
    ],
    'SOMETHING new': ['other', /Redis answered: SOMETHING new\. Check its log\.$/],
  };
  for (const [answer, [kind, words]] of Object.entries(answers)) {
    it(`"${answer.slice(0, 90)}"`, async () => {
      const server = await answeringServer(([command]) => (command?.toLowerCase() === 'get' ? `-${answer}` : '+OK'));
      scope.onClose(() => server.close());
      const user = { username: 'ann', password: 'hunter2-secret' };
      const problem = await problemOf(server, (redis) => redis.get('a'), user);
      says(problem, kind, words);
      assert.doesNotMatch(problem.message, /hunter2/);
    });
  }
});

describe('What a socket says', () => {
  const endpoint = spec({ port: 6379 } as RedisServer, { host: 'certs-timeout-NOAUTH.example.com' });

  const codes: Readonly<Record<string, ProblemKind>> = {
    ECONNREFUSED: 'refused',
    ENOTFOUND: 'name-not-found',
    EAI_AGAIN: 'name-not-found',
    EHOSTUNREACH: 'unreachable',
    ENETUNREACH: 'unreachable',
    EADDRNOTAVAIL: 'unreachable',
    EACCES: 'unreachable',
    EMFILE: 'unreachable',
    ETIMEDOUT: 'timed-out',
    ECONNRESET: 'closed',
    EPIPE: 'closed',
  };
  for (const [code, kind] of Object.entries(codes)) {
    it(`${code}, whatever words stand beside it`, () => {
      const error = Object.assign(
        new Error(`connect ${code} certs-timeout-NOAUTH.example.com max clients certificate`),
        { code },
      );
      const problem = explain(error, endpoint);
      assert.equal(problem.kind, kind);
      assert.match(problem.message, /^staging: .*\.$/);
      assert.equal(explain(new AggregateError([error]), endpoint).kind, kind);
    });
  }

  it('never says a password, also of an error that it does not know', () => {
    const known = spec({ port: 6379 } as RedisServer, { password: 'hunter2' });
    assert.doesNotMatch(explain(new Error('unheard of: hunter2'), known).message, /hunter2/);
  });
});
