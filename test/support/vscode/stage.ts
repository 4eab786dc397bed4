import type { StdioOptions } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { run } from '../setup/run.mjs';

const root = resolve(__dirname, '../../..');

/**
 * Builds the extension of this checkout into a fresh temporary folder, for a VS Code that loads it from there while
 * others build and edit on. The caller removes it. Rejects where the build fails; esbuild has printed why.
 * @param isShipped minified, as a person gets it
 */
export async function stageExtension({ isShipped = false } = {}): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'bull-lens-extension-'));
  try {
    const stdio: StdioOptions = ['ignore', 'ignore', 'inherit'];
    const options = ['--outdir', join(folder, 'dist'), ...(isShipped ? ['--production'] : [])];
    const command = [process.execPath, 'esbuild.mjs', ...options, 'extension', 'queues', 'lint-thread'];
    await run(command, { cwd: root, stdio });
  } catch (error) {
    rmSync(folder, { recursive: true });
    throw error;
  }
  for (const item of ['package.json', 'README.md', 'LICENSE', 'media']) {
    if (existsSync(join(root, item))) cpSync(join(root, item), join(folder, item), { recursive: true });
  }
  return folder;
}
