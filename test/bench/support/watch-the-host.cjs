// Stands before the extension's main file: from the start on, appends to a file what the longest time was that the
// extension host did nothing else, twenty times a second: a line of JSON, { at, block }, both in ms.
const { appendFileSync } = require('node:fs');
const { join } = require('node:path');
const { monitorEventLoopDelay } = require('node:perf_hooks');

const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
setInterval(() => {
  appendFileSync(process.env.BULL_LENS_BENCH_OUT, `${JSON.stringify({ at: Date.now(), block: delay.max / 1e6 })}\n`);
  delay.reset();
}, 50);

module.exports = require(join(__dirname, process.env.BULL_LENS_BENCH_MAIN));
