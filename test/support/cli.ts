import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';

const root = resolve(__dirname, '../..');

export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly ended: Promise<Ended>;
  /** What it has written there so far. */
  readonly stderr: () => string;
  /** Ctrl+C. */
  readonly interrupt: () => void;
}

/** The command line as it is shipped, built into a folder of its own. */
export class Cli {
  private constructor(private readonly folder: string) {}

  /** Rejects where the build fails; esbuild has printed why. The caller removes it. */
  static async build(): Promise<Cli> {
    const folder = mkdtempSync(join(tmpdir(), 'bull-lens-cli-'));
    const dist = join(folder, 'dist');
    const { exitCode, stderr } = await run(
      ['esbuild.mjs', '--production', '--outdir', dist, 'cli', 'lint', 'queues'],
      root,
    );
    if (exitCode !== 0) throw new Error(stderr);
    return new Cli(folder);
  }

  get script(): string {
    return join(this.folder, 'dist', 'cli.js');
  }

  /** The engine as it is shipped, loaded into this process. */
  loadEngine(): typeof import('../../src/lint') {
    return createRequire(this.script)('./lint.js') as typeof import('../../src/lint');
  }

  /** `bull-lens <args>` in a folder, while it runs. */
  start(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Running {
    return start([this.script, ...args], cwd, env);
  }

  /** `bull-lens <args>` in a folder; waits for its end. */
  run(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Promise<Ended> {
    return run([this.script, ...args], cwd, env);
  }

  /** The same where no file can be written that is larger, as on a disk that is full; `kilobytes` are of 1024 bytes. */
  runWithFilesUpTo(kilobytes: number, args: readonly string[], cwd: string): Promise<Ended> {
    const limited = 'ulimit -f "$0" && exec "$@"';
    // The shell counts blocks of 512 bytes.
    return run(['-c', limited, `${kilobytes * 2}`, process.execPath, this.script, ...args], cwd, {}, 'sh');
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

function run(command: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}, program?: string): Promise<Ended> {
  return start(command, cwd, env, program).ended;
}

function start(
  command: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
  program: string = process.execPath,
): Running {
  const child = spawn(program, command, {
    cwd,
    env: { ...process.env, NODE_OPTIONS: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number | null]>,
  ]).then(([stdout, stderr, [exitCode]]) => ({ exitCode, stdout, stderr }));
  return { ended, stderr: () => said, interrupt: () => void child.kill('SIGINT') };
}
