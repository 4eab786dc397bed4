import * as vscode from 'vscode';
import type { CodePlace } from '../lint-thread/answers';
import { toRange } from './places';

/** Puts the cursor at the place; several are shown in a peek, as VS Code shows references. */
export async function showPlaces(places: readonly CodePlace[]): Promise<void> {
  const locations = places.map(({ file, range }) => new vscode.Location(vscode.Uri.parse(file), toRange(range)));
  const [first, ...others] = locations;
  if (!first) return;
  const { start } = first.range;
  if (others.length === 0) {
    await vscode.window.showTextDocument(first.uri, { selection: new vscode.Range(start, start) });
    return;
  }
  await vscode.commands.executeCommand('editor.action.goToLocations', first.uri, start, locations, 'peek');
}
