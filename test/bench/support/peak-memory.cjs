// Loaded into a measured process (node --require): at its end it says, on file descriptor 3, the most memory it held, in kB.
const { writeSync } = require('node:fs');

process.on('exit', () => writeSync(3, String(process.resourceUsage().maxRSS)));
