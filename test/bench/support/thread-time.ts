import { readFileSync } from 'node:fs';

/**
 * How much of the processor this thread has taken, in ms: what else the machine does has no part in that, nor have the
 * garbage collector's own threads. Where the system does not say so, the time that has passed.
 */
export function threadTime(): number {
  if (process.platform !== 'linux') return performance.now();
  // Has the kernel bring its count up to date, which is otherwise that of its last tick: up to 4 ms ago.
  process.cpuUsage();
  const [nanoseconds] = readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ');
  return Number(nanoseconds) / 1e6;
}
