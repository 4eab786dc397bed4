import * as vscode from 'vscode';
import { shownFrames } from '../../job-text/shown-frames';
import { showQuickPick } from '../../messages';
import type { FrameChoices } from '../jobs/frame-choices';
import type { FoundFrame, FramePlaces } from '../jobs/frame-places';
import type { NamedFrame } from './targets';

/** From a frame that can be in several files to the one that the person chooses, or has chosen before. */
export class FrameCommands {
  constructor(
    private readonly places: FramePlaces,
    private readonly choices: FrameChoices,
  ) {}

  readonly goTo = async ({ uri, line, isAnew }: NamedFrame) => {
    const document = await vscode.workspace.openTextDocument(uri);
    const frames = shownFrames(document.getText()).filter((frame) => frame.line === line);
    const found = await this.places.first(frames, new vscode.CancellationTokenSource().token);
    if (!found) throw new Error('No file of this window is the one of this frame any more.');
    const place = isAnew ? await this.choose(found) : (found.chosen ?? (await this.choose(found)));
    if (!place) return;
    // As VS Code does where one goes from code to code: what one comes from stays.
    await vscode.commands.executeCommand('workbench.action.keepEditor');
    await vscode.window.showTextDocument(place.uri, { selection: place.range });
  };

  private async choose({ of: { frame }, places }: FoundFrame): Promise<vscode.Location | undefined> {
    const items = places.map((place) => ({ label: vscode.workspace.asRelativePath(place.uri), place }));
    const picked = await showQuickPick(items, { placeHolder: `Which file is ${frame.file}? It is remembered.` });
    if (picked) await this.choices.remember(frame.file, picked.place);
    return picked?.place;
  }
}
