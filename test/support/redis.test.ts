import assert from 'node:assert/strict';
import { Redis } from 'ioredis';
import { type RedisServer, type RedisServerOptions, startRedis } from './redis';
import { waitFor } from './wait-for';

describe('a redis-server for tests', () => {
  const servers: RedisServer[] = [];
  const start = async (options?: RedisServerOptions) => {
    const server = await startRedis(options);
    servers.push(server);
    return server;
  };
  afterEach(() => Promise.all(servers.splice(0).map((server) => server.stop())));

  it('answers, and is gone after stop()', async () => {
    const server = await start();
    assert.equal(await server.connect().ping(), 'PONG');
    await server.stop();
    assert.throws(() => process.kill(server.pid, 0), /ESRCH/);
  });

  it('starts again on the same port', async () => {
    const first = await start();
    await first.stop();
    const second = await start({ port: first.port });
    assert.equal(second.url, first.url);
    assert.equal(await second.connect().ping(), 'PONG');
  });

  it('asks for its password', async () => {
    const server = await start({ password: 'p@ss word' });
    assert.equal(await server.connect().ping(), 'PONG');
    const stranger = new Redis(server.port, '127.0.0.1');
    stranger.on('error', () => undefined);
    await assert.rejects(stranger.ping(), /NOAUTH/);
    stranger.disconnect();
  });

  it('knows ACL users', async () => {
    const server = await start({ users: ['bob on >secret ~* &* +@all -scan'] });
    const bob = server.connect({ username: 'bob', password: 'secret' });
    assert.equal(await bob.ping(), 'PONG');
    await assert.rejects(bob.scan(0), /NOPERM/);
  });

  it('speaks TLS', async () => {
    const server = await start({ tls: true });
    assert.match(server.url, /^rediss:/);
    assert.equal(await server.connect().ping(), 'PONG');
  });

  it('is a read-only replica of another', async () => {
    const primary = await start();
    const replica = await start({ replicaOf: primary });
    await primary.connect().set('key', 'value');
    const client = replica.connect();
    await waitFor(async () => (await client.get('key')) === 'value', { message: 'the replica to catch up' });
    await assert.rejects(client.set('key', 'other'), /READONLY/);
  });

  it('can be frozen and thawed', async () => {
    const server = await start();
    const client = server.connect();
    await client.ping();
    server.pause();
    let answered = false;
    const answer = client.ping().then(() => (answered = true));
    await assert.rejects(waitFor(() => answered, { timeout: 200 }));
    server.resume();
    await answer;
  });

  it('says why it cannot start', async () => {
    await assert.rejects(start({ args: ['--no-such-directive', 'yes'] }), /ended with code 1[^]*no-such-directive/);
  });
});
