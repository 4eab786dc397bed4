import assert from 'node:assert/strict';
import { liveText, type LiveQueue, type LiveRedis } from '../../src/link/live-queues';
import { JOB_STATES } from '../../src/bull/states';

const NOTHING = Object.fromEntries(JOB_STATES.map((state) => [state, 0])) as NonNullable<
  LiveQueue['snapshot']
>['counts'];

function live(name: string, counts: Partial<typeof NOTHING> | null, prefix = 'bull', isPaused = false): LiveQueue {
  return { ref: { prefix, name }, snapshot: counts && { counts: { ...NOTHING, ...counts }, isPaused } };
}
const redis = (queues: readonly LiveQueue[], rest: Partial<LiveRedis> = {}): LiveRedis => ({
  ...{ name: 'staging', isConnected: true, isComplete: true, queues },
  ...rest,
});
const mail = { prefixes: [['bull']], names: [['mail']] };
const text = (code: Parameters<typeof liveText>[0], ...servers: LiveRedis[]) => liveText(code, servers)?.text;

describe('what is said above the code of a queue', () => {
  it('its jobs', () => {
    const queues = [live('mail', { waiting: 3, active: 1, failed: 1_204, completed: 9 }), live('sms', { failed: 1 })];
    assert.equal(text(mail, redis(queues)), '3 waiting · 1 active · 1,204 failed');
  });
  it('that it has none', () => assert.equal(text(mail, redis([live('mail', { completed: 5 })])), 'idle'));
  it('that it is paused, with its waiting jobs', () =>
    assert.equal(text(mail, redis([live('mail', { paused: 41 }, 'bull', true)])), 'paused · 41 waiting'));
  it('how long 95 of 100 jobs took at the most, where that was measured', () => {
    const ref = { prefix: 'bull', name: 'mail' };
    const durations = Array.from({ length: 100 }, (_, i) => (i + 1) * 1_000 + 34);
    const measured = [{ connection: 'staging', ref, durations, since: 0 }];
    assert.equal(liveText(mail, [redis([live('mail', { failed: 2 })])], measured)?.text, '2 failed · p95 95 s');
    assert.equal(liveText(mail, [redis([live('mail', {})], { name: 'production' })], measured)?.text, 'idle');
  });
  it('the sum of several that one place makes', () => {
    const code = { prefixes: [['bull']], names: [['a'], ['b'], ['c']] };
    const queues = [live('a', { failed: 1 }), live('b', { failed: 2, active: 1 }), live('d', { failed: 9 })];
    assert.equal(text(code, redis(queues)), '2 queues · 1 active · 3 failed');
  });
  it('of each Redis, where there are several', () => {
    const servers = [redis([live('mail', { failed: 2 })]), redis([live('mail', {})], { name: 'production' })];
    assert.equal(text(mail, ...servers), 'staging: 2 failed | production: idle');
  });
  it('that nothing is connected', () => {
    const servers = [redis([live('mail', { failed: 2 })], { isConnected: false })];
    assert.equal(text(mail, ...servers), 'mail: not connected');
    assert.equal(text({ prefixes: [['bull']], names: [['mail-', null]] }, ...servers), 'mail-…: not connected');
    assert.equal(text({ prefixes: [['bull']], names: [['a'], ['b']] }, ...servers), '2 queues: not connected');
  });
  it('that it is looked for, and that it is not there', () => {
    assert.equal(text(mail, redis([], { isComplete: false })), 'mail: …');
    assert.equal(text(mail, redis([live('sms', {})])), 'mail: not found on staging');
  });
  it('that it is spelled differently there', () => {
    assert.equal(text(mail, redis([live('Mail', {})])), 'mail: not found on staging, which has Mail: the case differs');
    assert.equal(
      text(mail, redis([live('mail', {}, '{bull}')])),
      'mail: not found on staging, which has {bull}:mail: the hash tag differs',
    );
  });
  it('that it was not counted yet', () => assert.equal(text(mail, redis([live('mail', null)])), '…'));
  it('nothing where nothing is known of its name', () =>
    assert.equal(text({ prefixes: [['bull']], names: [[null]] }, redis([live('mail', {})])), undefined));
  it('that of the queue with its prefix, before others', () => {
    const code = { prefixes: [['bull'], [null]], names: [['mail']] };
    const queues = [live('mail', { failed: 1 }), live('mail', { failed: 7 }, 'shop')];
    assert.equal(text(code, redis(queues)), '1 failed');
    assert.equal(text({ ...code, prefixes: [[null]] }, redis(queues)), '2 queues · 8 failed');
  });

  it('and leads to the one with the most failed jobs', () => {
    const code = { prefixes: [['bull']], names: [['a'], ['b']] };
    const queues = [live('a', { failed: 1 }), live('b', { failed: 2 })];
    assert.deepEqual(liveText(code, [redis(queues)])?.worst, {
      connection: 'staging',
      ref: { prefix: 'bull', name: 'b' },
    });
    assert.equal(liveText(code, [redis([])])?.worst, null);
  });
});
