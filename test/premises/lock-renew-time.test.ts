import assert from 'node:assert/strict';
import { waitFor } from '../support/wait-for';
import { commandsMatching } from './support/monitor';
import { premise } from './support/premise';

premise('lock-renew-time', (ground) => {
  it('where the renewal comes after the end of the lock, a job runs twice', async () => {
    let runs = 0;
    const settings = { lockDuration: 200, lockRenewTime: 400, stalledInterval: 50, maxStalledCount: 1 };
    const handler = () => {
      runs++;
      return new Promise<void>((resolve) => void waitFor(() => runs > 1).then(() => resolve()));
    };
    const queue = ground.bull.queue('orders', { settings });
    void queue.process(2, handler);
    await queue.add({});
    await waitFor(() => runs === 2, { message: 'the second run' });
  });

  it('0 is taken for half of lockDuration', () => {
    const { settings } = ground.bull.queue('orders', {
      settings: { lockDuration: 60_000, lockRenewTime: 0 },
    }) as unknown as { settings: { lockRenewTime: number } };
    assert.equal(settings.lockRenewTime, 30_000);
  });

  it('a time that no timer has renews the lock without pause', async () => {
    const queue = ground.bull.queue('orders', { settings: { lockDuration: 30_000, lockRenewTime: 2 ** 31 } });
    let release!: () => void;
    void queue.process(() => new Promise<void>((resolve) => (release = resolve)));
    await commandsMatching(ground.redis, /lua\] "SET" "bull:orders:1:lock"/, 20, () => queue.add({}));
    release();
  });
});
