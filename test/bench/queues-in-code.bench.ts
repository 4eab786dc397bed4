import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { typescriptParser } from '../../typescript-parser.mjs';
import { Cli } from '../support/cli';
import { median, type BenchOptions, type Row } from './bench';
import type { IndexTimes } from './support/index-workspace';
import { runMeasured } from './support/measured-process';
import { writeMonorepo, type MonorepoSize } from './support/monorepo';

const MOST_TIMES_ITS_LINT = 1.2;
/** ms */
const MOST_FROM_CACHE = 300;

/**
 * The queues that the code of a monorepo makes, with what processes them, what adds to them and what is wrong with them:
 * read from the code, in the processor's time beside that of `bull-lens lint`, and recalled as the next window does.
 */
export default async function queuesInCode({ smoke }: BenchOptions): Promise<Row[]> {
  const size: MonorepoSize = smoke
    ? { packages: 4, files: 100, queues: 10 }
    : { packages: 40, files: 20_000, queues: 100 };
  const times = smoke ? 1 : 3;
  const folder = mkdtempSync(join(tmpdir(), 'bull-lens-bench-'));
  const storage = mkdtempSync(join(tmpdir(), 'bull-lens-storage-'));
  const cli = await Cli.build();
  try {
    writeMonorepo(folder, size);
    const script = join(storage, 'index-workspace.js');
    const entryPoints = [join(__dirname, 'support/index-workspace.ts')];
    await build({
      entryPoints,
      outfile: script,
      bundle: true,
      platform: 'node',
      mainFields: ['module', 'main'],
      logLevel: 'error',
      plugins: [typescriptParser],
    });
    const run = async (mode: 'index' | 'recall') => {
      const { stdout, cpuTime } = await runMeasured(script, [mode, folder, storage], folder);
      const measured = JSON.parse(stdout) as IndexTimes;
      assert.equal(measured.queues, size.queues, mode);
      return { ...measured, cpuTime };
    };
    const [lints, indexes, recalls] = [[] as number[], [] as number[], [] as number[]];
    for (let i = 0; i < times; i++) {
      lints.push((await runMeasured(cli.script, ['lint', '--format', 'json'], folder)).cpuTime);
      indexes.push((await run('index')).cpuTime);
      recalls.push((await run('recall')).ms);
    }
    const [lint, cold, recalled] = [median(lints), median(indexes), median(recalls)];
    const files = `${size.files.toLocaleString('en')} files`;
    return [
      {
        figure: `the ${size.queues} queues in the code of ${files}, none of it read before`,
        value: `${(cold / 1_000).toFixed(2)} s of the processor`,
        peer: `its lint ${(lint / 1_000).toFixed(2)} s`,
        ratio: `${(cold / lint).toFixed(2)} times`,
        reach: `at most ${MOST_TIMES_ITS_LINT} times`,
        ok: cold <= lint * MOST_TIMES_ITS_LINT,
      },
      {
        figure: 'the same, as the last window remembered them',
        value: `${recalled.toFixed(0)} ms`,
        reach: `under ${MOST_FROM_CACHE} ms`,
        ok: recalled < MOST_FROM_CACHE,
      },
    ];
  } finally {
    cli.remove();
    for (const each of [folder, storage]) rmSync(each, { recursive: true });
  }
}
