// The VS Code server from npm, for where VS Code's own download server cannot be reached or is not needed.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './run.mjs';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = join(root, '.vscode-test', 'server');
const stamp = join(folder, 'installed');
const packages = ['code-server@4.139.1', `node-${process.platform}-${process.arch}@24`];
/** What `stamp` says when all of these are installed. */
const contents = `${packages.join('\n')}\n`;

/** `home` holds out/server-main.js; VS Code's server wants Node 24, and that is `node`. */
export const codeServer = {
  home: join(folder, 'node_modules/code-server/lib/vscode'),
  node: join(folder, `node_modules/node-${process.platform}-${process.arch}/bin/node`),
};

/** Installs the server unless it is there. Takes about 25 s and 800 MB. */
export async function installCodeServer() {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === contents) return;
  console.log(`Installing the VS Code server (${packages.join(', ')}) into .vscode-test/server`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const install = ['npm', 'install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  await run([...install, ...packages], { cwd: folder });
  await run([...install, '--omit=dev'], { cwd: codeServer.home });
  await run([...install, '--omit=dev'], { cwd: join(codeServer.home, 'extensions') });
  writeFileSync(stamp, contents);
}
