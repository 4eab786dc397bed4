// Runs the tests of this folder inside VS Code's extension host, or with --suite folders those of `folders`, in a window
// with several folders:
//   node --import tsx test/host/run.ts [--suite folders] [--desktop] [-g TEXT]
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
  const opened = values.suite === 'folders' ? severalFolders(workspace) : workspace;
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

/** A folder, one inside it, and one that is on no disk; answers with the file that VS Code opens for all three. */
function severalFolders(root: string): string {
  mkdirSync(join(root, 'outer/inner'), { recursive: true });
  const folders = [{ path: 'outer' }, { path: 'outer/inner' }, { uri: 'bull-lens-memory:/app', name: 'memory' }];
  const file = join(root, 'several.code-workspace');
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
