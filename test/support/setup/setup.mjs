// Installs what the tests and the demo need, says what, and skips what is there. Needs Node and npm only.
import { pathToFileURL } from 'node:url';
import { installCodeServer } from './code-server.mjs';
import { installNpmPackages } from './npm-packages.mjs';
import { installSystemPackages } from './system-packages.mjs';

export async function setUp() {
  await installNpmPackages();
  await installSystemPackages();
  await installCodeServer();
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await setUp().catch((error) => {
    console.error(error.message);
    process.exit(1);
  });
}
