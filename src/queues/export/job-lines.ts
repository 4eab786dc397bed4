import { stringify } from 'csv-stringify/sync';
import { jsonValues } from '../../job-data/json-values';
import { valuesAt, type ShownData } from '../../job-data/shown-data';

/** A job to be written to a file. */
export interface WrittenJob {
  readonly connection: string;
  readonly queue: string;
  readonly prefix: string;
  readonly id: string;
  readonly state: string;
  /** Every field of its hash, as it is in Redis. */
  readonly fields: ReadonlyMap<string, string>;
}

/** What the application has written: what is hidden is left out of it. */
const DATA = new Set(['data', 'progress', 'returnvalue']);

/** Fields that Bull writes as JSON. */
const JSON_FIELDS = new Set([...DATA, 'opts', 'stacktrace']);

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;

/**
 * A job as a line of JSON Lines, with its line break. What is JSON or a number in Redis is written with each character
 * that it has there, line breaks between values apart.
 */
export async function jsonLine(job: WrittenJob, shown: ShownData): Promise<string> {
  const { fields, ...about } = job;
  const members = Object.entries(about).map(([name, text]) => `${JSON.stringify(name)}:${JSON.stringify(text)}`);
  for (const [name, value] of fields) {
    // A field of the hash that is called as one of ours is one that Bull does not write.
    const key = name in about ? `${name} (field)` : name;
    members.push(`${JSON.stringify(key)}:${await jsonOf(name, value, shown)}`);
  }
  return `{${members.join(',')}}\n`;
}

async function jsonOf(name: string, value: string, shown: ShownData): Promise<string> {
  if (!JSON_FIELDS.has(name)) return NUMBER.test(value) && name !== 'name' ? value : JSON.stringify(value);
  const text = DATA.has(name) ? await shown.text(value) : value;
  return isJson(text) ? text.replace(/[\r\n]+/g, ' ') : JSON.stringify(text);
}

function isJson(text: string): boolean {
  let isEmpty = true;
  let depth = 0;
  for (const { type, isCut } of jsonValues(text)) {
    isEmpty = false;
    if (type === 'broken' || isCut) return false;
    if (type === 'open') depth++;
    if (type === 'close') depth--;
  }
  return !isEmpty && depth === 0;
}

const COLUMNS = [
  ...['connection', 'queue', 'prefix', 'id', 'state'],
  ...['name', 'timestamp', 'processedOn', 'finishedOn', 'attemptsMade', 'failedReason'],
];

/** The heading of a table of jobs: what is known of each, the paths of the data that rows show, and the data. */
export function csvHeading(paths: readonly string[]): string {
  return csvLine([...COLUMNS, ...paths.map((path) => `data.${path}`), 'data']);
}

/** A job as a line of CSV (RFC 4180). A text that a spreadsheet would take for a formula begins with `'`. */
export async function csvJob(job: WrittenJob, paths: readonly string[], shown: ShownData): Promise<string> {
  const { fields, ...about } = job;
  const known = COLUMNS.map((name) => (about as Record<string, string>)[name] ?? fields.get(name) ?? '');
  const data = await shown.text(fields.get('data') ?? '');
  const values = valuesAt(data, paths);
  return csvLine([...known, ...paths.map((path) => values.get(path) ?? ''), data]);
}

function csvLine(cells: readonly string[]): string {
  return stringify([cells], {
    record_delimiter: '\r\n',
    quote_record_delimiter: true,
    cast: { string: (cell) => ({ value: cell, escape_formulas: !NUMBER.test(cell) }) as unknown as string },
  });
}
