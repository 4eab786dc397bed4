import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** @see run.d.mts */
export async function run([command, ...args], options = {}) {
  const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], ...options });
  const [code, signal] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${[command, ...args].join(' ')} ended with ${signal ?? code}`);
}
