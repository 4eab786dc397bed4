// What VS Code's extension host loads to measure how much more memory it holds with a linted workspace.
require('tsx/cjs');
exports.run = () => require('./memory-in-host.ts').measure();
