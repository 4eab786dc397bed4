import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import JSZip from 'jszip';
import { version } from '../../package.json';

/** Where `npm run package` leaves the packaged extension. */
export const vsixFile = resolve(__dirname, '../..', `bull-lens-${version}.vsix`);

/** The packaged files, by their path in the extension's folder. */
export async function readVsix(): Promise<Map<string, Buffer>> {
  const zip = await JSZip.loadAsync(readFileSync(vsixFile));
  const files = new Map<string, Buffer>();
  for (const entry of Object.values(zip.files)) {
    if (!entry.dir) files.set(entry.name, await entry.async('nodebuffer'));
  }
  return files;
}
