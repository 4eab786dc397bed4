import assert from 'node:assert/strict';
import { createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { ClientPool, QueueMonitor, RedisProblem, type ProblemKind, type RedisConnection } from '../../../src/queues';
import { startRedis, type RedisServer } from '../../support/redis';
import { waitFor } from '../../support/wait-for';
import { QUICK, Scope, spec } from '../support';

const TLS = { ca: null, cert: null, key: null, servername: null };

const lensClients = async (server: RedisServer) =>
  String(await server.connect().client('LIST'))
    .split('\n')
    .filter((line) => / name=bull-lens /.test(line));

describe('RedisConnection', () => {
  let server: RedisServer;
  let scope: Scope;
  const rejections: unknown[] = [];
  const note = (reason: unknown) => rejections.push(reason);
  before(async () => {
    process.on('unhandledRejection', note);
    server = await startRedis({
      users: ['noclient on >pw ~* &* +@all -client -info -ping', 'open on nopass ~* &* +@all'],
    });
  });
  after(async () => {
    process.off('unhandledRejection', note);
    await server.stop();
    assert.deepEqual(rejections, []);
  });
  beforeEach(() => {
    scope = new Scope(server);
  });
  afterEach(() => scope.close());

  it('opens no socket before its first use', async () => {
    scope.connection();
    assert.deepEqual(await lensClients(server), []);
  });

  it('is one socket, named bull-lens, for 50 queues and all that is asked of them at once', async () => {
    await server.connect().flushall();
    for (let i = 0; i < 50; i++) await server.connect().set(`bull:queue ${i}:id`, 1);
    const pool = new ClientPool();
    scope.onClose(() => pool.dispose());
    const monitor = new QueueMonitor(pool.connection(spec(server)), { recall: () => [], remember: () => {} });
    await Promise.all([monitor.discover(), monitor.refresh(), pool.connection(spec(server)).run((r) => r.ping())]);
    await monitor.refresh();
    assert.equal(monitor.queues.length, 50);
    assert.equal((await lensClients(server)).length, 1);
  });

  it('leaves nothing in CLIENT LIST once the pool is disposed', async () => {
    const pool = new ClientPool();
    await pool.connection(spec(server)).run((redis) => redis.ping());
    assert.equal((await lensClients(server)).length, 1);
    pool.dispose();
    await waitFor(async () => (await lensClients(server)).length === 0, {
      timeout: 1_000,
      message: 'the socket to close',
    });
  });

  it('is let in as a user that needs no password, and never as another one', async () => {
    const connection = scope.connection({ username: 'open' });
    assert.equal(await connection.run((redis) => redis.call('ACL', 'WHOAMI')), 'open');
  });

  it('goes on where Redis asks for no password and one is given', async () => {
    for (const username of [null, 'default']) {
      const connection = scope.connection({ username, password: 'any' });
      assert.equal(await connection.run((redis) => redis.ping()), 'PONG');
      connection.close();
    }
  });

  it('works for a user without CLIENT, INFO and PING', async () => {
    const connection = scope.connection({ username: 'noclient', password: 'pw' });
    assert.equal(await connection.run((redis) => redis.set('a', 'b')), 'OK');
  });

  it('closes the old socket when the connection was edited', async () => {
    const pool = new ClientPool();
    scope.onClose(() => pool.dispose());
    await pool.connection(spec(server)).run((redis) => redis.ping());
    await pool.connection(spec(server, { database: 3 })).run((redis) => redis.ping());
    await waitFor(async () => (await lensClients(server)).length === 1);
    assert.match((await lensClients(server))[0] ?? '', / db=3 /);
  });

  it('never lets a command wait longer than its limit on a Redis that hangs, and comes back by itself', async () => {
    const connection = scope.connection({}, QUICK);
    await connection.run((redis) => redis.ping());
    server.pause();
    try {
      await rejectsWith(
        connection.run((redis) => redis.get('a')),
        'timed-out',
      );
    } finally {
      server.resume();
    }
    await waitFor(() => connection.status.state === 'ready');
    assert.equal(await connection.run((redis) => redis.ping()), 'PONG');
  });

  it('waits longer for an answer that is on its way: a large one over a slow line', async () => {
    const rest = Array.from({ length: 15 }, () => 'x'.repeat(1_000));
    const slow = createServer((socket) => {
      socket.on('error', () => {});
      socket.on('data', (data) => {
        // The greeting: a PING and a name.
        if (!data.includes('get')) return void socket.write('+PONG\r\n+OK\r\n');
        socket.write(`$${rest.join('').length}\r\n`);
        const timer = setInterval(() => {
          const more = rest.pop();
          socket.write(more ?? '\r\n');
          if (more === undefined) clearInterval(timer);
        }, 250);
      });
    }).listen(0, '127.0.0.1');
    await once(slow, 'listening');
    scope.onClose(() => slow.close());
    const { port } = slow.address() as { port: number };
    const connection = scope.connection({ port }, { ...QUICK, command: 3_000 });
    const text = await connection.run((redis) => redis.get('a'));
    assert.equal(text?.length, 15_000);
  });

  it('never lets the first connect wait longer than its limit on a port that accepts and never answers', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    scope.onClose(() => silent.close());
    const { port } = silent.address() as { port: number };
    await rejectsWith(
      scope.connection({ port }, QUICK).run((redis) => redis.ping()),
      'timed-out',
    );
  });

  it('says while it reconnects when it will try again, answers at once meanwhile, and comes back by itself', async () => {
    const first = await startRedis();
    const connection = scope.connection({ port: first.port }, QUICK);
    await connection.run((redis) => redis.ping());
    await first.stop();
    await waitFor(() => connection.status.state === 'reconnecting' && connection.status.problem.kind === 'refused');
    const { status } = connection;
    assert.ok(status.state === 'reconnecting' && status.retryAt > 0);
    await rejectsWith(
      connection.run((redis) => redis.ping()),
      'refused',
      'closed',
    );
    const second = await startRedis({ port: first.port });
    scope.onClose(() => second.stop());
    await waitFor(() => connection.status.state === 'ready');
    assert.equal(await connection.run((redis) => redis.ping()), 'PONG');
  });

  it('does not send a command again whose socket died before the answer', async () => {
    const seen: string[] = [];
    const proxy = await startProxy(server.port, (chunk, from) => {
      seen.push(chunk.toString());
      if (chunk.includes('incr')) from.destroy();
    });
    scope.onClose(() => proxy.close());
    const connection = scope.connection({ port: (proxy.address() as { port: number }).port }, QUICK);
    await rejectsWith(
      connection.run((redis) => redis.incr('counter')),
      'closed',
    );
    await waitFor(() => connection.status.state === 'ready');
    await connection.run((redis) => redis.ping());
    assert.equal(seen.filter((chunk) => chunk.includes('incr')).length, 1);
  });

  it('tells what is under way that the connection was closed by the person', async () => {
    const connection = scope.connection();
    await connection.run((redis) => redis.ping());
    server.pause();
    try {
      const answer = connection.run((redis) => redis.get('a'));
      connection.close();
      await rejectsWith(answer, 'disconnected');
    } finally {
      server.resume();
    }
    assert.equal(connection.status.state, 'closed');
  });

  const closings: Record<string, (pool: ClientPool, connection: RedisConnection) => void> = {
    'closed by the person': (_, connection) => connection.close(),
    removed: (pool) => pool.remove('staging'),
    edited: (pool) => void pool.connection(spec(server, { database: 3 })),
    'closed with the window': (pool) => pool.dispose(),
  };
  for (const [what, close] of Object.entries(closings)) {
    it(`stays closed once it was ${what}, and sends nothing`, async () => {
      const pool = new ClientPool(QUICK);
      scope.onClose(() => pool.dispose());
      const connection = pool.connection(spec(server));
      await connection.run((redis) => redis.set('counter', 0));
      close(pool, connection);
      for (const ask of [connection.run.bind(connection), connection.change.bind(connection)]) {
        const problem = await rejectsWith(
          ask((redis) => redis.incr('counter')),
          'disconnected',
        );
        assert.equal(problem.sent, false);
      }
      await waitFor(async () => (await lensClients(server)).length === 0, { message: 'no socket' });
      assert.equal(await server.connect().get('counter'), '0');
    });
  }

  it('that was closed before its first use opens no socket', async () => {
    const connection = scope.connection();
    connection.close();
    await rejectsWith(
      connection.run((redis) => redis.ping()),
      'disconnected',
    );
    assert.deepEqual(await lensClients(server), []);
  });

  it('opens again when it is reconnected, and never once it was disposed', async () => {
    const connection = scope.connection();
    connection.close();
    await connection.reconnect();
    assert.equal(await connection.run((redis) => redis.ping()), 'PONG');
    connection.dispose();
    await rejectsWith(connection.reconnect(), 'disconnected');
    assert.equal(connection.status.state, 'closed');
  });

  it('is made anew by the pool where it was closed', async () => {
    const pool = new ClientPool(QUICK);
    scope.onClose(() => pool.dispose());
    pool.connection(spec(server)).close();
    assert.equal(await pool.connection(spec(server)).run((redis) => redis.ping()), 'PONG');
  });

  it('made read-only, reads on and refuses every change, also in the middle of many', async () => {
    const connection = scope.connection();
    await connection.change((redis) => redis.set('counter', 0));
    await connection.change((redis) => redis.incr('counter'));
    connection.isReadOnly = true;
    const problem = await rejectsWith(
      connection.change((redis) => redis.incr('counter')),
      'read-only',
    );
    assert.equal(problem.sent, false);
    assert.equal(await connection.run((redis) => redis.get('counter')), '1');
    assert.equal(connection.status.state, 'ready');
  });

  it('tells a command that never left from one whose answer is not known', async () => {
    const proxy = await startProxy(server.port, (chunk, from) => {
      if (chunk.includes('incr')) from.destroy();
    });
    scope.onClose(() => proxy.close());
    const connection = scope.connection({ port: (proxy.address() as { port: number }).port }, QUICK);
    const incr = () => connection.run((redis) => redis.incr('counter'));
    const underWay = await rejectsWith(incr(), 'closed');
    assert.equal(underWay.sent, true);
    assert.match(
      underWay.message,
      /closed the connection\. See that Redis runs, /,
      'TLS is not to blame: it had answered',
    );
    assert.equal(connection.status.state, 'reconnecting');
    const meanwhile = await rejectsWith(incr(), 'closed');
    assert.equal(meanwhile.sent, false);
  });

  it('tells that nothing left on a socket that went before anybody noticed', async () => {
    const connection = scope.connection({}, QUICK);
    const problem = await rejectsWith(
      connection.run(async (redis) => {
        redis.disconnect();
        return redis.incr('counter');
      }),
      'closed',
    );
    assert.equal(problem.sent, false);
  });

  it('says that Redis answered, and so was sent, where it refused a command', async () => {
    const problem = await rejectsWith(
      scope.connection().run((redis) => redis.call('NOSUCHCOMMAND')),
      'permission',
    );
    assert.equal(problem.sent, true);
  });
});

describe('What a failing connection says', () => {
  let plain: RedisServer;
  let secret: RedisServer;
  let tls: RedisServer;
  let full: RedisServer;
  before(async () => {
    [plain, secret, tls, full] = await Promise.all([
      startRedis(),
      startRedis({ password: 's3cret!', users: ['bob on >pw ~* +@all -get'] }),
      startRedis({ tls: true }),
      startRedis({ args: ['--maxclients', '1'] }),
    ]);
    await full.connect().ping();
  });
  after(() => Promise.all([plain, secret, tls, full].map((server) => server.stop())));

  const wrong = 'hunter2-wrong';
  const cases: Record<string, () => [ProblemKind, string, RedisProblem | Promise<unknown>]> = {
    'nothing listens': () => ['refused', 'Nothing listens at 127.0.0.1:1.', ask(plain, { port: 1 })],
    'an unknown name': () => [
      'name-not-found',
      'No address is known for no-such-host.invalid.',
      ask(plain, { host: 'no-such-host.invalid' }),
    ],
    'a wrong password': () => ['password', 'Redis refused the password.', ask(secret, { password: wrong })],
    'a wrong user': () => ['password', 'ACL user eve', ask(secret, { username: 'eve', password: wrong })],
    'no password': () => ['no-password', 'asks for a password', ask(secret)],
    'a plain connection to a TLS port': () => ['closed', 'rediss://', ask(tls)],
    'TLS to a plain port': () => ['timed-out', 'that TLS is spoken at this port', ask(plain, { tls: TLS })],
    'a database that is not there': () => ['database', 'no database 99', ask(plain, { database: 99 })],
    'a user without the password that it has': () => [
      'no-password',
      'asks for a password',
      ask(secret, { username: 'bob' }),
    ],
    'a Redis that takes no more clients': () => ['too-many-clients', 'raise maxclients', ask(full)],
    'a Redis that takes no more clients, with a password and a database': () => [
      'too-many-clients',
      'raise maxclients',
      ask(full, { password: 'any', database: 3 }),
    ],
    'a command that the user may not use': () => [
      'permission',
      'use GET',
      ask(secret, { username: 'bob', password: 'pw' }),
    ],
  };

  for (const [what, run] of Object.entries(cases)) {
    it(what, async () => {
      const [kind, words, answer] = run();
      const problem = await rejectsWith(answer as Promise<unknown>, kind);
      assert.ok(problem.message.startsWith('staging: '), problem.message);
      assert.ok(problem.message.includes(words), problem.message);
      assert.ok(!problem.message.includes(wrong) && !problem.stack?.includes(wrong));
    });
  }

  function ask(server: RedisServer, changes: Parameters<Scope['connection']>[0] = {}): Promise<unknown> {
    const scope = new Scope(server);
    return scope
      .connection(changes, QUICK)
      .run((redis) => redis.get('a'))
      .finally(() => scope.close());
  }
});

async function rejectsWith(answer: Promise<unknown>, ...kinds: ProblemKind[]): Promise<RedisProblem> {
  const error = await answer.then(
    () => assert.fail('It answered.'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof RedisProblem, String(error));
  assert.ok(kinds.includes(error.kind), `${error.kind}: ${error.message}`);
  return error;
}

async function startProxy(port: number, onData: (chunk: Buffer, from: Socket) => void): Promise<Server> {
  const { connect } = await import('node:net');
  const proxy = createServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    client.on('data', (chunk) => {
      onData(chunk, client);
      if (!client.destroyed) upstream.write(chunk);
    });
    upstream.on('data', (chunk) => client.write(chunk));
    client.on('close', () => upstream.destroy()).on('error', () => {});
    upstream.on('close', () => client.destroy()).on('error', () => {});
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return proxy;
}
