import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A fresh folder to open whose settings are these; `remove` deletes it. */
export function workspaceWith(settings: Readonly<Record<string, unknown>>) {
  const folder = mkdtempSync(join(tmpdir(), 'bull-lens-workspace-'));
  mkdirSync(join(folder, '.vscode'));
  writeFileSync(join(folder, '.vscode/settings.json'), JSON.stringify(settings, undefined, 2));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
