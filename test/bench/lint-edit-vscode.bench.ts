import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { median, type BenchOptions, type Row } from './bench';
import type { EditPlan, EditTimes } from './support/edits-in-host';
import { Random } from './support/random';
import { queueModule } from './support/sources';
import { stageSwitched } from './support/stage-switched';
import { writeWorkspace } from './support/workspace';

const LINES = 1500;
const PATH = 'src/area0/edited.ts';
/** In ms more than without the extension. */
const MOST = { median: 1, percentile95: 3 };

/**
 * What a keystroke in a file with queues costs VS Code's extension host, in a real VS Code: with the extension, and with
 * all taken away again that it registers. The difference is the extension's, what VS Code does to ask it included.
 */
export default async function lintEditInVSCode({ smoke }: BenchOptions): Promise<Row[]> {
  const others = smoke ? 5 : 100;
  const size = smoke
    ? { rounds: 1, edits: 2, warmUp: 0, settling: 0 }
    : { rounds: 8, edits: 22, warmUp: 2, settling: 4_000 };
  const extension = await stageSwitched();
  const folder = mkdtempSync(join(tmpdir(), 'bull-lens-bench-'));
  const [file, out] = [join(folder, PATH), join(folder, 'times.json')];
  try {
    writeWorkspace(folder, others, others);
    writeFileSync(file, queueModule(new Random(1500), LINES, 6));
    await runTests({
      vscodeExecutablePath: resolve(__dirname, '../support/vscode/launcher.ts'),
      extensionDevelopmentPath: extension,
      extensionTestsPath: join(__dirname, 'support/edits-in-host.cjs'),
      extensionTestsEnv: {
        BULL_LENS_BENCH_PLAN: JSON.stringify({ file, ...size } satisfies EditPlan),
        BULL_LENS_BENCH_OUT: out,
      },
      launchArgs: [folder],
    });
    const times = JSON.parse(readFileSync(out, 'utf8')) as EditTimes;
    const [linted, without] = [times.with.flat(), times.without.flat()];
    const inRounds = times.with.map((round, i) => median(more(round, times.without[i] ?? [])).toFixed(1));
    return [
      {
        ...row('median', median(more(linted, without)), median(without), MOST.median),
        peer: `in rounds ${inRounds.join(' ')} ms`,
      },
      row('95th percentile', percentile95(linted) - percentile95(without), percentile95(without), MOST.percentile95),
    ];
  } finally {
    for (const each of [extension, folder]) rmSync(each, { recursive: true, force: true });
  }
}

/** What each keystroke took more: the same ones, with the extension and without it. */
function more(linted: readonly number[], without: readonly number[]): readonly number[] {
  return linted.map((ms, i) => ms - (without[i] ?? NaN));
}

function percentile95(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? NaN;
}

function row(name: string, more: number, without: number, most: number): Row {
  return {
    figure: `extension host's time for a keystroke in ${LINES} lines with 6 queues, ${name}`,
    value: `${more.toFixed(2)} ms more than ${without.toFixed(1)} ms without the extension`,
    reach: `under ${most} ms more`,
    ok: more < most,
  };
}
