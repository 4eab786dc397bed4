import type { CodePlace, PlacedQueue, PlacedUse } from '../../../src/lint-thread/answers';

export type Known = readonly (string | null)[];

/** A place in the first column of a line, one line long. */
export function at(line: number, file = 'queue.ts'): CodePlace {
  return { file, range: { start: { line, character: 0 }, end: { line, character: 20 } } };
}

export function use(line: number, jobs: readonly Known[], queues: readonly Known[] | null = null): PlacedUse {
  return { ...at(line), jobs, queues };
}

export function queue(line: number, names: readonly Known[], rest: Partial<PlacedQueue> = {}): PlacedQueue {
  return {
    ...at(line),
    head: at(line).range,
    prefixes: [['bull']],
    names,
    isOpen: false,
    lock: null,
    budget: null,
    processors: [],
    producers: [],
    findings: [],
    ...rest,
  };
}
