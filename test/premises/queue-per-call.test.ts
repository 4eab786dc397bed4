import { connectionCount, untilConnections } from './support/connections';
import { premise } from './support/premise';

premise('queue-per-call', (ground) => {
  it('each queue that is made keeps a connection until it is closed, also for a name that has one', async () => {
    const before = await connectionCount(ground.redis);
    const queues = Array.from({ length: 5 }, () => ground.bull.queue('orders'));
    await untilConnections(ground.redis, before, 5);
    await Promise.all(queues.map((queue) => queue.close()));
    await untilConnections(ground.redis, before, 0);
  });
});
