import type { BenchOptions, Row } from './bench';
import { costOfEvents } from './support/cost-of-events';

/** A queue with 2,000 events a second whose row is shown: what that asks of Redis, and of the extension host. */
export default async function liveEvents(options: BenchOptions): Promise<Row[]> {
  return costOfEvents(
    {
      queues: ['orders'],
      async show(window, isOurs) {
        await window.openView(isOurs ? 'Bull Lens' : 'Explorer');
        if (isOurs) await window.row('orders').locate(60_000);
      },
    },
    options,
  );
}
