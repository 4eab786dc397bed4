// Runs the tests of this folder inside VS Code's extension host:
//   node --import tsx test/host/run.ts [--desktop] [-g TEXT]
// on the VS Code server, or with --desktop on a downloaded desktop VS Code.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runTests, TestRunFailedError } from '@vscode/test-electron';
import { stageExtension } from '../support/vscode/stage';

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { desktop: { type: 'boolean', default: false }, grep: { type: 'string', short: 'g', default: '' } },
  });
  const extensionDevelopmentPath = await stageExtension();
  const workspace = mkdtempSync(join(tmpdir(), 'bull-lens-workspace-'));
  const server = resolve(__dirname, '../support/vscode/launcher.ts');
  try {
    return await runTests({
      ...(values.desktop ? { version: 'stable' } : { vscodeExecutablePath: server }),
      extensionDevelopmentPath,
      extensionTestsPath: join(__dirname, 'index.cjs'),
      extensionTestsEnv: { BULL_LENS_GREP: values.grep },
      launchArgs: [workspace, '--disable-extensions'],
    });
  } catch (error) {
    // The tests themselves have said what failed.
    if (error instanceof TestRunFailedError) return error.code ?? 1;
    throw error;
  } finally {
    for (const folder of [extensionDevelopmentPath, workspace]) rmSync(folder, { recursive: true, force: true });
  }
}

void main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
