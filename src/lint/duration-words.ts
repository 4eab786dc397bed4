/** A duration in ms for a message: `30 s`, `1.5 s`, `600 ms`, `3,600 s`. */
export function inWords(ms: number): string {
  return Math.abs(ms) < 1000 ? `${ms} ms` : `${(ms / 1000).toLocaleString('en', { maximumFractionDigits: 3 })} s`;
}
