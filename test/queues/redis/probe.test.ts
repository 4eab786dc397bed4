import assert from 'node:assert/strict';
import { probe, RedisProblem } from '../../../src/queues';
import { freePort } from '../../support/free-port';
import { startRedis, type RedisServer } from '../../support/redis';
import { waitFor } from '../../support/wait-for';
import { QUICK, spec } from '../support';

describe('probe', () => {
  let server: RedisServer;
  before(async () => {
    server = await startRedis({ users: ['narrow on >pw ~* &* +@all -scan -@scripting -client -info'] });
  });
  after(() => server.stop());

  it('tells the time of a PING and the version, and leaves no socket', async () => {
    const { ping, version, limits } = await probe(spec(server), QUICK);
    assert.ok(ping > 0 && ping < QUICK.command);
    assert.match(version ?? '', /^\d+\.\d+\.\d+$/);
    assert.deepEqual(limits, []);
    const clients = async () => String(await server.connect().client('LIST'));
    await waitFor(async () => !(await clients()).includes('bull-lens'), { message: 'the socket to close' });
  });

  it('tells what an ACL user may not do, and what follows', async () => {
    const { version, limits } = await probe(spec(server, { username: 'narrow', password: 'pw' }), QUICK);
    assert.equal(version, null);
    assert.deepEqual(limits, [
      'INFO is refused: the version is unknown.',
      "SCAN is refused: name the queues in the connection's queues.",
      'EVAL is refused: jobs can be read, not retried.',
      'CLIENT is refused: the connection is not named bull-lens.',
    ]);
  });

  it('tells that a Redis is a read-only replica, or may evict jobs', async () => {
    const replica = await startRedis({ replicaOf: server, args: ['--maxmemory-policy', 'allkeys-lru'] });
    try {
      const { limits } = await probe(spec(replica), QUICK);
      assert.deepEqual(limits, [
        'It is a read-only replica: jobs cannot be retried through it.',
        'maxmemory-policy is allkeys-lru: Redis may evict jobs. Bull needs noeviction.',
      ]);
    } finally {
      await replica.stop();
    }
  });

  it('tells that a Redis is one node of a cluster', async () => {
    const node = await startRedis({ args: ['--cluster-enabled', 'yes', '--cluster-port', String(await freePort())] });
    try {
      await node.connect().call('CLUSTER', 'ADDSLOTSRANGE', 0, 16_383);
      await waitFor(async () => String(await node.connect().call('CLUSTER', 'INFO')).includes('cluster_state:ok'));
      const { limits } = await probe(spec(node), QUICK);
      assert.deepEqual(limits, [
        'It is one node of a Redis Cluster: only the queues of this node are shown. Add a connection for each primary.',
      ]);
    } finally {
      await node.stop();
    }
  });

  it('says why it could not connect', async () => {
    await assert.rejects(
      probe(spec(server, { port: 1 }), QUICK),
      (error) => error instanceof RedisProblem && error.kind === 'refused',
    );
  });
});
