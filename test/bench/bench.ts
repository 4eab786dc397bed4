/** One line of a benchmark's table. */
export interface Row {
  /** What was measured: `refresh of 200 queues`. */
  readonly figure: string;
  /** With its unit: `4.2 ms`. */
  readonly value: string;
  /** What it is held against, with its value: `bull-board 61 ms`. */
  readonly peer?: string;
  /** Ours to the peer's: `0.07`, or `14 times faster`. */
  readonly ratio?: string;
  /** What is aimed at: `at least 10 times faster`. */
  readonly reach?: string;
  /** Whether that was reached; left out where nothing is aimed at. */
  readonly ok?: boolean;
}

export interface BenchOptions {
  /** As small as still makes sense: the tests only see that the benchmark starts. */
  readonly smoke: boolean;
}

/** The default export of a `*.bench.ts` in this folder. Sets up what it needs, and removes it. */
export type Benchmark = (options: BenchOptions) => Promise<Row[]>;

/** The middle one; the mean of the two middle ones where their number is even. NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** How long `work` takes, in ms. */
export async function time(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
