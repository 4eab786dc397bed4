import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const root = resolve(__dirname, '../../..');

/**
 * Builds the extension of this checkout into a fresh temporary folder, for a VS Code that loads it from there while
 * others build and edit on. The caller removes it. Rejects with esbuild's output where the build fails.
 */
export async function stageExtension(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'bull-lens-extension-'));
  await promisify(execFile)(process.execPath, ['esbuild.mjs', '--outdir', join(folder, 'dist')], { cwd: root });
  mkdirSync(folder, { recursive: true });
  for (const item of ['package.json', 'README.md', 'LICENSE', 'media']) {
    if (existsSync(join(root, item))) cpSync(join(root, item), join(folder, item), { recursive: true });
  }
  return folder;
}
