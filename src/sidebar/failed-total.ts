import type { FailedJobs } from '../queues';

/** How many jobs have failed. A queue that several connections show counts once, as it was counted last. */
export function totalFailed(connections: readonly FailedJobs[]): number {
  return byDatabase(connections)
    .map((same) => new Map([...same].sort((a, b) => a.at - b.at).flatMap(({ byQueue }) => [...byQueue])))
    .reduce((sum, byQueue) => [...byQueue.values()].reduce((ofOne, count) => ofOne + count, sum), 0);
}

function byDatabase(connections: readonly FailedJobs[]): readonly (readonly FailedJobs[])[] {
  let databases: (readonly FailedJobs[])[] = [];
  for (const connection of connections) {
    const isSame = (others: readonly FailedJobs[]) =>
      others.some(({ database }) => database.some((name) => connection.database.includes(name)));
    const same = databases.filter(isSame).flat();
    databases = [...databases.filter((others) => !isSame(others)), [...same, connection]];
  }
  return databases;
}
