import { jsonValues } from '../../job-data/json-values';
import type { ShownData } from '../../job-data/shown-data';
import { workedOn } from '../ahead';
import type { KnownQueue } from '../counts';
import { FIELDS_BYTES, readJobs } from '../jobs';
import type { RedisConnection } from '../redis/connection';
import type { SearchScope } from './job-search';

/** Queues and jobs of each that are read for suggestions. */
const QUEUES = 5;
const JOBS = 10;

/** Paths of data that are suggested. */
const MOST = 30;

/** Paths of values in the data of a few jobs, those that stand in the most jobs first; `*` stands for any item of a list. */
export async function dataPaths(
  connection: RedisConnection,
  { queues, states }: SearchScope,
  shownData: ShownData,
): Promise<string[]> {
  const counts = new Map<string, number>();
  for await (const some of workedOn(queues.slice(0, QUEUES), connection, (queue) =>
    someData(connection, queue, states),
  )) {
    for (const data of some) {
      for (const path of pathsIn(shownData.start(data))) counts.set(path, (counts.get(path) ?? 0) + 1);
    }
  }
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST)
    .map(([path]) => path);
}

async function someData(
  connection: RedisConnection,
  queue: KnownQueue,
  states: SearchScope['states'],
): Promise<string[]> {
  const data: string[] = [];
  for (const state of states) {
    if (data.length >= JOBS) continue;
    const rows = await connection.run((redis) => readJobs(redis, queue, state, 0, JOBS - data.length, FIELDS_BYTES));
    data.push(...rows.flatMap(({ dataStart }) => dataStart ?? []));
  }
  return data;
}

/** A path that cannot be written in a query is left out. */
function pathsIn(json: string): Set<string> {
  const paths = new Set<string>();
  for (const { type, path } of jsonValues(json)) {
    if (type !== 'scalar' || path.length === 0 || !path.every((key) => /^[\w$-]+$/.test(key))) continue;
    paths.add(path.map((key) => (/^\d+$/.test(key) ? '*' : key)).join('.'));
  }
  return paths;
}
