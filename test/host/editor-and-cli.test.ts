import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as vscode from 'vscode';
import { waitFor } from '../support/wait-for';
import { clean, folder, ruleOf } from './workspace';

const root = resolve(__dirname, '../..');
const corpus = join(root, 'test/fixtures/corpus');

/** What ESLint's JSON formatter makes of a file. */
interface FileReport {
  readonly filePath: string;
  readonly messages: readonly {
    readonly ruleId: string;
    readonly message: string;
    readonly line: number;
    readonly column: number;
    readonly endLine: number;
    readonly endColumn: number;
  }[];
}

describe('the editor and the command line', () => {
  after(clean);

  it('find the same in the same workspace, of every eighth case of the corpus', async function () {
    this.timeout(240_000);
    copyCases();
    const expected = await findingsOfCli();
    assert.ok(expected.length > 40, `These cases have ${expected.length} findings`);

    void vscode.commands.executeCommand('bullLens.lintWorkspace');
    const isSame = (): boolean => {
      const actual = findingsOfEditor();
      return actual.length === expected.length && actual.every((finding, i) => finding === expected[i]);
    };
    await waitFor(isSame, { timeout: 150_000, interval: 500 }).catch(() => undefined);
    assert.deepEqual(findingsOfEditor(), expected);
  });
});

function copyCases(): void {
  for (const kind of ['bull', 'look-alikes']) {
    const cases = readdirSync(join(corpus, kind)).filter((_, i) => i % 8 === 0);
    for (const name of cases) cpSync(join(corpus, kind, name), join(folder().fsPath, kind, name), { recursive: true });
  }
}

/** `file 3:5-3:9 rule: message`, sorted; `bull-lens lint` ends with 1 where there are findings. */
async function findingsOfCli(): Promise<string[]> {
  const tsx = pathToFileURL(require.resolve('tsx')).href;
  const cli = ['--import', tsx, join(root, 'src/cli/main.ts'), 'lint', '--format', 'json'];
  const output = await new Promise<string>((done, fail) => {
    const options = { cwd: folder().fsPath, maxBuffer: 64_000_000, env: { ...process.env, NODE_OPTIONS: '' } };
    execFile(process.execPath, cli, options, (error, stdout, stderr) =>
      error && error.code !== 1 ? fail(new Error(stderr)) : done(stdout),
    );
  });
  return (JSON.parse(output) as FileReport[])
    .flatMap(({ filePath, messages }) =>
      messages.map(
        ({ ruleId, message, line, column, endLine, endColumn }) =>
          `${relative(filePath)} ${line}:${column}-${endLine}:${endColumn} ${ruleId}: ${message}`,
      ),
    )
    .sort();
}

function findingsOfEditor(): string[] {
  return vscode.languages
    .getDiagnostics()
    .flatMap(([uri, diagnostics]) =>
      diagnostics
        .filter(({ source }) => source === 'Bull Lens')
        .map((diagnostic) => {
          const { start, end } = diagnostic.range;
          const range = `${start.line + 1}:${start.character + 1}-${end.line + 1}:${end.character + 1}`;
          return `${relative(uri.fsPath)} ${range} ${ruleOf(diagnostic)}: ${diagnostic.message}`;
        }),
    )
    .sort();
}

function relative(path: string): string {
  return path.slice(folder().fsPath.length + 1);
}
