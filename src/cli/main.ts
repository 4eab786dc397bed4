#!/usr/bin/env node
import { run } from './run';

const { stdout, stderr } = process;

// `bull-lens lint | head` closes the pipe early: what is left unsaid is no failure of ours.
for (const stream of [stdout, stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

void run(process.argv.slice(2), {
  cwd: process.cwd(),
  colors: stdout.isTTY && stdout.hasColors(),
  isInteractive: process.stdin.isTTY && stderr.isTTY,
  out: (text) => stdout.write(text),
  err: (text) => stderr.write(text),
}).then((exitCode) => {
  process.exitCode = exitCode;
});
