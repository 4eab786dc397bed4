import { withoutAnsi } from '../../ansi';
import { tellingLine } from './telling-line';
import { withoutVariableParts } from './variable-parts';
import { oneWording } from './wordings';

/** Changes when equal failures may get another pattern than before: who keeps patterns compares it first. */
export const PATTERN_VERSION = 2;

/** A job's failure as Redis holds it. */
export interface Failure {
  /** `failedReason`: the error's message without its class (bull 4.16.5 lib/job.js:288). */
  readonly message: string;
  /** The newest stack trace, which is the last of the array; null where there is none. */
  readonly trace: string | null;
}

/** What failures of one cause have in common. */
export interface FailurePattern {
  /** For people: `connect ECONNREFUSED ‹host›:5432`. Empty where the error has no message. */
  readonly text: string;
  /** The error's class, `TypeError`; null where the trace does not tell it. */
  readonly errorClass: string | null;
  /** Equal for failures of one cause, whatever kind of part was taken out of them. */
  readonly key: string;
}

/** Spaces, and what `visible` makes spaces of, so that a pattern can be typed as it is shown. */
const NOT_SEEN = /[\s\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu;

export function patternOf({ message, trace }: Failure): FailurePattern {
  const head = trace === null ? null : headOf(trace);
  const line = oneWording(tellingLine(message) || head?.reason || '');
  const text = saidOnce(withoutVariableParts(line).replace(NOT_SEEN, ' ').trim());
  return {
    text,
    errorClass: head?.errorClass ?? null,
    key: text.replace(/(["'`]?)‹[\w-]+›\1/g, '‹›').replace(/[.:]$/, ''),
  };
}

/** Lists say the same of each of their parts: `item ‹number› has no SKU, item ‹number› has no SKU`. */
function saidOnce(text: string): string {
  const parts = text.split(', ');
  return parts.filter((part, i) => part !== parts[i - 1]).join(', ');
}

/** `TypeError: no such file`, and what Node adds: `AggregateError [ECONNREFUSED]: `, `TypeError [ERR_INVALID_URL]: …`. */
function headOf(trace: string): { readonly errorClass: string; readonly reason: string } | null {
  const [first = ''] = trace.slice(0, 2_000).split('\n', 1);
  const head = /^(?:Uncaught )?([A-Z]\w*)(?: \[(\w+)\])?(?:: ?(.*))?$/.exec(withoutAnsi(first));
  if (!head?.[1]) return null;
  const code = head[2];
  const reason = head[3]?.trim() || (code === undefined ? '' : code.startsWith('E') ? `connect ${code} ‹host›` : code);
  return { errorClass: head[1], reason };
}
