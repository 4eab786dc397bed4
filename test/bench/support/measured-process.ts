import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

export interface Measured {
  readonly exitCode: number;
  readonly stdout: string;
  /** From the start of the process to its end, in ms. */
  readonly wallTime: number;
  /** What the processor worked for it, in ms: the same beside other work, where `wallTime` is longer. */
  readonly cpuTime: number;
  /** The largest resident set, in bytes. */
  readonly peakMemory: number;
}

/** Runs a Node script to its end and measures it. Its standard error is ours. */
export async function runMeasured(script: string, args: readonly string[], cwd: string): Promise<Measured> {
  const start = performance.now();
  const child = spawn(process.execPath, ['--require', join(__dirname, 'report-usage.cjs'), script, ...args], {
    cwd,
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
  });
  const [stdout, usage, [exitCode]] = await Promise.all([
    text(child.stdout!),
    text(child.stdio[3] as NodeJS.ReadableStream),
    once(child, 'exit') as Promise<[number]>,
  ]);
  const wallTime = performance.now() - start;
  const { maxRSS, cpuTime } = JSON.parse(usage) as { maxRSS: number; cpuTime: number };
  return { exitCode, stdout, wallTime, cpuTime: cpuTime / 1000, peakMemory: maxRSS * 1024 };
}
