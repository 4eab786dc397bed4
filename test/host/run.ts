// Runs the tests of this folder inside VS Code's extension host; with --suite folders those of `folders`, in a window with
// several folders, with --suite virtual those of `virtual`, in one whose only folder is on no disk:
//   node --import tsx test/host/run.ts [--suite folders|virtual] [--desktop] [-g TEXT]
// on the VS Code server, or with --desktop on a downloaded desktop VS Code.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runTests, TestRunFailedError } from '@vscode/test-electron';
import { stageExtension } from '../support/vscode/stage';

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      suite: { type: 'string', default: '.' },
      desktop: { type: 'boolean', default: false },
      grep: { type: 'string', short: 'g', default: '' },
    },
  });
  const extensionDevelopmentPath = await stageExtension();
  const workspace = mkdtempSync(join(tmpdir(), 'bull-lens-workspace-'));
  const opened = openedFor(values.suite, workspace);
  const server = resolve(__dirname, '../support/vscode/launcher.ts');
  try {
    return await runTests({
      ...(values.desktop ? { version: 'stable' } : { vscodeExecutablePath: server }),
      extensionDevelopmentPath,
      extensionTestsPath: join(__dirname, 'index.cjs'),
      extensionTestsEnv: { BULL_LENS_GREP: values.grep, BULL_LENS_SUITE: values.suite },
      launchArgs: [opened, '--disable-extensions'],
    });
  } catch (error) {
    // The tests themselves have said what failed.
    if (error instanceof TestRunFailedError) return error.code ?? 1;
    throw error;
  } finally {
    for (const folder of [extensionDevelopmentPath, workspace]) rmSync(folder, { recursive: true, force: true });
  }
}

const VIRTUAL = { uri: 'bull-lens-memory:/app', name: 'memory' };

/** What VS Code opens for a suite: an empty folder, or a file that lists folders. */
function openedFor(suite: string, root: string): string {
  if (suite === 'folders') {
    // A folder, one inside it, and one that is on no disk.
    mkdirSync(join(root, 'outer/inner'), { recursive: true });
    return listOf([{ path: 'outer' }, { path: 'outer/inner' }, VIRTUAL], join(root, 'several.code-workspace'));
  }
  return suite === 'virtual' ? listOf([VIRTUAL], join(root, 'virtual.code-workspace')) : root;
}

function listOf(folders: readonly object[], file: string): string {
  writeFileSync(file, JSON.stringify({ folders }));
  return file;
}

void main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
