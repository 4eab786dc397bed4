import { HIDDEN, scalarText } from '../../job-data/shown-data';
import { jsonValues } from '../../job-data/json-values';
import { unquoted, type Condition, type JobQuery, type Operator } from './query';

/** What a query is held against; each text as it is in Redis, null where there is none. */
export interface SearchedJob {
  readonly name: string | null;
  readonly failedReason: string | null;
  readonly attemptsMade: string | null;
  readonly timestamp: string | null;
  readonly finishedOn: string | null;
  /** As it may be shown; null where no condition is on it. */
  readonly data: string | null;
}

/** Whether all conditions hold; that of an id has been seen to. */
export function matches({ conditions }: JobQuery, job: SearchedJob): boolean {
  return conditions.every((condition) => holds(condition, job));
}

function holds(condition: Condition, job: SearchedJob): boolean {
  switch (condition.on) {
    case 'id':
      return true;
    case 'since':
      return timeOf(job) >= condition.time;
    case 'until':
      return timeOf(job) <= condition.time;
    case 'name':
      return compare(job.name, condition);
    case 'error':
      return compare(job.failedReason, condition);
    case 'attempts':
      return compare(job.attemptsMade ?? '0', condition);
    case 'data':
      return contains((job.data ?? '').replaceAll(HIDDEN, ''), condition.text);
    case 'path':
      return holdsAtPath(condition, job.data ?? '');
  }
}

function timeOf({ finishedOn, timestamp }: SearchedJob): number {
  return Number(finishedOn ?? timestamp ?? NaN);
}

function holdsAtPath(condition: Extract<Condition, { on: 'path' }>, data: string): boolean {
  for (const { type, path, start, end, isCut } of jsonValues(data)) {
    if (type !== 'scalar' || isCut || !condition.isPath(path)) continue;
    const json = data.slice(start, end);
    if (json === JSON.stringify(HIDDEN)) continue;
    // In quotes only a text is meant.
    if (condition.value !== unquoted(condition.value) && !json.startsWith('"')) continue;
    if (compare(scalarText(json), condition)) return true;
  }
  return false;
}

function compare(text: string | null, { operator, value }: { operator: Operator; value: string }): boolean {
  if (text === null) return false;
  const wanted = unquoted(value);
  switch (operator) {
    case '=':
      return isEqual(text, wanted);
    case '!=':
      return !isEqual(text, wanted);
    case '~':
      return contains(text, wanted);
    case '>':
      return numberIn(text) > numberIn(wanted);
    case '>=':
      return numberIn(text) >= numberIn(wanted);
    case '<':
      return numberIn(text) < numberIn(wanted);
    case '<=':
      return numberIn(text) <= numberIn(wanted);
  }
}

/** Numbers that JavaScript cannot tell apart are told apart by how they are written. */
function isEqual(text: string, wanted: string): boolean {
  const number = numberIn(text);
  return text === wanted || (number === numberIn(wanted) && Math.abs(number) <= Number.MAX_SAFE_INTEGER);
}

function numberIn(text: string): number {
  return /^\s*$/.test(text) ? NaN : Number(text);
}

function contains(text: string, wanted: string): boolean {
  return text.toLowerCase().includes(wanted.toLowerCase());
}
