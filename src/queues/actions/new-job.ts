import { jsonValues } from '../../job-data/json-values';

/** A job that is to be added: each text goes to Redis as it is. */
export interface NewJob {
  readonly name: string | Buffer;
  /** JSON. */
  readonly data: string | Buffer;
  /** A JSON object: the options of Bull's `queue.add()`. */
  readonly options: string;
}

/**
 * Options that belong to one job only: its id, its place in a series, what it is debounced by, when it was added. A job
 * with the id or the debounce id of another would not be added at all (addJob-6.lua).
 */
export const OF_ONE_JOB = ['jobId', 'repeat', 'prevMillis', 'debounce', 'timestamp'] as const;

/**
 * Those of the options of a job that another one like it can have, each as it is; none of a text that is no object. The
 * delay of a run of a repeatable job is the time until just that run (bull 4.16.5 lib/repeatable.js:55).
 */
export function optionsForAnother(options: string): string {
  const members = jsonMembers(options) ?? new Map<string, string>();
  if (members.has('repeat')) members.delete('delay');
  for (const name of OF_ONE_JOB) members.delete(name);
  return objectOf(members);
}

/** With what Bull writes into the options of every job (bull 4.16.5 lib/job.js:63-75). */
export function completeOptions(options: string, now: number): string {
  const defaults = new Map(Object.entries({ attempts: '1', delay: '0', timestamp: String(now) }));
  return objectOf(new Map([...defaults, ...(jsonMembers(options) ?? [])]));
}

/** The text of each value in a JSON object by its name, as it is; null where the text is no such object. */
export function jsonMembers(text: string): Map<string, string> | null {
  const members = new Map<string, string>();
  let depth = 0;
  let start = -1;
  for (const { type, path, ...event } of jsonValues(text)) {
    if (type === 'broken' || event.isCut || (depth === 0 && (type !== 'open' || text[event.start] !== '{')))
      return null;
    if (type === 'open' && ++depth === 2) start = event.start;
    if (type === 'close') depth--;
    if (depth !== 1 || type === 'open') continue;
    members.set(path[0] as string, text.slice(type === 'scalar' ? event.start : start, event.end));
  }
  return depth === 0 && text.trim() !== '' ? members : null;
}

function objectOf(members: ReadonlyMap<string, string>): string {
  return `{${[...members].map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')}}`;
}
