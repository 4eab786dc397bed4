import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import * as vscode from 'vscode';
import { waitFor } from '../support/wait-for';

/** The folder that is open in the window under test. */
export function folder(): vscode.Uri {
  const [first] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(first, 'No folder is open');
  return first.uri;
}

export function uriOf(path: string): vscode.Uri {
  return vscode.Uri.joinPath(folder(), path);
}

/** Writes files by their paths in the folder. */
export async function write(files: Readonly<Record<string, string>>, to: vscode.Uri = folder()): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(to, path), Buffer.from(text));
  }
}

/** Opens a file as a person does, so that closing its editor closes it (`openTextDocument` keeps it for minutes). */
export async function open(path: string, from: vscode.Uri = folder()): Promise<vscode.TextEditor> {
  const uri = vscode.Uri.joinPath(from, path);
  await vscode.commands.executeCommand('vscode.open', uri, { preview: false });
  return waitFor(() => {
    const editor = vscode.window.activeTextEditor;
    return editor?.document.uri.toString() === uri.toString() && editor;
  });
}

/** Types over the first occurrence of `text`. */
export async function replace({ document }: vscode.TextEditor, text: string, by: string): Promise<void> {
  const start = document.getText().indexOf(text);
  assert.ok(start >= 0, `The editor does not show ${text}`);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(
    document.uri,
    new vscode.Range(document.positionAt(start), document.positionAt(start + text.length)),
    by,
  );
  assert.ok(await vscode.workspace.applyEdit(edit));
}

/** Closes all editors without saving, empties the folder, and waits until nothing is shown of files that are closed. */
export async function clean(): Promise<void> {
  for (const document of vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty)) {
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  for (const [name] of await vscode.workspace.fs.readDirectory(folder())) {
    await vscode.workspace.fs.delete(uriOf(name), { recursive: true });
  }
  const isOpen = (uri: vscode.Uri): boolean =>
    vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri.toString());
  const withFindings = () => vscode.languages.getDiagnostics().filter(([uri]) => !isOpen(uri) && shown(uri).length > 0);
  await until(() => withFindings().map(([uri]) => uri.path), []);
}

/** What Bull Lens shows in the Problems panel for a file: `warning ignored-option: limiter: { max: 1 }` (the underlined text). */
export function shown(uri: vscode.Uri, ...rules: readonly string[]): vscode.Diagnostic[] {
  return vscode.languages
    .getDiagnostics(uri)
    .filter(
      (diagnostic) => diagnostic.source === 'Bull Lens' && (rules.length === 0 || rules.includes(ruleOf(diagnostic))),
    );
}

export function ruleOf({ code }: vscode.Diagnostic): string {
  return typeof code === 'object' ? String(code.value) : String(code);
}

/** Waits until `actual` gives what is expected, and tells the difference where it never does. */
export async function until<T>(actual: () => T | Promise<T>, expected: T): Promise<void> {
  try {
    await waitFor(async () => isDeepStrictEqual(await actual(), expected), { timeout: 25_000 });
  } catch {
    assert.deepEqual(await actual(), expected);
  }
}

/** The quick fixes and disable actions at the first occurrence of `text`, in the order of the menu. */
export async function quickFixes({ document }: vscode.TextEditor, text: string): Promise<vscode.CodeAction[]> {
  const position = document.positionAt(document.getText().indexOf(text));
  const range = new vscode.Range(position, position);
  const kind = vscode.CodeActionKind.QuickFix.value;
  return vscode.commands.executeCommand('vscode.executeCodeActionProvider', document.uri, range, kind);
}

/** Chooses a quick fix by its title, as a person does in the menu. */
export async function applyQuickFix(editor: vscode.TextEditor, text: string, title: string): Promise<void> {
  const fixes = await quickFixes(editor, text);
  const fix = fixes.find((each) => each.title === title);
  assert.ok(fix?.edit, `There is no "${title}" among ${fixes.map((each) => each.title).join(', ') || 'no fixes'}`);
  assert.ok(await vscode.workspace.applyEdit(fix.edit));
}
