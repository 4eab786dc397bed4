import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Runs a command without a terminal, its output on ours, and resolves when it ends with 0.
 * @param {string[]} command
 * @param {import('node:child_process').SpawnOptions} [options]
 */
export async function run([command, ...args], options = {}) {
  const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], ...options });
  const [code, signal] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${[command, ...args].join(' ')} ended with ${signal ?? code}`);
}
