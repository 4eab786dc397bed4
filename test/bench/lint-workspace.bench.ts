import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Cli } from '../support/cli';
import { median, type BenchOptions, type Row } from './bench';
import { runMeasured } from './support/measured-process';
import { writeWorkspace } from './support/workspace';

const eslint = join(dirname(require.resolve('eslint/package.json')), 'bin', 'eslint.js');
const LEAST_FACTOR = 10;
const MOST_MEMORY = 300_000_000;

/** `bull-lens lint` of a large workspace, as a process, against ESLint that only parses the same files. */
export default async function lintWorkspace({ smoke }: BenchOptions): Promise<Row[]> {
  const [files, queueFiles, runs] = smoke ? [100, 5, 1] : [10_000, 100, 3];
  const folder = mkdtempSync(join(tmpdir(), 'bull-lens-bench-'));
  const cli = await Cli.build();
  try {
    writeWorkspace(folder, files, queueFiles);
    const ours = [];
    for (let i = 0; i < runs; i++) ours.push(await runMeasured(cli.script, ['lint', '--format', 'json'], folder));
    const reports = JSON.parse(ours[0]!.stdout) as { messages: unknown[] }[];
    assert.equal(reports.length, files);
    assert.ok(reports.filter(({ messages }) => messages.length).length > queueFiles / 2, 'there is something to find');

    const config = join(__dirname, 'support', 'no-op-rule.config.mjs');
    const theirs = await runMeasured(eslint, ['--config', config, '.'], folder);
    assert.equal(theirs.exitCode, 0, theirs.stdout);

    const time = median(ours.map(({ wallTime }) => wallTime));
    const memory = Math.max(...ours.map(({ peakMemory }) => peakMemory));
    const factor = theirs.wallTime / time;
    return [
      {
        figure: `lint ${files.toLocaleString('en')} files, ${queueFiles} with Bull`,
        value: seconds(time),
        peer: `ESLint, one no-op rule ${seconds(theirs.wallTime)}`,
        ratio: `${factor.toFixed(1)} times faster`,
        reach: `at least ${LEAST_FACTOR} times faster`,
        ok: factor >= LEAST_FACTOR,
      },
      {
        figure: 'its peak memory',
        value: megabytes(memory),
        peer: `ESLint ${megabytes(theirs.peakMemory)}`,
        ratio: (memory / theirs.peakMemory).toFixed(2),
        reach: `under ${megabytes(MOST_MEMORY)}`,
        ok: memory < MOST_MEMORY,
      },
    ];
  } finally {
    cli.remove();
    rmSync(folder, { recursive: true });
  }
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}
