// What VS Code's extension host loads to run edits-in-host.ts.
require('tsx/cjs');

exports.run = () => require('./edits-in-host.ts').measure();
