import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './run.mjs';

/** A Chromium or Chrome of this machine: CHROMIUM_PATH, or the first on the PATH; null where there is none. */
export function findChromium() {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH;
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  return names.map(findOnPath).find((path) => path !== null) ?? null;
}

/** Installs redis-server and chromium with apt where they are missing; throws with the command to run where it cannot. */
export async function installSystemPackages() {
  const missing = [];
  if (!findOnPath('redis-server')) missing.push('redis-server');
  if (!findChromium()) missing.push('chromium');
  if (missing.length === 0) return;

  const names = missing.join(' ');
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  if (!findOnPath('apt-get') || !(await canRun([...sudo, 'true']))) {
    throw new Error(`${missing.join(' and ')} must be installed. On Debian or Ubuntu: sudo apt-get install ${names}`);
  }
  console.log(`Installing ${missing.join(' and ')} (apt-get)`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run([...sudo, 'apt-get', 'update'], { env });
  await run([...sudo, 'apt-get', 'install', '--yes', '--no-install-recommends', ...missing], { env });
}

function findOnPath(program) {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const file = join(folder, program);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Not in this folder.
    }
  }
  return null;
}

function canRun(command) {
  return run(command, { stdio: 'ignore' }).then(
    () => true,
    () => false,
  );
}
