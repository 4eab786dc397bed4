import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const vsce = resolve(__dirname, '../../node_modules/@vscode/vsce/vsce');

/** Packages the extension that arranges the demo's window. */
export async function packageGuide(file: string): Promise<string> {
  const args = ['package', '--no-dependencies', '--allow-missing-repository', '--skip-license', '--out', file];
  await promisify(execFile)(process.execPath, [vsce, ...args], { cwd: join(__dirname, 'guide') });
  return file;
}
