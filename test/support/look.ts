// Look at the product: builds this checkout, opens it in a real VS Code of its own, takes a screenshot (about 15 s).
//
//   node --import tsx test/support/look.ts [--workspace DIR] [--settings JSON] [--theme dark|light|high-contrast]
//        [--size 1280x800] [--vsix FILE] [--do SCRIPT.ts] [--out look.png]
//
// SCRIPT.ts exports a default async function (window: VSCodeWindow, code: VSCode); see vscode/window.ts for its words.
// Without one, the Bull Lens view is opened. The screenshot is taken at the end, and where the script fails.
import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { launchVSCode, type VSCode } from './vscode/launch';
import type { Theme } from './vscode/server';
import { stageExtension } from './vscode/stage';
import type { VSCodeWindow } from './vscode/window';

type Script = (window: VSCodeWindow, code: VSCode) => Promise<void>;

async function look(): Promise<void> {
  const { values } = parseArgs({
    options: {
      workspace: { type: 'string' },
      settings: { type: 'string', default: '{}' },
      theme: { type: 'string', default: 'dark' },
      size: { type: 'string', default: '1280x800' },
      vsix: { type: 'string' },
      do: { type: 'string' },
      out: { type: 'string', default: 'look.png' },
    },
  });
  const [width = 1280, height = 800] = values.size.split('x').map(Number);
  const script = values.do ? await load(values.do) : openTheView;
  const staged = values.vsix ? undefined : await stageExtension();
  try {
    const code = await launchVSCode({
      workspace: values.workspace,
      settings: JSON.parse(values.settings) as Record<string, unknown>,
      theme: values.theme as Theme,
      size: { width, height },
      extension: values.vsix ?? staged,
    });
    try {
      await script(code.window, code);
    } finally {
      await code.window.screenshot(values.out);
      console.log(`Screenshot: ${resolve(values.out)}`);
      await code.close();
    }
  } finally {
    if (staged) rmSync(staged, { recursive: true, force: true });
  }
}

async function load(file: string): Promise<Script> {
  const module = (await import(pathToFileURL(resolve(file)).href)) as { default: Script | { default: Script } };
  return typeof module.default === 'function' ? module.default : module.default.default;
}

async function openTheView(window: VSCodeWindow): Promise<void> {
  await window.openView('Bull Lens');
  await window.settled();
}

look().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
