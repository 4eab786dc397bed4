import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Copies the sample workspace to `folder`, with settings and a .env that name this Redis. Returns the folder. */
export function makeWorkspace(folder: string, redisUrl: string): string {
  cpSync(join(__dirname, 'workspace'), folder, { recursive: true });
  writeFileSync(join(folder, '.env'), `REDIS_URL=${redisUrl}\n`);
  mkdirSync(join(folder, '.vscode'));
  const settings = { 'bullLens.connections': [{ name: 'demo', url: redisUrl }] };
  writeFileSync(join(folder, '.vscode/settings.json'), `${JSON.stringify(settings, undefined, 2)}\n`);
  return folder;
}
