import * as vscode from 'vscode';
import { shownFrames } from '../../job-text/shown-frames';
import { showQuickPick } from '../../messages';
import type { StackFrame } from '../../queues/causes/stack-frames';
import type { FrameChoices } from '../jobs/frame-choices';
import type { FoundFrame, FramePlaces } from '../jobs/frame-places';
import { complete } from '../../walkthrough';
import { CauseNode } from '../nodes/cause-node';
import { SharedCauseNode } from '../nodes/shared-cause-node';
import type { NamedFrame } from './targets';

/** From a frame to its line; to the one that the person chooses, or has chosen before, where it can be in several files. */
export class FrameCommands {
  constructor(
    private readonly places: FramePlaces,
    private readonly choices: FrameChoices,
  ) {}

  readonly goTo = async (target: NamedFrame | CauseNode | SharedCauseNode) => {
    if (target instanceof CauseNode || target instanceof SharedCauseNode) return this.goToCause(target);
    const { uri, line, isAnew } = target;
    const document = await vscode.workspace.openTextDocument(uri);
    const found = await this.find(shownFrames(document.getText()).filter((frame) => frame.line === line));
    if (!found) throw new Error('No file of this window is the one of this frame any more.');
    const place = isAnew ? await this.choose(found) : await this.placeOf(found);
    if (!place) return;
    // As VS Code does where one goes from code to code: what one comes from stays.
    await vscode.commands.executeCommand('workbench.action.keepEditor');
    await vscode.window.showTextDocument(place.uri, { selection: place.range });
  };

  private async goToCause({ group: { frame } }: CauseNode | SharedCauseNode): Promise<void> {
    if (!frame) throw new Error('The stack traces of these jobs name no code but that of libraries.');
    const found = await this.find([{ frame }]);
    if (!found) throw new Error(`No file of this window is ${frame.file}, which the stack trace names.`);
    const place = await this.placeOf(found);
    if (!place) return;
    await vscode.window.showTextDocument(place.uri, { selection: place.range });
    complete('wentToCode');
  }

  private find(frames: readonly { readonly frame: StackFrame }[]): Promise<FoundFrame | null> {
    return this.places.first(frames, new vscode.CancellationTokenSource().token);
  }

  private async placeOf(found: FoundFrame): Promise<vscode.Location | undefined> {
    const [only, another] = found.places;
    return another ? (found.chosen ?? (await this.choose(found))) : only;
  }

  private async choose({ of: { frame }, places }: FoundFrame): Promise<vscode.Location | undefined> {
    const items = places.map((place) => ({ label: vscode.workspace.asRelativePath(place.uri), place }));
    const picked = await showQuickPick(items, { placeHolder: `Which file is ${frame.file}? It is remembered.` });
    if (picked) await this.choices.remember(frame.file, picked.place);
    return picked?.place;
  }
}
