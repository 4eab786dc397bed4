import { execFile, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Whether VS Code's `code` is on the PATH. */
export async function hasDesktop(): Promise<boolean> {
  return promisify(execFile)('code', ['--version']).then(
    () => true,
    () => false,
  );
}

/**
 * Opens a window of the desktop VS Code that shares nothing with the user's own: `folder` gets its settings and
 * extensions. The returned function ends it.
 */
export async function openDesktop(vsix: string, workspace: string, folder: string): Promise<() => void> {
  const user = join(folder, 'user');
  mkdirSync(join(user, 'User'), { recursive: true });
  const settings = { 'security.workspace.trust.enabled': false, 'workbench.startupEditor': 'none' };
  writeFileSync(join(user, 'User/settings.json'), JSON.stringify(settings));

  const own = ['--user-data-dir', user, '--extensions-dir', join(folder, 'extensions')];
  await promisify(execFile)('code', [...own, '--install-extension', vsix]);
  spawn('code', [...own, '--new-window', workspace], { stdio: 'ignore' }).on('error', () => undefined);
  return () => {
    try {
      // `code` itself has ended; VS Code writes the id of the process that it started here.
      process.kill(Number(readFileSync(join(user, 'code.lock'), 'utf8')), 'SIGTERM');
    } catch {
      // Its window has been closed.
    }
  };
}
