// What VS Code's extension host loads to run the tests of one folder of tests, BULL_LENS_SUITE, which is relative to this
// one. BULL_LENS_GREP selects some of them.
const { appendFileSync, globSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const { format } = require('node:util');
const { transformSync } = require('esbuild');
const { workspace } = require('vscode');

// As the extension's bundle does, and tsx does not: a dynamic import of our own folders is a require.
require.extensions['.ts'] = (module, sourcefile) => {
  const options = { loader: 'ts', format: 'cjs', target: 'node20', sourcefile, sourcemap: 'inline' };
  const supported = { 'dynamic-import': false };
  module._compile(transformSync(readFileSync(sourcefile, 'utf8'), { ...options, supported }).code, sourcefile);
};

const output = process.env.BULL_LENS_TEST_OUTPUT;
if (output) {
  // The VS Code server's console is full of its own messages, so its launcher gives us a file. Before Mocha, which
  // keeps the console.log that it finds; defined, because VS Code has made the method deaf to assignment.
  const value = (...args) => appendFileSync(output, `${format(...args)}\n`);
  Object.defineProperty(console, 'log', { value });
}
const { Mocha } = require('mocha');

exports.run = async () => {
  try {
    await foldersAreOpen();
    const failures = await runMocha();
    if (failures > 0) throw new Error(`${failures} tests failed`);
  } catch (error) {
    console.log(error);
    throw error;
  }
};

/**
 * VS Code now and then loses the folders that a window's file lists, where it reads the file while it still makes the
 * window (`onWorkspaceConfigurationChanged`, configurationService.ts). A file that is written again is read again.
 */
async function foldersAreOpen() {
  const { waitFor } = require('../support/wait-for.ts');
  const list = workspace.workspaceFile && (await workspace.fs.readFile(workspace.workspaceFile));
  const areOpen = async () => {
    if (workspace.workspaceFolders?.length) return true;
    if (list) await workspace.fs.writeFile(workspace.workspaceFile, list);
  };
  await waitFor(areOpen, { interval: 1_000, message: "the window's folders" });
}

function runMocha() {
  const mocha = new Mocha({
    ui: 'bdd',
    timeout: 30_000,
    reporter: require.resolve('../support/reporter.cjs'),
    grep: process.env.BULL_LENS_GREP || undefined,
  });
  const suite = join(__dirname, process.env.BULL_LENS_SUITE);
  for (const file of globSync('*.test.ts', { cwd: suite })) mocha.addFile(join(suite, file));
  return new Promise((resolve) => mocha.run(resolve));
}
