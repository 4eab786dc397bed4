import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { quietSettings } from '../support/vscode/quiet-settings';
import { waitFor } from '../support/wait-for';

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
export async function openDesktop(
  vsixFiles: readonly string[],
  workspace: string,
  folder: string,
): Promise<() => Promise<void>> {
  const user = join(folder, 'user');
  mkdirSync(join(user, 'User'), { recursive: true });
  const settings = { ...quietSettings, 'security.workspace.trust.enabled': false };
  writeFileSync(join(user, 'User/settings.json'), JSON.stringify(settings));

  const own = ['--user-data-dir', user, '--extensions-dir', join(folder, 'extensions')];
  await promisify(execFile)('code', [...own, ...vsixFiles.flatMap((file) => ['--install-extension', file])]);
  await promisify(execFile)('code', [...own, '--new-window', workspace]);
  // `code` itself has ended; VS Code writes the id of the process that it started here.
  return () => end(join(user, 'code.lock'));
}

/** Ends the process whose id is in the file, and waits until it is gone; one that has ended already is no error. */
async function end(lockFile: string): Promise<void> {
  try {
    const pid = Number(readFileSync(lockFile, 'utf8'));
    process.kill(pid, 'SIGTERM');
    await waitFor(() => !isRunning(pid), { message: 'VS Code to close' });
  } catch {
    // Its window has been closed.
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
