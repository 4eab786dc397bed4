import { BULL_OPTIONS } from '../bull/options';
import { compactJson, indentJson } from '../job-text/indent-json';
import { jsonFault } from '../job-text/json-fault';
import { jsonMembers, OF_ONE_JOB, type NewJob } from '../queues/actions/new-job';
import { DEFAULT_JOB_NAME } from '../bull/keys';
import { firstLine, span } from '../words';

/** What stands in the editor before somebody has written anything. */
export const EMPTY_JOB: NewJob = { name: DEFAULT_JOB_NAME, data: '{}', options: '{}' };

/** A job as a person edits it; null where its data is no JSON. */
export function newJobText({ name, data, options }: NewJob): Promise<string | null> {
  return indentJson(`{"name":${JSON.stringify(name.toString())},"data":${data.toString()},"options":${options}}`);
}

/** The job that was written: its data and options as they stand there. @throws Error that says what is wrong with it */
export async function readNewJob(text: string): Promise<NewJob> {
  const members = (await compactJson(text)) === null ? null : jsonMembers(text);
  if (members === null) throw new Error(`This is not the JSON of a job: ${jsonFault(text)}`);
  const other = [...members.keys()].find((name) => !['name', 'data', 'options'].includes(name));
  if (other !== undefined) throw new Error(`A new job has a name, data and options, and no ${firstLine(other)}.`);
  const [name, options = '{}'] = [JSON.parse(members.get('name') ?? 'null') as unknown, members.get('options')];
  if (typeof name !== 'string' || name === '') throw new Error('The name of a job is a text that is not empty.');
  checkOptions(options);
  const data = (await compactJson(members.get('data') ?? '{}')) as string;
  return { name, data, options: (await compactJson(options)) as string };
}

/** Whole numbers, and the least that each may be. */
const NUMBERS = { attempts: 1, delay: 0, priority: 0 } as const;

function checkOptions(text: string): void {
  const members = jsonMembers(text);
  if (!members) throw new Error('The options of a job are a JSON object.');
  const own = OF_ONE_JOB.find((name) => members.has(name));
  if (own) throw new Error(`The option ${own} belongs to one job only: leave it out. Bull gives the job an id.`);
  for (const [name, least] of Object.entries(NUMBERS)) {
    const value = members.get(name);
    if (value === undefined) continue;
    if (!/^\d+$/.test(value) || Number(value) < least || !Number.isSafeInteger(Number(value))) {
      throw new Error(`The option ${name} is a whole number of ${least} or more.`);
    }
  }
  const lifo = members.get('lifo');
  if (lifo !== undefined && lifo !== 'true' && lifo !== 'false') throw new Error('The option lifo is true or false.');
}

export interface NewJobQuestion {
  readonly message: string;
  readonly detail: string;
}

/** "Add a job send to mail on staging?" */
export function askNewJob(
  { name, options }: NewJob,
  { queue, connection, isPaused }: { readonly queue: string; readonly connection: string; readonly isPaused: boolean },
): NewJobQuestion {
  const { delay = 0, ...others } = JSON.parse(options) as Record<string, unknown> & { delay?: number };
  const known = BULL_OPTIONS.defaultJobOptions.map((option) => option.name);
  const unknown = Object.keys(others).filter((option) => !known.includes(option));
  const kind = name === DEFAULT_JOB_NAME ? '' : ` ${firstLine(name.toString())}`;
  const waits = isPaused
    ? `${queue} is paused: it waits until that is resumed.`
    : 'The next worker that is free takes it.';
  return {
    message: `Add a job${kind} to ${queue} on ${connection}?`,
    detail: [
      ...(unknown.length > 0 ? [`Bull does not know ${unknown.map(firstLine).join(', ')}, and ignores that.`] : []),
      delay > 0 ? `It is delayed for ${span(delay)}.` : waits,
    ].join('\n\n'),
  };
}
