import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** How a program of its own ended: what it printed, and its exit code (null where it was ended after the time limit). */
export interface Ending {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs JavaScript as a process of its own, where `Queue` is bull and `PORT` the Redis's; ended after `limit` ms. */
export async function runProgram(code: string, port: number, limit = 15_000): Promise<Ending> {
  const program = `const Queue = require('bull'); const Redis = require('ioredis'); const PORT = ${port};\n${code}`;
  const child = spawn(process.execPath, ['-e', program], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  const timer = setTimeout(() => child.kill('SIGKILL'), limit);
  const [exitCode] = (await once(child, 'close')) as [number | null];
  clearTimeout(timer);
  return { code: exitCode, ...output };
}
