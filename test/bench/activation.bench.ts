import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { stageExtension } from '../support/vscode/stage';
import { median, type BenchOptions, type Row } from './bench';

const MOST = 20;

/** Bundles that hold ioredis and Bull's scripts, or the TypeScript parser. */
const HEAVY = ['dist/queues.js', 'dist/lint-thread.js'];

/** What a window pays for having Bull Lens: loading its code, and `activate()`. */
export default async function activation({ smoke }: BenchOptions): Promise<Row[]> {
  const extension = await stageExtension();
  activateOnDemand(extension);
  const folder = mkdtempSync(join(tmpdir(), 'bull-lens-bench-'));
  try {
    const loads: number[] = [];
    const calls: number[] = [];
    const loaded = new Set<string>();
    for (let window = 0; window < (smoke ? 1 : 5); window++) {
      const activated = await activateInWindow(extension, folder);
      loads.push(activated.load);
      calls.push(activated.activate);
      for (const file of activated.loaded) loaded.add(file);
    }
    const files = [...loaded];
    return [
      {
        figure: 'activate() in the real VS Code, median',
        value: `${median(calls).toFixed(1)} ms`,
        reach: `under ${MOST} ms`,
        ok: median(calls) < MOST,
      },
      { figure: 'loading its code before that, median', value: `${median(loads).toFixed(1)} ms` },
      {
        figure: 'files that it loads',
        value: files.join(', '),
        reach: 'no ioredis, bull or typescript',
        ok: files.length > 0 && !files.some((file) => HEAVY.includes(file) || file.includes('node_modules')),
      },
    ];
  } finally {
    for (const each of [extension, folder]) rmSync(each, { recursive: true, force: true });
  }
}

/** Otherwise VS Code activates it before the clock is there. */
function activateOnDemand(extension: string): void {
  const file = join(extension, 'package.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  writeFileSync(file, JSON.stringify({ ...manifest, activationEvents: [] }));
}

async function activateInWindow(extension: string, folder: string): Promise<Activated> {
  const out = join(folder, 'activation.json');
  await runTests({
    vscodeExecutablePath: resolve(__dirname, '../support/vscode/launcher.ts'),
    extensionDevelopmentPath: extension,
    extensionTestsPath: join(__dirname, 'support/activation-in-host.cjs'),
    extensionTestsEnv: { BULL_LENS_BENCH_OUT: out },
    launchArgs: [folder],
  });
  return JSON.parse(readFileSync(out, 'utf8')) as Activated;
}

/** Times in ms; files relative to the extension. */
interface Activated {
  readonly load: number;
  readonly activate: number;
  readonly loaded: readonly string[];
}
