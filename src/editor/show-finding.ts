import * as vscode from 'vscode';
import type { FoundThere } from '../lint-thread/answers';
import { isFinding } from './to-diagnostic';
import { toRange } from './places';
import { showPlaces } from './show-places';

/** For so long the finding of a file that was just opened is waited for, in ms. */
const PATIENCE = 10_000;

/** Puts the cursor at a finding, and shows what it says and the way to its fixes, as if one pointed at it. */
export async function showFinding(finding: FoundThere): Promise<void> {
  await showPlaces([finding]);
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.uri.toString() !== finding.file) return;
  if (!(await isUnderlined(editor.document.uri, finding)) || vscode.window.activeTextEditor !== editor) return;
  await vscode.commands.executeCommand('editor.action.showHover', { focus: 'noAutoFocus' });
}

/** Whether it comes to be, before another editor is looked at. */
function isUnderlined(uri: vscode.Uri, { rule, range }: FoundThere): Promise<boolean> {
  const isThere = (): boolean =>
    vscode.languages.getDiagnostics(uri).some((diagnostic) => isFinding(diagnostic, rule, toRange(range)));
  if (isThere()) return Promise.resolve(true);
  return new Promise((resolve) => {
    const done = (is: boolean): void => {
      clearTimeout(timer);
      subscriptions.dispose();
      resolve(is);
    };
    const timer = setTimeout(() => done(false), PATIENCE);
    const subscriptions = vscode.Disposable.from(
      vscode.languages.onDidChangeDiagnostics(() => isThere() && done(true)),
      vscode.window.onDidChangeActiveTextEditor(() => done(false)),
    );
  });
}
