/** A place in code that a stack trace names. */
export interface StackFrame {
  /** `Object.send`; null where the code has no name. */
  readonly name: string | null;
  /** As the trace has it: a path, a URL, or a name of Node's own. */
  readonly file: string;
  /** Counts from 1, as does the column. */
  readonly line: number;
  readonly column: number;
}

/** Characters of a trace that are looked at. */
const LOOKED_AT = 20_000;

/** The topmost frame that is neither Node's nor in node_modules; null where there is none. */
export function ownFrame(trace: string): StackFrame | null {
  for (const [line] of trace.slice(0, LOOKED_AT).matchAll(/^(?: {4}|\t)at [^\n]+/gm)) {
    const frame = frameOf(line);
    if (frame && isOwn(frame)) return frame;
  }
  return null;
}

/**
 * `    at async send (/app/dist/mail.js:12:3)`, `    at /app/dist/mail.js:12:3` (V8, Error.prototype.stack); or with a tab, as
 * VS Code makes its own. null where the line is no frame.
 */
export function frameOf(line: string): StackFrame | null {
  const place =
    /^(?: {4}|\t)at (?:(?:async )?(?:new )?(?<name>.{1,200}?) \((?<inside>.{1,500}):(?<l1>\d{1,9}):(?<c1>\d{1,9})\)|(?:async )?(?<file>.{1,500}):(?<l2>\d{1,9}):(?<c2>\d{1,9}))$/.exec(
      line,
    )?.groups;
  if (!place) return null;
  const { name = '<anonymous>' } = place;
  return {
    // Node's source maps leave of a function without a name what stands before it.
    name: name === '<anonymous>' || name === 'async' ? null : name,
    file: place.inside ?? place.file ?? '',
    line: Number(place.l1 ?? place.l2),
    column: Number(place.c1 ?? place.c2),
  };
}

/** Whether it is neither Node's nor a library's. */
export function isOwn({ file }: StackFrame): boolean {
  const path = file.replaceAll('\\', '/');
  return (
    !/^(?:node:|internal\/|native|<anonymous>|eval at)|\/node_modules\/|^evalmachine/.test(path) && /[/.]/.test(path)
  );
}

/** `send (dist/mail.js:12)`: without the root of the machine that it ran on, as far as that is not the project's. */
export function frameText({ name, file, line }: StackFrame): string {
  const steps = file
    .replace(/^file:\/\//, '')
    .replaceAll('\\', '/')
    .split('/');
  const place = `${steps.slice(-3).join('/').replace(/^\//, '')}:${line}`;
  return name === null ? place : `${name} (${place})`;
}
