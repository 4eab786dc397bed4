/** Kept, because to make one takes longer than to lint a queue. */
const seconds = new Intl.NumberFormat('en', { maximumFractionDigits: 3 });

/** A duration in ms for a message: `30 s`, `1.5 s`, `600 ms`, `3,600 s`. */
export function inWords(ms: number): string {
  return Math.abs(ms) < 1000 ? `${ms} ms` : `${seconds.format(ms / 1000)} s`;
}
