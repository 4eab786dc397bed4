import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { RedisServer } from '../../../support/redis';

/** A workspace that runs, in a process and a folder of its own. */
export interface Running {
  /** What it has printed so far, both streams. */
  readonly output: () => string;
  /** Sends SIGTERM and answers with how the process ended. */
  terminate(): Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  /** Answers with how the process ended, once it does so by itself. */
  ended(): Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  /** Ends it in any case, and removes the folder. */
  remove(): Promise<void>;
}

/** Inside the checkout, so that bull and ioredis are found; git ignores it. */
const OUT = join(__dirname, '../../../../out');

/**
 * Runs `main` of a workspace against `redis`: `REDIS_URL`, `REDIS_HOST` and `REDIS_PORT` are set. `packages` says what the
 * workspace has installed under a name, `{ bull: 'bull-3' }`; anything else is that of the checkout.
 */
export function run(
  files: Readonly<Record<string, string>>,
  main: string,
  redis: RedisServer,
  packages: Readonly<Record<string, string>> = {},
): Running {
  mkdirSync(OUT, { recursive: true });
  const folder = mkdtempSync(join(OUT, 'share-connections-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  mkdirSync(join(folder, 'node_modules'));
  for (const [name, alias] of Object.entries(packages)) {
    symlinkSync(join(OUT, '../node_modules', alias), join(folder, 'node_modules', name), 'junction');
  }
  const loader = /\.[cm]?tsx?$/.test(main) ? ['--import', 'tsx'] : [];
  const env = { ...process.env, REDIS_URL: redis.url, REDIS_HOST: '127.0.0.1', REDIS_PORT: `${redis.port}` };
  const certificate = redis.certificate ? { NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem') } : {};
  if (redis.certificate) writeFileSync(join(folder, 'ca.pem'), redis.certificate);
  const child = spawn(process.execPath, [...loader, main], {
    cwd: folder,
    env: { ...env, ...certificate },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => output.push(text));
  }
  return {
    output: () => output.join(''),
    async terminate() {
      child.kill('SIGTERM');
      return this.ended();
    },
    async ended() {
      await ending(child);
      return { code: child.exitCode, signal: child.signalCode };
    },
    async remove() {
      const ended = ending(child);
      child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function ending(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}
