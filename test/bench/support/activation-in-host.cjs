// Runs inside VS Code's extension host: writes how long our extension took to load and to activate, without what VS Code
// itself does around that, and which files it loaded.
const { writeFileSync } = require('node:fs');
const { join, relative } = require('node:path');
const { extensions } = require('vscode');

exports.run = async () => {
  const extension = extensions.getExtension('bull-lens.bull-lens');
  if (extension.isActive) throw new Error('It was active before it could be measured');
  const started = performance.now();
  const main = require(join(extension.extensionPath, extension.packageJSON.main));
  const load = performance.now() - started;

  let activate = NaN;
  // VS Code gets the module that is loaded already, with the clock around its activate().
  require.cache[require.resolve(join(extension.extensionPath, extension.packageJSON.main))].exports = {
    ...main,
    activate(context) {
      const start = performance.now();
      const result = main.activate(context);
      activate = performance.now() - start;
      return result;
    },
  };
  await extension.activate();

  const files = Object.keys(require.cache).filter((file) => file.startsWith(extension.extensionPath));
  const loaded = files.map((file) => relative(extension.extensionPath, file));
  writeFileSync(process.env.BULL_LENS_BENCH_OUT, JSON.stringify({ load, activate, loaded }));
};
