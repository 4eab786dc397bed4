// npm run bench [-- NAME…] [--smoke]: runs all benchmarks or those named, and prints a table of each. Ends with 1 where
// one could not run, or (without --smoke) missed what it reaches for.
import { parseArgs } from 'node:util';
import type { Row } from './bench';
import { benchmarkNames, loadBenchmark } from './benchmarks';

const columns = ['figure', 'value', 'peer', 'ratio', 'reach'] as const;

async function main(): Promise<boolean> {
  const { values, positionals } = parseArgs({
    options: { smoke: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const known = benchmarkNames();
  const unknown = positionals.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`No benchmark ${unknown.join(', ')}; there are ${known.join(', ')}`);

  let allReached = true;
  for (const name of positionals.length > 0 ? positionals : known) {
    console.log(`\n${name}`);
    try {
      const benchmark = await loadBenchmark(name);
      const rows = await benchmark({ smoke: values.smoke });
      console.log(table(rows));
      if (!values.smoke && rows.some(({ ok }) => ok === false)) allReached = false;
    } catch (error) {
      console.error(error);
      allReached = false;
    }
  }
  return allReached;
}

function table(rows: readonly Row[]): string {
  const lines = [[...columns, ''], ...rows.map((row) => [...columns.map((key) => row[key] ?? ''), verdict(row)])];
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  return lines
    .map((line) => `  ${line.map((cell, column) => cell.padEnd(widths[column]!)).join('  ')}`.trimEnd())
    .join('\n');
}

function verdict({ ok }: Row): string {
  if (ok === undefined) return '';
  return ok ? 'reached' : 'MISSED';
}

void main().then(
  (allReached) => process.exit(allReached ? 0 : 1),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
