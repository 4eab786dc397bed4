import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import JSZip from 'jszip';
import { version } from '../../package.json';

const root = resolve(__dirname, '../..');

/** Where `npm run package` leaves the packaged extension. */
export const vsixFile = resolve(root, `bull-lens-${version}.vsix`);

/** Builds and packages the extension, and returns the file. */
export async function packageExtension(file = vsixFile): Promise<string> {
  await promisify(execFile)('npm', ['run', '--silent', 'package', '--', '--out', file], { cwd: root });
  return file;
}

/** The packaged files, by their path in the package. */
export async function readVsix(file = vsixFile): Promise<Map<string, Buffer>> {
  const zip = await JSZip.loadAsync(readFileSync(file));
  const files = new Map<string, Buffer>();
  for (const entry of Object.values(zip.files)) {
    if (!entry.dir) files.set(entry.name, await entry.async('nodebuffer'));
  }
  return files;
}
