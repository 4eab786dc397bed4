import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Row } from './bench';
import { packageExtension, readVsix } from '../support/vsix';

/** Sizes of what a user downloads and of what the extension can load. */
export default async function packageSizes(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bull-lens-package-'));
  try {
    const vsix = await packageExtension(join(folder, 'bull-lens.vsix'));
    const rows = [{ figure: 'the VSIX, compressed', value: kilobytes(statSync(vsix).size) }];
    for (const [file, content] of await readVsix(vsix)) {
      if (file.startsWith('extension/dist/')) rows.push({ figure: file, value: kilobytes(content.length) });
    }
    return rows;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 1000).toLocaleString('en')} kB`;
}
