import assert from 'node:assert/strict';
import { Queue as BullMQ } from 'bullmq';
import { readFacts, type SupposedKey } from '../../src/queues/key-facts';
import { commandsOf } from '../bench/support/commands';
import type { RedisServer } from '../support/redis';
import { olderScripts, strictScripts, type ScriptServer } from '../support/script-servers';
import { onEmptyRedis, type Scope } from './support';

const supposed = (name: string, key: SupposedKey['key'], type: SupposedKey['type']): SupposedKey => ({
  ref: { prefix: 'bull', name },
  key,
  type,
});

describe('readFacts', () => {
  let server: RedisServer;
  let scope: Scope;
  onEmptyRedis(
    {
      users: [
        'noscripts on >pw ~* &* +@all -@scripting',
        'readonly on >pw %R~* &* +@all',
        'notime on >pw ~* &* +@all -pttl',
        'narrow on >pw ~bull:mail:* &* +@all',
      ],
    },
    (redis, forTest) => ([server, scope] = [redis, forTest]),
  );

  const KEYS = [
    supposed('mail', 'id', 'string'),
    supposed('mail', 'wait', 'list'),
    supposed('mail', 'failed', 'zset'),
    supposed('mail', 'meta', 'hash'),
    supposed('mq', 'meta', 'hash'),
    supposed('odd', 'wait', 'list'),
    supposed('odd', 'stalled-check', 'string'),
    supposed('odd', 'meta', 'hash'),
  ];
  const none = { isOfType: false, ends: false, kind: 'bull', hasQueueMeta: false };
  const [id, wait, failed, meta, mq, oddWait, oddCheck, oddMeta] = [
    { ...none, isOfType: true, hasQueueMeta: true },
    { ...none, hasQueueMeta: true },
    { ...none, hasQueueMeta: true },
    { ...none, isOfType: true, hasQueueMeta: true },
    { ...none, isOfType: true, kind: 'bullmq', hasQueueMeta: true },
    none,
    { ...none, isOfType: true, ends: true },
    none,
  ];
  const EXPECTED = [id, wait, failed, meta, mq, oddWait, oddCheck, oddMeta];

  /** A paused Bull queue, one of BullMQ, and keys of types that no queue gives them. */
  async function fill(): Promise<void> {
    const mail = scope.queue('mail');
    await mail.add({});
    await mail.pause();
    const bullmq = new BullMQ('mq', { connection: { host: '127.0.0.1', port: server.port } });
    scope.onClose(() => bullmq.close());
    await bullmq.add('work', {});
    const admin = server.connect();
    await admin.hset('bull:odd:wait', 'field', 'no list');
    await admin.set('bull:odd:stalled-check', '1', 'PX', 3_600_000);
    await admin.lpush('bull:odd:meta', 'no hash');
  }

  const servers = {
    'this Redis': async () => server.port,
    'a Redis before 7.0': async () => forTest(await olderScripts(server.port)),
    'a Redis that wants keys declared': async () => forTest(await strictScripts(server.port)),
  };
  function forTest(before: ScriptServer): number {
    scope.onClose(() => before.close());
    return before.port;
  }

  for (const [name, port] of Object.entries(servers)) {
    it(`tells what keys are (${name})`, async () => {
      await fill();
      const connection = scope.connection({ port: await port() });
      assert.deepEqual(await connection.run((redis) => readFacts(redis, KEYS)), EXPECTED);
    });
  }

  for (const username of ['noscripts', 'readonly']) {
    it(`tells the same with plain commands (${username})`, async () => {
      await fill();
      const connection = scope.connection({ username, password: 'pw' });
      assert.deepEqual(await connection.run((redis) => readFacts(redis, KEYS)), EXPECTED);
    });
  }

  it('tells of the keys that the user may read, and null of the others', async () => {
    await fill();
    const connection = scope.connection({ username: 'narrow', password: 'pw' });
    assert.deepEqual(
      await connection.run((redis) => readFacts(redis, KEYS)),
      EXPECTED.map((facts, i) => (i < 4 ? facts : null)),
    );
  });

  it('names the command that is refused', async () => {
    await fill();
    const connection = scope.connection({ username: 'notime', password: 'pw' });
    await assert.rejects(
      connection.run((redis) => readFacts(redis, KEYS)),
      /pttl/i,
    );
  });

  it('looks at 250 keys in a command, so that Redis does not stand still for many', async () => {
    const keys = Array.from({ length: 1_001 }, (_, i) => supposed(`queue ${i}`, 'id', 'string'));
    const connection = scope.connection();
    const read = () => connection.run((redis) => readFacts(redis, keys));
    assert.deepEqual(await read(), Array(1_001).fill(none));
    assert.equal(await commandsOf(server.connect(), read), 5);
  });
});
