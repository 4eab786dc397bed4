import type { JobSearch } from './queues';
import type { JobQuery, SearchScope, priceOf } from './queues';
import { count, plural } from './words';

/** `3 jobs in 2 queues`, `no job so far · 12,000 looked at` */
export function describeSearch(search: JobSearch): string {
  const queues = new Set(search.found.map(({ queue }) => queue)).size;
  const found = search.size === 0 ? 'no job' : `${plural(search.size, 'job')} in ${plural(queues, 'queue')}`;
  if (search.isRunning) return `${found} so far${search.looked > 0 ? ` · ${count(search.looked)} looked at` : ''}`;
  if (search.isFull) return `the first ${plural(search.size, 'job')} in ${plural(queues, 'queue')}`;
  if (search.isStopped) return `${found} · stopped after ${count(search.looked)}`;
  return found;
}

/** What is to be known of a search beside what it has found, each in a sentence. */
export function searchNotes(search: JobSearch): string[] {
  const { problem, tooLarge, hiddenPaths, isRunning, isFull, size } = search;
  return [
    ...(problem === null ? [] : [problem]),
    ...hiddenPaths.map((path) => `${path} is hidden by bullLens.hiddenFields: nothing is compared with it`),
    ...(tooLarge === 0 ? [] : [`Not searched: ${plural(tooLarge, 'job')} whose data or error is larger than 256 KB`]),
    ...(isFull && !isRunning ? [`It stops at ${count(size)} jobs: ask for fewer`] : []),
  ];
}

/** What a search will read: said before it runs. */
export function describePrice(price: ReturnType<typeof priceOf>, jobs: number, { queues }: SearchScope): string {
  switch (price) {
    case 'lookup':
      return queues.length === 1 ? 'one lookup' : `one lookup in each of ${plural(queues.length, 'queue')}`;
    case 'small fields':
      return `reads name, error and times of ${plural(jobs, 'job')}`;
    case 'data':
      return `reads the data of ${plural(jobs, 'job')}`;
  }
}

export interface QueryChoice {
  readonly label: string;
  readonly description: string;
  /** Searched for when it is chosen; null where it is only the beginning of a query, or says what is wrong. */
  readonly query: JobQuery | null;
  /** What is written in its place when it is chosen. */
  readonly text: string | null;
}

interface Priced {
  readonly parse: (text: string) => JobQuery;
  readonly price: (query: JobQuery) => string;
  readonly paths: readonly string[];
}

/** What can be searched for, by what is written so far. */
export function queryChoices(written: string, { parse, price, paths }: Priced): QueryChoice[] {
  const text = written.trim();
  const asking = (query: string): QueryChoice => {
    const parsed = parse(query);
    return { label: query, description: price(parsed), query: parsed, text: null };
  };
  // VS Code sorts by the labels that have what is written: in theirs, the dearest would come first.
  const askingOf = (tier: string): QueryChoice => {
    const asked = asking(`${tier} ${text}`);
    return { ...asked, label: tier, description: `${text} · ${asked.description}` };
  };
  const begins = (start: string, description: string): QueryChoice => ({
    ...{ label: `${start} …`, description, query: null, text: `${start} ` },
  });
  if (text === '') return [...BEGINNINGS.map(([start, what]) => begins(start, what)), ...paths.map(ofPath(begins))];
  const suggested = paths.filter((path) => path.toLowerCase().includes(text.toLowerCase())).map(ofPath(begins));
  if (!/[\s=!<>~]/.test(text)) return [...TIERS.map(askingOf), ...suggested];
  try {
    return [asking(text)];
  } catch (error) {
    const isSentence = !/[=!<>~]/.test(text);
    const anywhere = isSentence ? ['error ~', 'data ~'].map(askingOf) : [];
    const { message } = error as Error;
    return [...anywhere, { label: 'As a query', description: message, query: null, text: null }];
  }
}

const BEGINNINGS = [
  ['id =', 'one job by its id'],
  ['error ~', 'the reason of its failure contains a text'],
  ['name =', 'its name'],
  ['since', '2h, 14:02, 2026-11-26 14:02; also until'],
  ['attempts >', 'how often it was tried'],
  ['data ~', 'its data contains a text'],
] as const;

/** Asked of a word alone, the cheapest first. */
const TIERS = ['id =', 'name ~', 'error ~', 'data ~'] as const;

const ofPath = (begins: (start: string, description: string) => QueryChoice) => (path: string) =>
  begins(`${path} =`, 'in the data of these jobs; also !=, >, <, ~; join several with and');
