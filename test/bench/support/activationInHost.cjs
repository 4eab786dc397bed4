// Runs inside VS Code's extension host: writes how long our extension took to activate, and which files it loaded.
const { writeFileSync } = require('node:fs');
const { relative } = require('node:path');
const { extensions } = require('vscode');

exports.run = async () => {
  const extension = extensions.getExtension('bull-lens.bull-lens');
  if (extension.isActive) throw new Error('It was active before it could be measured');
  const start = performance.now();
  await extension.activate();
  const ms = performance.now() - start;
  const files = Object.keys(require.cache).filter((file) => file.startsWith(extension.extensionPath));
  const loaded = files.map((file) => relative(extension.extensionPath, file));
  writeFileSync(process.env.BULL_LENS_BENCH_OUT, JSON.stringify({ ms, loaded }));
};
