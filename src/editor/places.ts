import * as vscode from 'vscode';
import type { Location } from '../lint';
import type { EditorFiles } from './editorFiles';
import { LineStarts } from './lineStarts';

/** Where the engine's offsets are in the editor. Good for as long as no text changes: make it, use it, drop it. */
export class Places {
  private readonly lines = new Map<string, LineStarts>();

  constructor(private readonly files: EditorFiles) {}

  range({ file, start, end }: Location): vscode.Range {
    const document = this.files.document(file);
    // VS Code has counted the lines of what is open.
    if (document) return new vscode.Range(document.positionAt(start), document.positionAt(end));
    let lines = this.lines.get(file);
    if (!lines) this.lines.set(file, (lines = new LineStarts(this.files.read(file) ?? '')));
    const [from, to] = lines.places({ start, end });
    return new vscode.Range(from.line, from.character, to.line, to.character);
  }

  location(location: Location): vscode.Location {
    return new vscode.Location(this.files.uri(location.file), this.range(location));
  }
}
