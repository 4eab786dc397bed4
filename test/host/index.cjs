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
    await folderIsOpen();
    const failures = await runMocha();
    if (failures > 0) throw new Error(`${failures} tests failed`);
  } catch (error) {
    console.log(error);
    throw error;
  }
};

/** A file that lists a window's folders is read while the extension host starts, and now and then only after it. */
async function folderIsOpen() {
  const { waitFor } = require('../support/wait-for.ts');
  await waitFor(() => workspace.workspaceFolders?.length, { message: 'the folder of the window' });
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
