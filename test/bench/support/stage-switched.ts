import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stageExtension } from '../../support/vscode/stage';

const SHELL = 'dist/switched-extension.cjs';

/** `stageExtension`, as an extension that can be taken away in a window and given back there. */
export async function stageSwitched(): Promise<string> {
  const folder = await stageExtension();
  copyFileSync(join(__dirname, 'switched-extension.cjs'), join(folder, SHELL));
  const manifest = join(folder, 'package.json');
  const written = JSON.parse(readFileSync(manifest, 'utf8')) as Record<string, unknown>;
  writeFileSync(manifest, JSON.stringify({ ...written, main: `./${SHELL}` }));
  return folder;
}
