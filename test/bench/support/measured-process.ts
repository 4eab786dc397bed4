import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

export interface Measured {
  readonly exitCode: number;
  readonly stdout: string;
  /** From the start of the process to its end, in ms. */
  readonly wallTime: number;
  /** The largest resident set, in bytes. */
  readonly peakMemory: number;
}

/** Runs a Node script to its end and measures it. Its standard error is ours. */
export async function runMeasured(script: string, args: readonly string[], cwd: string): Promise<Measured> {
  const start = performance.now();
  const child = spawn(process.execPath, ['--require', join(__dirname, 'peak-memory.cjs'), script, ...args], {
    cwd,
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
  });
  const [stdout, memory, [exitCode]] = await Promise.all([
    text(child.stdout!),
    text(child.stdio[3] as NodeJS.ReadableStream),
    once(child, 'exit') as Promise<[number]>,
  ]);
  return { exitCode, stdout, wallTime: performance.now() - start, peakMemory: Number(memory) * 1024 };
}
