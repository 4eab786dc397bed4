import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Benchmark } from './bench';

const ending = '.bench.ts';

/** The names of the benchmarks: `package` for package.bench.ts. */
export function benchmarkNames(): string[] {
  const files = readdirSync(__dirname).filter((file) => file.endsWith(ending));
  return files.map((file) => file.slice(0, -ending.length)).sort();
}

export async function loadBenchmark(name: string): Promise<Benchmark> {
  const url = pathToFileURL(join(__dirname, name + ending)).href;
  // A CommonJS module that is imported has its exports in `default`.
  const { default: module } = (await import(url)) as { default: Benchmark | { default: Benchmark } };
  return typeof module === 'function' ? module : module.default;
}
