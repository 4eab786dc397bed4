import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RedisProblem, timeToConnect } from '../../../src/queues';
import { freePort } from '../../support/free-port';
import { type RedisServer, startRedis } from '../../support/redis';
import { waitFor } from '../../support/wait-for';
import { QUICK, spec } from '../support';

describe('the time that a new connection takes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bull-lens-time-'));
  const servers: RedisServer[] = [];
  after(async () => {
    for (const server of servers) await server.stop();
    rmSync(folder, { recursive: true });
  });

  for (const tls of [false, true]) {
    it(`is measured ${tls ? 'with' : 'without'} TLS, and leaves no socket`, async () => {
      const server = await startRedis({ tls });
      servers.push(server);
      const ca = join(folder, 'ca.pem');
      writeFileSync(ca, server.certificate ?? '');
      const own = tls ? { tls: { ca, cert: null, key: null, servername: null } } : {};
      assert.ok((await timeToConnect(spec(server, own))) > 0);
      const clients = async () => String(await server.connect().client('LIST'));
      await waitFor(async () => !(await clients()).includes('bull-lens'), { message: 'the socket to close' });
    });
  }

  it('is none where there is no Redis', async () => {
    const server = await startRedis();
    await server.stop();
    await assert.rejects(timeToConnect(spec(server, { port: await freePort() }), QUICK), RedisProblem);
  });
});
