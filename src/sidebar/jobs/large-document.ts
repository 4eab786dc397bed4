import { homedir } from 'node:os';
import { basename } from 'node:path/posix';
import * as vscode from 'vscode';
import { showWarningMessage } from '../../messages';
import { bytes } from '../../words';

/** Characters; VS Code refuses an extension any larger document (vscode 1.100 src/vs/editor/common/model/textModel.ts:186). */
export const LARGEST_DOCUMENT = 50 * 1024 * 1024;

/** Says that a document is too large to be shown, and writes it to a file where the person wants that. */
export async function saveAsFile(document: vscode.Uri, text: string): Promise<void> {
  const name = basename(document.path);
  const save = 'Save to File…';
  const message = `${name} has ${bytes(text.length)}: VS Code shows the documents of an extension up to ${bytes(LARGEST_DOCUMENT)}.`;
  if ((await showWarningMessage(message, save)) !== save) return;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(homedir());
  const file = await vscode.window.showSaveDialog({ defaultUri: vscode.Uri.joinPath(folder, name) });
  if (!file) return;
  await vscode.workspace.fs.writeFile(file, Buffer.from(text));
  await vscode.commands.executeCommand('vscode.open', file);
}
