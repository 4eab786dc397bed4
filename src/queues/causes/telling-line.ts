import { withoutAnsi } from '../../ansi';

/** The longest line that is looked at; what follows tells nothing new and may be megabytes. */
const MOST_CHARACTERS = 1_000;

/** The part of a failure's message that tells what is wrong: mostly its first line. Empty where the message is. */
export function tellingLine(message: string): string {
  const text = withoutAnsi(message.slice(0, 10 * MOST_CHARACTERS));
  const line =
    prismaReason(text) ??
    zodIssue(text) ??
    validatedProperty(text) ??
    rootCause(text) ??
    statementsReason(text) ??
    firstLines(text);
  return line.slice(0, MOST_CHARACTERS).trim();
}

/** Says what was called and on which model before it says, lines later, what is wrong. */
function prismaReason(text: string): string | null {
  const call = /Invalid `([\w.$]+)\(\)` invocation/.exec(text);
  if (!call?.[1]) return null;
  const after = text.slice(call.index + call[0].length);
  // Between them stands an excerpt of code or of the arguments: indented, numbered, or in brackets.
  const reason = /^[A-Z][^\n]*/m.exec(after)?.[0] ?? '';
  const isOfOneModel = /constraint|record|argument|column|field|value|table/i.test(reason);
  const model = call[1].split('.').at(-2);
  return isOfOneModel && model !== undefined ? `prisma.${model}: ${reason}` : reason;
}

interface ZodIssue {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

function zodIssue(text: string): string | null {
  if (!text.startsWith('[')) return null;
  const [issue] = parsedIssues(text) ?? [];
  if (!issue) return null;
  const path = issue.path.map((step) => (typeof step === 'number' ? '‹number›' : step)).join('.');
  return `${path}: ${issue.message}`;
}

function parsedIssues(text: string): readonly ZodIssue[] | null {
  try {
    const issues = JSON.parse(text) as unknown;
    return Array.isArray(issues) && issues.every(isIssue) ? issues : null;
  } catch {
    return null;
  }
}

function isIssue(value: unknown): value is ZodIssue {
  if (typeof value !== 'object' || value === null) return false;
  return 'path' in value && Array.isArray(value.path) && 'message' in value && typeof value.message === 'string';
}

/** class-validator: the properties stand in a list below. */
function validatedProperty(text: string): string | null {
  const found = /^(.* has failed the validation):\s*\n\s*-\s*([^\n]*)/.exec(text);
  return found && `${found[1]}: ${found[2]}`;
}

/** Elasticsearch and OpenSearch name a class first, and below it what was wrong. */
function rootCause(text: string): string | null {
  return /^\w+_exception\b[^]*?\n\s*Root causes:\s*\n\s*([^\n]+)/.exec(text)?.[1] ?? null;
}

/**
 * Knex and others put the whole SQL statement before the reason. A reason that names what it is about stands alone;
 * of others (`Deadlock found`) it matters which table was worked on.
 */
function statementsReason(text: string): string | null {
  const statement = /^\s*(insert into|update|delete from|select\b[^]*?\bfrom|with)\s+([`"\w.[\]]*)/i.exec(text);
  const end = text.lastIndexOf(' - ');
  if (!statement?.[1] || end < statement[0].length) return null;
  const reason = firstLines(text.slice(end + 3));
  if (/["'`]/.test(reason)) return reason;
  return `${statement[1].split(/\s/, 1)[0]?.toLowerCase()} ${statement[2]}: ${reason}`;
}

/** What V8 quotes of a text that is not JSON: it may hold the end of a line. */
const EXCERPT = /(Unexpected token '?[^]{1,2}'?), (?:\.\.\.)?"[^]{0,60}?"(?:\.\.\.)? is not valid JSON/g;

/** The first line that is not empty; with the one below it where it only announces that; of git what was fatal. */
function firstLines(text: string): string {
  const lines = text.replace(EXCERPT, '$1 is not valid JSON').split('\n');
  const [first = '', second = ''] = lines.filter((line) => line.trim() !== '');
  const isOfCommand = /^Command failed|^Cloning into/.test(first);
  const fatal = isOfCommand ? lines.find((line) => /^(?:fatal|error): /.test(line)) : undefined;
  return fatal ?? (isOfCommand || /[:!]\s*$/.test(first) ? `${first} ${second.trim()}` : first);
}
