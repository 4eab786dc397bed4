import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { freePort } from '../../support/free-port';
import { MemoryFileSystem } from '../memory-file-system';
import { shown, until, write } from '../workspace';

const packageJson = '{ "dependencies": { "bull": "^4.16.5" } }\n';
const queue = (name: string, bounceBack: boolean): string =>
  `import Bull from 'bull';\nexport const ${name} = new Bull('${name}', { limiter: { max: 10, duration: 5000, bounceBack: ${bounceBack} } });\n`;

/** `file severity` of each finding of the rule that the queues here break. */
function found(): string[] {
  return vscode.languages
    .getDiagnostics()
    .flatMap(([uri]) =>
      shown(uri, 'limiter-bounce-back').map((finding) => {
        const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
        return `${name} ${vscode.DiagnosticSeverity[finding.severity]}`;
      }),
    )
    .sort();
}

/** The texts above the lines. */
async function lenses({ uri }: vscode.TextDocument): Promise<readonly (string | undefined)[]> {
  const all: vscode.CodeLens[] = await vscode.commands.executeCommand('vscode.executeCodeLensProvider', uri, 50);
  return all.map(({ command }) => command?.title);
}

describe('in a window with several folders', () => {
  const memory = new Map([
    ['/app/package.json', packageJson],
    ['/app/virtual.ts', queue('virtual', true)],
  ]);
  let outer: vscode.Uri;
  let inner: vscode.Uri;
  let registration: vscode.Disposable;

  before(async () => {
    const [first, second] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(first && second, 'The folders are not open');
    [outer, inner] = [first.uri, second.uri];
    registration = vscode.workspace.registerFileSystemProvider('bull-lens-memory', new MemoryFileSystem(memory));
    await write({ 'package.json': packageJson, 'outer.ts': queue('outer', true) }, outer);
    await write({ '.vscode/settings.json': '{ "bullLens.rules.limiter-bounce-back": "hint" }' }, inner);
    await write({ 'package.json': packageJson, 'inner.ts': queue('inner', true) }, inner);
    const severity = (): string | undefined =>
      vscode.workspace.getConfiguration('bullLens', inner).get<string>('rules.limiter-bounce-back');
    await until(severity, 'hint');
    void vscode.commands.executeCommand('bullLens.lintWorkspace');
  });
  after(() => void registration.dispose());

  it('each file is linted once, with the settings of the innermost folder, on a disk or not', async () => {
    await until(found, ['inner.ts Hint', 'outer.ts Error', 'virtual.ts Error']);
  });

  it('what changes is followed in each', async () => {
    await write({ 'new.ts': queue('fresh', true) }, inner);
    await until(found, ['inner.ts Hint', 'new.ts Hint', 'outer.ts Error', 'virtual.ts Error']);
    await vscode.workspace.fs.delete(vscode.Uri.joinPath(inner, 'new.ts'));
    await write({ 'outer.ts': queue('outer', false) }, outer);
    await until(found, ['inner.ts Hint', 'virtual.ts Error']);
    const app = vscode.Uri.parse('bull-lens-memory:/app');
    await write({ 'virtual.ts': queue('virtual', false), 'another.ts': queue('another', true) }, app);
    await until(found, ['another.ts Error', 'inner.ts Hint']);
  });

  it('the queues of each are known, each once', async () => {
    const connections = (value: unknown) =>
      vscode.workspace.getConfiguration('bullLens').update('connections', value, vscode.ConfigurationTarget.Global);
    await connections([{ name: 'staging', url: `redis://127.0.0.1:${await freePort()}` }]);
    const app = vscode.Uri.parse('bull-lens-memory:/app');
    for (const [folder, name] of [
      [outer, 'outer'],
      [inner, 'inner'],
      [app, 'virtual'],
    ] as const) {
      const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder, `${name}.ts`));
      await until(() => lenses(document), [`${name}: not connected`]);
    }
    await connections(undefined);
  });

  it('a folder that is taken out of the window shows no more, and what is in it belongs to the one around', async () => {
    assert.ok(vscode.workspace.updateWorkspaceFolders(1, 1));
    await until(found, ['another.ts Error', 'inner.ts Error']);
  });
});
