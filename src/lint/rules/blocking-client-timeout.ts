import { gtr, validRange } from 'semver';
import type { RuleFinding } from '../engine/finding';
import type { Rule } from '../engine/rule';
import { underline } from '../engine/underline';
import { alternatives, option } from '../evaluation/inspect-value';
import type { PropertyValue } from '../evaluation/value';
import { directoryOf } from '../files/paths';
import type { Project } from '../files/project';
import { dependencyOf } from '../modules/dependency';
import { clientOption, redisClientsIn } from '../queue/clients';
import { inWords } from '../queue/duration-words';
import type { Queue } from '../queue/queue';
import { numbersIn } from '../queue/settings';

/** An option of ioredis that ends a wait for jobs which is longer than it allows. */
interface Timeout {
  readonly name: string;
  /** The ioredis that first has it; an older one does nothing with it. */
  readonly since: string;
  /** A main clause, without its full stop. */
  readonly consequence: string;
}

const TIMEOUTS: readonly Timeout[] = [
  {
    name: 'commandTimeout',
    since: '4.25.0',
    consequence:
      'each wait fails with `Command timed out`, and a job that it takes then runs only once it is found stalled',
  },
  { name: 'socketTimeout', since: '5.4.0', consequence: 'the connection is cut and made anew at each wait' },
];

export const blockingClientTimeout: Rule = {
  meta: {
    id: 'blocking-client-timeout',
    summary: 'A timeout on the bclient that is shorter than its wait for jobs.',
    defaultSeverity: 'error',
    fixable: false,
  },
  *check({ queues, project }) {
    for (const queue of queues) {
      // Without a processor there is no bclient (bull 4.16.5 lib/queue.js:708, 966).
      if (queue.roles.processes.length > 0) yield* findingsOf(queue, project);
    }
  },
};

function* findingsOf(queue: Queue, project: Project): Iterable<RuleFinding> {
  for (const { name, since, consequence } of TIMEOUTS) {
    const found = timeoutsOf(queue, name).find((property) => isTooShort(property, queue));
    if (!found || !isKnownTo(since, queue, project)) continue;
    const wait = waitOf(queue);
    const lasts = wait === Infinity ? 'without end' : `for ${inWords(wait)} at a time`;
    yield {
      ...underline(queue, found.at, 'It is set here.'),
      message: `The bclient waits for jobs ${lasts}, longer than its ${name} (${inWords(Math.max(...numbersIn(found.value)))}): ${consequence}.`,
    };
  }
}

/** Whether the ioredis that makes the client has an option: Bull's own is taken for one that has what the person wrote. */
function isKnownTo(since: string, queue: Queue, project: Project): boolean {
  const range = queue.clients && validRange(dependencyOf('ioredis', directoryOf(queue.file), project)?.range ?? '');
  return !range || !gtr(since, range);
}

/** What `createClient` gives the bclient, or, where Bull makes it, the queue's `redis`. */
function timeoutsOf(queue: Queue, name: string): readonly PropertyValue[] {
  const { clients } = queue;
  if (clients) return redisClientsIn(clients.bclient).flatMap((client) => clientOption(client, name) ?? []);
  if (!queue.opensItsOwn) return [];
  const redis = alternatives(option(queue.options, 'redis'));
  const properties = redis.map((each) => (each.kind === 'object' ? each.properties.get(name) : undefined));
  return properties.includes(undefined) ? [] : properties.flatMap((each) => each ?? []);
}

/** On every path. */
function isTooShort({ value }: PropertyValue, queue: Queue): boolean {
  const all = numbersIn(value);
  return all.length > 0 && all.every((ms) => ms > 0 && ms < waitOf(queue));
}

/** In ms: the shortest `drainDelay` that it may have; `Infinity` where that is 0. */
function waitOf(queue: Queue): number {
  const [shortest] = (queue.settings('drainDelay') ?? [])
    .map(({ value }) => (value === 0 ? Infinity : value * 1000))
    .sort((a, b) => a - b);
  return shortest ?? 0;
}
