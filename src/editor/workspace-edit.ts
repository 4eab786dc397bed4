import * as vscode from 'vscode';
import type { PlacedFix } from '../lint-thread/answers';
import type { EditorFiles } from './editor-files';
import { toRange } from './places';

/**
 * A fix as the editor applies it: all of it or, where a new file is there already, nothing. `describe` gives each file's
 * edits their metadata.
 */
export function workspaceEdit(
  { edits, newFiles }: Pick<PlacedFix, 'edits' | 'newFiles'>,
  files: EditorFiles,
  describe: (path: string) => vscode.WorkspaceEditEntryMetadata | undefined = () => undefined,
): vscode.WorkspaceEdit {
  const result = new vscode.WorkspaceEdit();
  for (const { file, text } of newFiles) {
    result.createFile(files.uri(file), { contents: new TextEncoder().encode(text) }, describe(file));
  }
  for (const { file, range, newText } of edits) {
    result.replace(files.uri(file), toRange(range), newText, describe(file));
  }
  return result;
}
