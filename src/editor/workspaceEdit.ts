import * as vscode from 'vscode';
import type { Fix } from '../lint';
import type { EditorFiles } from './editorFiles';
import { Places } from './places';

/** A fix as the editor applies it: all of it or, where a new file is there already, nothing. */
export function workspaceEdit(
  { edits, newFiles }: Pick<Fix, 'edits' | 'newFiles'>,
  files: EditorFiles,
): vscode.WorkspaceEdit {
  const result = new vscode.WorkspaceEdit();
  const places = new Places(files);
  for (const { file, text } of newFiles) {
    result.createFile(files.uri(file), { contents: new TextEncoder().encode(text) });
  }
  for (const edit of edits) result.replace(files.uri(edit.file), places.range(edit), edit.newText);
  return result;
}
