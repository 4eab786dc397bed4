import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../free-port';
import { codeServer, installCodeServer } from '../setup/code-server.mjs';
import { waitFor } from '../wait-for';
import { quietSettings } from './quiet-settings';

const themes = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  'high-contrast': 'Default High Contrast',
} as const;

export type Theme = keyof typeof themes;

export interface ServerOptions {
  /** Dark unless given. */
  readonly theme?: Theme;
  /** User settings beside the quiet ones. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** True leaves workspace trust on, as it is for a person; tests that are not about it run without. */
  readonly workspaceTrust?: boolean;
  /** Extensions to install: `.vsix` files, or folders of unpacked ones (linked, not copied). */
  readonly extension?: string | readonly string[];
  /** Makes it read an address's payload, and show no notifications. */
  readonly smokeTestDriver?: boolean;
  /** Added to the environment of the server, and so of the extension host. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface CodeServer {
  readonly origin: string;
  readonly pid: number;
  /** Where its log files, settings and extensions are. */
  readonly folder: string;
  /** The address of a window. `payload` is what the smoke-test driver hands to the workbench. */
  address(workspace: string, payload?: readonly (readonly [string, string])[]): string;
  /** How the workbench names a file of this machine. */
  uri(path: string): string;
  /** Ends the server and all it started, and removes its folders. */
  stop(): Promise<void>;
}

/** Starts the VS Code server on a free loopback port, with fresh folders of its own. */
export async function startServer(options: ServerOptions = {}): Promise<CodeServer> {
  await installCodeServer();
  const folder = mkdtempSync(join(tmpdir(), 'bull-lens-vscode-'));
  writeSettings(folder, options);
  mkdirSync(join(folder, 'tmp'));
  await install([options.extension ?? []].flat(), folder);

  const port = await freePort();
  const server = spawn(
    codeServer.node,
    [
      ...['out/server-main.js', '--host', '127.0.0.1', '--port', `${port}`, '--without-connection-token'],
      ...['--accept-server-license-terms', '--telemetry-level', 'off'],
      ...(options.smokeTestDriver ? ['--enable-smoke-test-driver'] : []),
      ...(options.workspaceTrust ? [] : ['--disable-workspace-trust']),
      ...['--user-data-dir', join(folder, 'user'), ...folders(folder)],
    ],
    // A group of its own, so that its extension hosts end with it.
    {
      cwd: codeServer.home,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, TMPDIR: join(folder, 'tmp'), ...options.env },
    },
  );
  const output: string[] = [];
  for (const stream of [server.stdout, server.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => output.push(text));
  }
  const removeAll = () => {
    if (server.pid && server.exitCode === null && server.signalCode === null) killGroup(server.pid);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  process.once('exit', removeAll);

  const host = `127.0.0.1:${port}`;
  try {
    await waitFor(async () => server.exitCode !== null || (await fetch(`http://${host}/version`)).ok, {
      timeout: 60_000,
      message: 'the VS Code server to answer',
    });
    if (server.exitCode !== null) throw new Error(`The VS Code server ended:\n${output.join('')}`);
  } catch (error) {
    process.off('exit', removeAll);
    removeAll();
    throw error;
  }

  return {
    origin: `http://${host}`,
    pid: server.pid!,
    folder,
    uri: (path) => `vscode-remote://${host}${resolve(path)}`,
    address(workspace, payload) {
      const kind = workspace.endsWith('.code-workspace') ? 'workspace' : 'folder';
      const query = new URLSearchParams({ [kind]: resolve(workspace) });
      if (payload) query.set('payload', JSON.stringify(payload));
      return `http://${host}/?${query.toString()}`;
    },
    async stop() {
      process.off('exit', removeAll);
      const ended = server.exitCode === null && server.signalCode === null ? once(server, 'exit') : undefined;
      removeAll();
      await ended;
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function writeSettings(folder: string, { theme = 'dark', settings }: ServerOptions): void {
  const ours = { ...quietSettings, 'window.autoDetectColorScheme': false, 'workbench.colorTheme': themes[theme] };
  mkdirSync(join(folder, 'user/User'), { recursive: true });
  writeFileSync(join(folder, 'user/User/settings.json'), JSON.stringify({ ...ours, ...settings }, undefined, 2));
}

function folders(folder: string): string[] {
  return ['--server-data-dir', join(folder, 'server'), '--extensions-dir', join(folder, 'extensions')];
}

async function install(extensions: readonly string[], folder: string): Promise<void> {
  for (const extension of extensions.filter((each) => !each.endsWith('.vsix'))) {
    mkdirSync(join(folder, 'extensions'), { recursive: true });
    symlinkSync(resolve(extension), join(folder, 'extensions', basename(extension)));
  }
  const packaged = extensions.filter((each) => each.endsWith('.vsix'));
  if (packaged.length === 0) return;
  const args = packaged.flatMap((vsix) => ['--install-extension', resolve(vsix)]);
  await promisify(execFile)(codeServer.node, ['out/server-main.js', ...args, ...folders(folder)], {
    cwd: codeServer.home,
  });
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}
