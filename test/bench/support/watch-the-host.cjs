// Stands before the extension's main file: from the start on, appends to a file what the longest time was that the
// extension host's thread did nothing else, twenty times a second: a line of JSON, { at, block }, both in ms. It is the
// time that the thread had the processor, so that other programs on the machine do not count.
const { appendFileSync } = require('node:fs');
const { join } = require('node:path');

/** Node 23 and later tell it for the thread. */
const cpuUsage = process.threadCpuUsage ?? process.cpuUsage;

let before = cpuUsage();
let block = 0;
setInterval(() => {
  const { user, system } = cpuUsage(before);
  before = cpuUsage();
  block = Math.max(block, (user + system) / 1_000);
}, 2);
setInterval(() => {
  appendFileSync(process.env.BULL_LENS_BENCH_OUT, `${JSON.stringify({ at: Date.now(), block })}\n`);
  block = 0;
}, 50);

module.exports = require(join(__dirname, process.env.BULL_LENS_BENCH_MAIN));
