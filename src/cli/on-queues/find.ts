import { JOB_STATES } from '../../bull/states';
import { lineOfReason } from '../../cause-words';
import { describeFields } from '../../job-data/shown-data';
import type { JobSearch } from '../../queues';
import { searchNotes } from '../../search-words';
import { firstLine } from '../../words';
import type { FindArguments } from '../queue-arguments';
import { UsageError } from '../usage';
import { jobJson } from './failed';
import { jobsTable } from './jobs-table';
import { allQueues, namesOf, queueNamed, type RedisSession } from './session';

interface Output {
  readonly out: (text: string) => void;
  /** For what is to be known beside the jobs. */
  readonly err: (text: string) => void;
}

/** The jobs that a query asks for; answers whether it went to its end. @throws UsageError where it cannot be understood, or nothing can be read */
export async function find(session: RedisSession, asked: FindArguments, { out, err }: Output): Promise<boolean> {
  const { queues, connection, shownData } = session;
  const parsed = queryOf(session, asked.query);
  const scope = {
    queues: asked.queue === null ? await allQueues(session) : [await queueNamed(session, asked.queue)],
    states: asked.states.length > 0 ? asked.states : JOB_STATES,
  };
  const searches = new queues.JobSearches(connection, () => shownData);
  try {
    const search = searches.add(parsed, scope);
    await search.run();
    const { problem } = search;
    if (problem !== null && search.size === 0) throw new UsageError(problem);
    for (const note of searchNotes(search)) err(`${note.replace(/\.$/, '')}.\n`);
    await write(session, search, asked.format, out);
    return problem === null;
  } finally {
    searches.dispose();
  }
}

async function write(
  session: RedisSession,
  search: JobSearch,
  format: FindArguments['format'],
  out: (text: string) => void,
): Promise<void> {
  const { queues, connection, shownData } = session;
  const found = search.found.flatMap(({ rows, ...of }) => rows.map((row) => ({ ...of, row })));
  switch (format) {
    case 'table':
      return out(
        found.length === 0
          ? 'No such job.\n'
          : jobsTable(HEADING, found.map(cells(session, namesOf(search.found.map(({ queue }) => queue))))),
      );
    case 'json':
      return out(
        `${JSON.stringify(
          found.map(({ queue, state, row }) => ({ state, ...jobJson(session, queue, row) })),
          undefined,
          2,
        )}\n`,
      );
    default: {
      const jobs = search.found.map(({ rows, ...of }) => ({ ...of, ids: [rows.map(({ id }) => id.bytes)] }));
      const { signal } = new AbortController();
      const write = async (text: string) => out(text);
      await queues.exportJobs(connection, jobs, { format, shownData, signal, write, onProgress: () => undefined });
    }
  }
}

const HEADING = ['queue', 'state', 'job', 'name', 'data', 'reason'];

const cells =
  ({ shownData }: RedisSession, nameOf: ReturnType<typeof namesOf>) =>
  ({
    queue,
    state,
    row,
  }: Omit<JobSearch['found'][number], 'rows'> & { row: JobSearch['found'][number]['rows'][number] }) => {
    const fields = describeFields(shownData.fields(queue.ref.name, row.dataStart)).join(' · ');
    return [
      ...[nameOf(queue), state, row.id.text, row.name ?? '', fields].map(firstLine),
      lineOfReason(row.failedReason ?? ''),
    ];
  };

function queryOf({ queues }: RedisSession, text: string) {
  try {
    return queues.parseQuery(text);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
