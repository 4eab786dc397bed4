import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RedisProblem } from '../../../src/queues';
import { ReplyLimitError, ReplyMeter } from '../../../src/queues/redis/reply-limit';
import { Random } from '../../bench/support/random';
import { certificateFor } from '../../support/certificates';
import { startRedis, type RedisServer } from '../../support/redis';
import { QUICK, Scope } from '../support';

const MB = 1024 * 1024;

describe('the limit of a reply', () => {
  let redis: RedisServer;
  let scope: Scope;
  before(async () => {
    redis = await startRedis();
  });
  after(() => redis.stop());
  beforeEach(() => {
    scope = new Scope(redis);
  });
  afterEach(() => scope.close());

  it('lets a job of 100 MB pass, and small ones before and after it in a pipeline', async () => {
    const connection = scope.connection();
    await connection.change((client) => client.setrange('big', 100 * MB - 1, 'x'));
    const replies = await connection.run((client) =>
      client.pipeline().set('small', 1).getBuffer('big').get('small').getBuffer('big').ping().exec(),
    );
    assert.deepEqual(
      replies?.map(([, reply]) => (Buffer.isBuffer(reply) ? reply.length : reply)),
      ['OK', 100 * MB, '1', 100 * MB, 'PONG'],
    );
    assert.equal(connection.status.state, 'ready');
  });

  it('ends the connection where one goes beyond, with a sentence, and comes back', async () => {
    const connection = scope.connection({}, { ...QUICK, command: 10_000 });
    await connection.change((client) => client.setrange('big', 130 * MB - 1, 'x'));
    await assert.rejects(
      connection.run((client) => client.get('big')),
      (error) =>
        error instanceof RedisProblem &&
        error.kind === 'reply-limit' &&
        error.message.startsWith('staging: A reply takes more than 128 MB. The connection was closed'),
    );
    await connection.reconnect();
    assert.equal(await connection.run((client) => client.ping()), 'PONG');
  });

  it('holds for TLS too', async () => {
    const certificate = await certificateFor();
    const secure = await startRedis({ tls: { certificate } });
    scope.onClose(() => secure.stop());
    const folder = mkdtempSync(join(tmpdir(), 'bull-lens-limit-'));
    scope.onClose(() => rmSync(folder, { recursive: true }));
    const ca = join(folder, 'ca.pem');
    writeFileSync(ca, certificate.cert);
    const tls = { ca, cert: null, key: null, servername: null };
    const connection = scope.connection({ port: secure.port, tls }, { ...QUICK, command: 10_000 });
    await connection.change((client) => client.setrange('big', 130 * MB - 1, 'x'));
    await assert.rejects(
      connection.run((client) => client.get('big')),
      { kind: 'reply-limit' },
    );
  });

  const hostile: Record<string, string> = {
    'a string without end': '$99999999999999\r\n',
    'a list without end': '*9999999999\r\n',
    'a list of many nothings': '*50000000\r\n',
    'lists in lists': '*1\r\n'.repeat(100_000),
    'a line without end': '+' + 'x'.repeat(2 * MB),
    'a length that is none': '$1e9\r\n',
    'a length below nothing': '$-5\r\n',
    'a line that does not end as it should': '$5\rhello\r\n',
  };
  for (const [what, bytes] of Object.entries(hostile)) {
    it(`ends the connection at ${what}, and holds nothing of it`, async () => {
      const server = createServer((socket) => {
        const more = (error?: Error | null) => void (error || socket.write('y'.repeat(MB), more));
        socket.on('error', () => {}).once('data', () => socket.write(bytes, more));
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      scope.onClose(() => server.close());
      const before = process.memoryUsage().rss;
      const connection = scope.connection({ port: (server.address() as AddressInfo).port }, QUICK);
      await assert.rejects(
        connection.run((client) => client.ping()),
        (error) => error instanceof RedisProblem && error.kind === 'reply-limit',
      );
      connection.close();
      assert.ok(process.memoryUsage().rss - before < 200 * MB);
    });
  }

  it('sees the same replies however they are cut into chunks', () => {
    const random = new Random(7);
    const below = (limit: number) => random.between(0, limit - 1);
    const reply = (depth = 0): string => {
      const kind = below(depth > 3 ? 6 : 8);
      if (kind === 0) return `+${'s'.repeat(below(30))}\r\n`;
      if (kind === 1) return `-ERR ${'e'.repeat(below(30))}\r\n`;
      if (kind === 2) return `:${below(1e9)}\r\n`;
      if (kind === 3) return random.oneOf(['$-1\r\n', '*-1\r\n', '*0\r\n', '$0\r\n\r\n']);
      if (kind < 6) {
        // What stands in a string is no frame.
        const text = '*9\r\n$99\r\n'.repeat(below(9)) + 'x'.repeat(below(99));
        return `$${text.length}\r\n${text}\r\n`;
      }
      const length = below(5);
      return `*${length}\r\n${Array.from({ length }, () => reply(depth + 1)).join('')}`;
    };
    for (let round = 0; round < 300; round++) {
      const meter = new ReplyMeter(10_000);
      const text = Buffer.from(Array.from({ length: 20 }, () => reply()).join(''));
      for (let at = 0; at < text.length;) {
        const size = 1 + below(round % 2 === 0 ? 3 : 200);
        assert.ok(meter.admits(text.subarray(at, (at += size))));
      }
      // It stands between two replies again: this one is within the limit, and the next is not.
      assert.ok(meter.admits(Buffer.from(`$9000\r\n${'x'.repeat(9_000)}\r\n`)));
      assert.throws(() => meter.admits(Buffer.from('$10001\r\n')), ReplyLimitError);
    }
  });
});
