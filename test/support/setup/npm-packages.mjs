import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { run } from './run.mjs';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Runs `npm ci` unless node_modules holds just what package-lock.json says. */
export async function installNpmPackages() {
  if (isInstalled()) return;
  console.log('Installing npm packages (npm ci)');
  await run(['npm', 'ci', '--no-audit', '--no-fund'], { cwd: root });
}

function isInstalled() {
  const installedLock = `${root}node_modules/.package-lock.json`;
  if (!existsSync(installedLock)) return false;
  const wanted = packagesOf(`${root}package-lock.json`);
  const installed = packagesOf(installedLock);
  // Optional packages are for one platform each: those for others are not installed.
  return (
    Object.keys(wanted).every((path) => path === '' || wanted[path].optional || path in installed) &&
    Object.keys(installed).every((path) => installed[path].version === wanted[path]?.version)
  );
}

function packagesOf(lock) {
  return JSON.parse(readFileSync(lock, 'utf8')).packages;
}
