// What VS Code's extension host loads to run editsInHost.ts.
require('tsx/cjs');

exports.run = () => require('./editsInHost.ts').measure();
