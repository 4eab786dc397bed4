import { withoutAnsi } from './ansi';
import type { JobTime } from './bull/job-time';

/** Numbers, times and sizes as the tree says them; English, as all of its words are. */

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

/** `1,204` */
export function count(number: number): string {
  return number.toLocaleString('en');
}

/** `4 min`, `2 days`: a span of ms in its largest unit, `0 sec` at the least. */
export function span(ms: number): string {
  const [unit, length] = UNITS.find(([, size]) => ms >= size) ?? ['second', 1_000];
  const number = Math.max(0, Math.floor(ms / length));
  return new Intl.NumberFormat('en', { style: 'unit', unit, unitDisplay: 'short' }).format(number);
}

/** `just now`, `4 min`: how long ago, in steps that need not be drawn anew every second. */
export function age(ms: number): string {
  return ms < 60_000 ? 'just now' : span(ms);
}

/** `850 ms`, `12.3 sec`, `4 min`: how long something took. */
export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  return ms < 60_000 ? `${(ms / 1_000).toFixed(1)} sec` : span(ms);
}

/** `600 ms`, `52.3 s`, `3,600 s`: in seconds, as Bull's settings are talked of. */
export function seconds(ms: number): string {
  return ms < 1_000 ? `${ms} ms` : `${(ms / 1_000).toLocaleString('en', { maximumFractionDigits: 3 })} s`;
}

/** `Nov 24, 2026, 3:02 AM` */
export function dateAndTime(time: number): string {
  return new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' }).format(time);
}

/** `3:02:11 AM` */
export function timeOfDay(time: number): string {
  return new Intl.DateTimeFormat('en', { timeStyle: 'medium' }).format(time);
}

/** `Nov 24, 2026, 3:02:11 AM GMT+1 (4 min ago)`; what is no time as it is. */
export function exactTime(time: JobTime, now = Date.now()): string {
  if (typeof time === 'string') return firstLine(time);
  const exact = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'long' }).format(time);
  return `${exact} (${time > now ? `in ${span(time - now)}` : `${span(now - time)} ago`})`;
}

/** `50.0 MB`; the units are powers of 1024. */
export function bytes(size: number): string {
  if (size < 1024) return `${size} bytes`;
  return size < 1024 ** 2 ? `${(size / 1024).toFixed(1)} KB` : `${(size / 1024 ** 2).toFixed(1)} MB`;
}

/** `1 job`, `1,204 jobs` */
export function plural(number: number, noun: string): string {
  return `${count(number)} ${noun}${number === 1 ? '' : 's'}`;
}

const LINE_LENGTH = 200;

/** The first line of a text that may be long, empty or full of control characters. */
export function firstLine(text: string): string {
  const line = text.trimStart().split(/[\r\n\u2028\u2029]/, 1)[0] ?? '';
  return shortened(visible(line), LINE_LENGTH);
}

/** At most the first `length` characters of a text. */
export function shortened(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}

/** Characters of scripts that are written from right to left, and those that Unicode keeps free for more of them. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]|[\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** A text that does not change where the numbers beside it are shown: those that follow one from right to left stand left of it. */
export function isolated(text: string): string {
  return RIGHT_TO_LEFT.test(text) ? `\u2068${text}\u2069` : text;
}

/**
 * A text without colours, and with spaces for its other control characters and for those that turn the direction of all
 * that follows in its row.
 */
export function visible(text: string): string {
  return withoutAnsi(text).replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, ' ');
}
