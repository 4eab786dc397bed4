// A real VS Code that a test, or a curious engineer, can click in:
//   const code = await launchVSCode({ workspace: 'path/to/folder', extension: 'folder or file.vsix' });
//   await code.window.openView('Bull Lens');
//   await code.window.row('ai-parsing', 'Failed').expand();
//   await code.close();
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext } from 'playwright-core';
import { launchBrowser } from './browser';
import { type CodeServer, type ServerOptions, startServer } from './server';
import { VSCodeWindow } from './window';

export interface LaunchOptions extends Omit<ServerOptions, 'smokeTestDriver'> {
  /** The folder to open; an empty one unless given. */
  readonly workspace?: string;
  /** Of each window, in CSS pixels. */
  readonly size?: { readonly width: number; readonly height: number };
}

export interface VSCode {
  readonly server: CodeServer;
  /** The first window. */
  readonly window: VSCodeWindow;
  /** One more window, with an extension host of its own, on the same folder unless another is given. */
  openWindow(workspace?: string): Promise<VSCodeWindow>;
  close(): Promise<void>;
}

export async function launchVSCode(options: LaunchOptions = {}): Promise<VSCode> {
  const emptyFolder = options.workspace === undefined ? mkdtempSync(join(tmpdir(), 'bull-lens-empty-')) : undefined;
  const folder = options.workspace ?? emptyFolder!;

  const server = await startServer(options);
  const windows = await Windows.launch(options.size);
  const openWindow = (workspace = folder) => windows.open(server.address(workspace));
  const close = async () => {
    await windows.close();
    await server.stop();
    if (emptyFolder) rmSync(emptyFolder, { recursive: true, force: true });
  };
  try {
    return { server, window: await openWindow(), openWindow, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A browser with windows of VS Code servers. */
export class Windows {
  private constructor(
    private readonly browser: Browser,
    private readonly context: BrowserContext,
  ) {}

  static async launch(size = { width: 1280, height: 800 }): Promise<Windows> {
    const browser = await launchBrowser();
    const context = await browser.newContext({ viewport: size });
    // What keeps SecretStorage from one window to the next: the browser holds the secrets, the server half of their key.
    const body = randomBytes(32);
    await context.route('**/mint-key', (route) => route.fulfill({ body }));
    return new Windows(browser, context);
  }

  async open(address: string): Promise<VSCodeWindow> {
    const page = await this.context.newPage();
    await page.goto(address);
    return VSCodeWindow.ready(page);
  }

  async close(): Promise<void> {
    await this.browser.close();
  }
}
