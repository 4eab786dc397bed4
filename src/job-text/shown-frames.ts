import { frameOf, isOwn, type StackFrame } from '../queues/causes/stack-frames';

/** A frame that stands in the document of a job. */
export interface ShownFrame {
  readonly frame: StackFrame;
  /** Count from 0: its line in the document, and from which column of it to which. */
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/** Where the newest trace begins; the data of a job stands deeper, and in texts there is no end of a line. */
const NEWEST = '\n  "stacktrace": [\n    [\n';
const END = '\n    ]';

/** The frames of the newest stack trace in what `jobText` has made, without those of Node and of libraries; the topmost first. */
export function shownFrames(text: string): ShownFrame[] {
  const at = text.indexOf(NEWEST);
  if (at < 0) return [];
  const start = at + NEWEST.length;
  const before = text.slice(0, start).split('\n').length - 1;
  const lines = text.slice(start, text.indexOf(END, start)).split('\n');
  return lines.flatMap((line, i) => {
    const frame = frameOf(textIn(line));
    if (!frame || !isOwn(frame)) return [];
    return [{ frame, line: before + i, start: line.indexOf('at '), end: line.lastIndexOf('"') }];
  });
}

/** A line of a trace is a text in JSON; empty where it is none. */
export function textIn(line: string): string {
  try {
    return String(JSON.parse(line.trim().replace(/,$/, '')));
  } catch {
    return '';
  }
}
