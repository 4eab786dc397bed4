import ms from 'ms';
import { pathMatcher } from '../../job-data/shown-data';

/** What is asked of a job; all of them have to hold. */
export type Condition =
  | { readonly on: 'id'; readonly id: string }
  /** ms since the epoch: when it finished where it has, else when it was added. */
  | { readonly on: 'since'; readonly time: number }
  | { readonly on: 'until'; readonly time: number }
  | { readonly on: 'name' | 'error' | 'attempts'; readonly operator: Operator; readonly value: string }
  /** Somewhere in the text of its data, in any case of letters. */
  | { readonly on: 'data'; readonly text: string }
  | {
      readonly on: 'path';
      readonly path: string;
      /** Whether these keys are the path, which may be a glob. */
      readonly isPath: (keys: readonly string[]) => boolean;
      readonly operator: Operator;
      readonly value: string;
    };

export type Operator = '=' | '!=' | '>' | '>=' | '<' | '<=' | '~';

/** `data.orderId = 42 and attempts > 1` */
export interface JobQuery {
  readonly text: string;
  readonly conditions: readonly Condition[];
}

/** A sentence says what cannot be understood of a query. */
export class QueryError extends Error {}

/** Between conditions, and not within quotes. */
const AND = /\s+(?:and|&&)\s+(?=(?:[^"]*"[^"]*")*[^"]*$)/i;
const TIME = /^(since|until)\s+(.+)$/i;
/** `==` and `!==` as well: they are what many write. */
const COMPARISON = /^([^\s=!<>~]+)\s*(!={1,2}|>=|<=|={1,3}|>|<|~)\s*(.+)$/s;
/** A value in which there is more than the value, unless it is in quotes. */
const ALTERNATIVE = /^[^"]*\s(?:or|\|\|)\s+[^\s=!<>~]+\s*[=!<>~]/is;
const UNFINISHED = /\S\s+(?:and|or|&&|\|\|)$/i;
const OF_DATA = /^data\./;

/** @throws QueryError */
export function parseQuery(text: string, now = Date.now()): JobQuery {
  const conditions = text
    .trim()
    .split(AND)
    .map((part) => condition(part.trim(), now));
  if (conditions.length > 1 && conditions.some(({ on }) => on === 'id')) {
    throw new QueryError('A job that is found by its id is found by that alone: id = 71.');
  }
  return { text: text.trim(), conditions };
}

function condition(text: string, now: number): Condition {
  const [, word, when] = TIME.exec(text) ?? [];
  if (word !== undefined && when !== undefined) return { on: since(word), time: timeOf(when, now) };
  const [, field, operator, written] = COMPARISON.exec(text) ?? [];
  if (field === undefined || operator === undefined || written === undefined) {
    throw new QueryError(`'${text}' asks nothing: write a field, =, !=, >, <, or ~ for contains, and a value.`);
  }
  if (ALTERNATIVE.test(written)) throw new QueryError('There is no or: search once for each.');
  if (operator !== '~' && UNFINISHED.test(written)) throw new QueryError(`'${text}' lacks what follows.`);
  return comparison(field, operator.replace(/={2,}$/, '=').replace(/^!=+$/, '!=') as Operator, written);
}

/** What Bull calls them in a job. */
const BULLS_NAMES = new Map([
  ['failedReason', 'error'],
  ['attemptsMade', 'attempts'],
]);

function comparison(written: string, operator: Operator, value: string): Condition {
  const field = BULLS_NAMES.get(written) ?? written;
  switch (field) {
    case 'id':
      if (operator !== '=') throw new QueryError('A job is found by its whole id: id = 71.');
      return { on: 'id', id: unquoted(value) };
    case 'attempts':
      if (Number.isNaN(Number(unquoted(value)))) throw new QueryError(`attempts is a number, not '${value}'.`);
      return { on: field, operator, value };
    case 'name':
    case 'error':
      return { on: field, operator, value };
    case 'data':
      if (operator !== '~')
        throw new QueryError('Of the data as a whole it can be asked what it contains: data ~ text.');
      return { on: 'data', text: unquoted(value) };
  }
  const path = field.replace(OF_DATA, '');
  return { on: 'path', path, isPath: pathMatcher(path), operator, value };
}

function since(word: string): 'since' | 'until' {
  return word.toLowerCase() === 'since' ? 'since' : 'until';
}

/** `2h` ago, `14:02` today or yesterday, `2026-11-26`, `2026-11-26 14:02`. */
function timeOf(text: string, now: number): number {
  const clock = /^(\d{1,2}):(\d{2})$/.exec(text);
  if (clock) {
    const time = new Date(now).setHours(Number(clock[1]), Number(clock[2]), 0, 0);
    return time > now ? time - ms('1d') : time;
  }
  const isDate = /^\d{4}-\d{2}-\d{2}/.test(text);
  const isSpan = /^[\d.]+\s*[a-z]+$/i.test(text);
  const time = isDate ? Date.parse(text) : isSpan ? now - ms(text as ms.StringValue) : NaN;
  if (Number.isNaN(time)) throw new QueryError(`'${text}' is no time: write 2h, 14:02, or 2026-11-26 14:02.`);
  return time;
}

/** What is meant by a value: `"42"` is the text 42. */
export function unquoted(value: string): string {
  return /^".*"$/s.test(value) ? value.slice(1, -1) : value;
}
