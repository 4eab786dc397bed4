// What esbuild's `text` loader does for the bundle, for tests that run the sources.
const { readFileSync } = require('node:fs');

require.extensions['.lua'] = (module, filename) => {
  module.exports = readFileSync(filename, 'utf8');
};
