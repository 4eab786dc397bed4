import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { stageExtension } from '../support/vscode/stage';
import type { BenchOptions, Row } from './bench';
import type { HostMemory } from './support/memory-in-host';
import { writeWorkspace } from './support/workspace';

/** In MB more than without the extension. */
const MOST = 150;

/** What the extension host holds in a large workspace, in a real VS Code, and how long findings take there. */
export default async function hostMemory({ smoke }: BenchOptions): Promise<Row[]> {
  const [files, queueFiles] = smoke ? [60, 6] : [6_000, 100];
  const extension = await stageExtension({ isShipped: true });
  const [folder, nothing] = ['workspace', 'nothing'].map((name) => mkdtempSync(join(tmpdir(), `bull-lens-${name}-`)));
  if (!folder || !nothing) throw new Error('There is no folder');
  try {
    writeWorkspace(folder, files, queueFiles);
    const file = join(folder, 'src/area0/module0.ts');
    const out = join(nothing, 'memory.json');
    writeFileSync(
      join(nothing, 'package.json'),
      JSON.stringify({ name: 'nothing', version: '1.0.0', engines: { vscode: '*' } }),
    );
    const measured = async (extensionDevelopmentPath: string, wait: string): Promise<HostMemory> => {
      await runTests({
        vscodeExecutablePath: resolve(__dirname, '../support/vscode/launcher.ts'),
        extensionDevelopmentPath,
        extensionTestsPath: join(__dirname, 'support/memory-in-host.cjs'),
        extensionTestsEnv: { BULL_LENS_BENCH_FILE: file, BULL_LENS_BENCH_OUT: out, BULL_LENS_BENCH_WAIT: wait },
        launchArgs: [folder],
      });
      return JSON.parse(readFileSync(out, 'utf8')) as HostMemory;
    };
    const linted = await measured(extension, '');
    const without = await measured(nothing, `${linted.whole}`);
    const more = (linted.rss - without.rss) / 1e6;
    return [
      {
        figure: `extension host with ${files.toLocaleString('en')} files, ${queueFiles} with Bull, all linted`,
        value: `${more.toFixed(0)} MB more than without Bull Lens`,
        peer: `its own heap ${((linted.heap - without.heap) / 1e6).toFixed(0)} MB more`,
        reach: `under ${MOST} MB more`,
        ok: more < MOST,
      },
      time('first diagnostics of an opened file', linted.first, 2),
      time('the whole workspace linted', linted.whole, 10),
    ];
  } finally {
    for (const each of [extension, folder, nothing]) rmSync(each, { recursive: true, force: true });
  }
}

function time(figure: string, ms: number, most: number): Row {
  return { figure, value: `${(ms / 1_000).toFixed(1)} s`, reach: `under ${most} s`, ok: ms < most * 1_000 };
}
