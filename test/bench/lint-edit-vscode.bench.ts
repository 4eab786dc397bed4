import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { stageExtension } from '../support/vscode/stage';
import { median, type BenchOptions, type Row } from './bench';
import { Random } from './support/random';
import { queueModule } from './support/sources';
import { writeWorkspace } from './support/workspace';

const LINES = 1500;
const PATH = 'src/area0/edited.ts';
const MOST = 10;

/** How long VS Code's extension host is busy from a keystroke to the diagnostics, in a real VS Code. */
export default async function lintEditInVSCode({ smoke }: BenchOptions): Promise<Row[]> {
  const [others, edits, warmUp] = smoke ? [5, 2, 0] : [100, 100, 10];
  const extension = await stageExtension();
  const folder = mkdtempSync(join(tmpdir(), 'bull-lens-bench-'));
  const out = join(folder, 'times.json');
  try {
    writeWorkspace(folder, others, others);
    writeFileSync(join(folder, PATH), queueModule(new Random(1500), LINES, 6));
    await runTests({
      vscodeExecutablePath: resolve(__dirname, '../support/vscode/launcher.ts'),
      extensionDevelopmentPath: extension,
      extensionTestsPath: join(__dirname, 'support/editsInHost.cjs'),
      extensionTestsEnv: {
        BULL_LENS_BENCH_FILE: join(folder, PATH),
        BULL_LENS_BENCH_EDITS: `${edits + warmUp}`,
        BULL_LENS_BENCH_OUT: out,
      },
      launchArgs: [folder],
    });
    const times = (JSON.parse(readFileSync(out, 'utf8')) as number[]).slice(warmUp).sort((a, b) => a - b);
    const p95 = times[Math.floor(times.length * 0.95)] ?? NaN;
    return [
      row(`extension host busy after a keystroke in ${LINES} lines with 6 queues, median`, median(times)),
      row('the same, 95th percentile', p95),
    ];
  } finally {
    for (const each of [extension, folder]) rmSync(each, { recursive: true, force: true });
  }
}

function row(figure: string, ms: number): Row {
  return { figure, value: `${ms.toFixed(1)} ms`, reach: `under ${MOST} ms`, ok: ms < MOST };
}
