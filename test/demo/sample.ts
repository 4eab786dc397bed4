import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const installed = resolve(__dirname, '../../node_modules');

/**
 * Copies a workspace, the demo's unless another is given, to `folder`, with settings and a .env that name this Redis, and with the packages that
 * its files import: those of its queues, and the types of the others. Returns the folder.
 */
export function makeWorkspace(folder: string, redisUrl: string, sample = join(__dirname, 'workspace')): string {
  cpSync(sample, folder, { recursive: true });
  cpSync(join(__dirname, 'packages'), join(folder, 'node_modules'), { recursive: true });
  writeFileSync(join(folder, '.env'), `REDIS_URL=${redisUrl}\n`);
  for (const name of ['bull', 'ioredis', '@types/node']) {
    const link = join(folder, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(installed, name), link, 'dir');
  }
  mkdirSync(join(folder, '.vscode'));
  const settings = {
    'bullLens.connections': [{ name: 'demo', url: redisUrl }],
    // What is fixed is deployed at once.
    'files.autoSave': 'afterDelay',
    // The guide and the code stand side by side.
    'editor.minimap.enabled': false,
    'markdown.preview.fontSize': 13,
    'markdown.preview.lineHeight': 1.45,
  };
  writeFileSync(join(folder, '.vscode/settings.json'), `${JSON.stringify(settings, undefined, 2)}\n`);
  return folder;
}
