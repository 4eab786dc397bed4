/** ms since the epoch; the text as it is in Redis where no calendar has such a time. */
export type JobTime = number | string;

/** The last moment that a Date can hold, in ms from the epoch (ECMA-262, 21.4.1.1). */
const LAST = 8.64e15;

export function jobTime(text: string): JobTime {
  const time = /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
  return Math.abs(time) <= LAST ? time : text;
}
