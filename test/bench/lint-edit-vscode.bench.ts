import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { stageExtension } from '../support/vscode/stage';
import { median, type BenchOptions, type Row } from './bench';
import { Random } from './support/random';
import { plainModule, queueModule } from './support/sources';
import { writeWorkspace } from './support/workspace';

const LINES = 1500;
const PATH = 'src/area0/edited.ts';
const PLAIN_PATH = 'src/area0/plain.ts';
/** In ms more than without Bull. */
const MOST = { median: 1, percentile95: 3 };

/**
 * What a keystroke costs VS Code's extension host, in a real VS Code: in a file with queues, beside one of the same length
 * without Bull. The difference is this extension's.
 */
export default async function lintEditInVSCode({ smoke }: BenchOptions): Promise<Row[]> {
  const [others, edits, warmUp] = smoke ? [5, 2, 0] : [100, 60, 10];
  const extension = await stageExtension();
  const folder = mkdtempSync(join(tmpdir(), 'bull-lens-bench-'));
  const out = join(folder, 'times.json');
  try {
    writeWorkspace(folder, others, others);
    const random = new Random(1500);
    writeFileSync(join(folder, PATH), queueModule(random, LINES, 6));
    writeFileSync(join(folder, PLAIN_PATH), plainModule(random, LINES));
    await runTests({
      vscodeExecutablePath: resolve(__dirname, '../support/vscode/launcher.ts'),
      extensionDevelopmentPath: extension,
      extensionTestsPath: join(__dirname, 'support/edits-in-host.cjs'),
      extensionTestsEnv: {
        BULL_LENS_BENCH_FILES: JSON.stringify([join(folder, PATH), join(folder, PLAIN_PATH)]),
        BULL_LENS_BENCH_EDITS: `${edits + warmUp}`,
        BULL_LENS_BENCH_OUT: out,
      },
      launchArgs: [folder],
    });
    const times = (JSON.parse(readFileSync(out, 'utf8')) as { linted: number; plain: number }[]).slice(warmUp);
    const linted = times.map((time) => time.linted);
    const plain = times.map((time) => time.plain);
    return [
      row('median', median(linted), median(plain), MOST.median),
      row('95th percentile', percentile95(linted), percentile95(plain), MOST.percentile95),
    ];
  } finally {
    for (const each of [extension, folder]) rmSync(each, { recursive: true, force: true });
  }
}

function percentile95(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? NaN;
}

function row(figure: string, linted: number, plain: number, most: number): Row {
  const more = linted - plain;
  return {
    figure: `extension host's time for a keystroke in ${LINES} lines with 6 queues, ${figure}`,
    value: `${linted.toFixed(1)} ms, ${plain.toFixed(1)} ms without Bull`,
    reach: `under ${most} ms more`,
    ok: more < most,
  };
}
