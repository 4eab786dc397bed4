import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const root = resolve(__dirname, '../..');

/** What `npm publish` would send: the file that `npm pack` builds and leaves in `folder`, an empty one. */
export async function packForNpm(folder: string): Promise<string> {
  await promisify(execFile)('npm', ['pack', '--pack-destination', folder], { cwd: root });
  return join(folder, readdirSync(folder)[0]!);
}
