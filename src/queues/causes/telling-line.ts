/** The longest line that is looked at; what follows tells nothing new and may be megabytes. */
const MOST_CHARACTERS = 1_000;

/** The part of a failure's message that tells what is wrong: mostly its first line. Empty where the message is. */
export function tellingLine(message: string): string {
  const text = message.slice(0, 10 * MOST_CHARACTERS);
  const line = prismaReason(text) ?? zodIssue(text) ?? validatedProperty(text) ?? firstLines(text);
  return line.slice(0, MOST_CHARACTERS).trim();
}

/** Says what was called and on which model before it says, lines later, what is wrong. */
function prismaReason(text: string): string | null {
  const call = /Invalid `(?:[\w.]*\.)?(\w+)\.(\w+)\(\)` invocation/.exec(text);
  if (!call) return null;
  const after = text.slice(call.index + call[0].length);
  // Between them stands an excerpt of code or of the arguments: indented, numbered, or in brackets.
  const reason = /^[A-Z][^\n]*/m.exec(after)?.[0] ?? '';
  const isOfOneModel = /constraint|record|argument|column|field|value|table/i.test(reason);
  return isOfOneModel ? `prisma.${call[1]}: ${reason}` : reason;
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

/** The first line that is not empty; with the one below it where it only announces that. */
function firstLines(text: string): string {
  const [first = '', second = ''] = text.split('\n').filter((line) => line.trim() !== '');
  return /[:!]\s*$|^Command failed/.test(first) ? `${first} ${second.trim()}` : first;
}
