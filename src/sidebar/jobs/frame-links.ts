import { basename } from 'node:path/posix';
import * as vscode from 'vscode';
import { commands, JOB_SCHEME } from '../../contributions';
import { shownFrames, type ShownFrame } from '../../job-text/shown-frames';
import { plainText } from '../../plain-text';
import type { FrameChoices } from './frame-choices';
import type { FoundFrame, FramePlaces } from './frame-places';

/**
 * From the newest stack trace in the document of a job to the code: *Go to Definition* on a frame, and a line above the
 * topmost that is in a file of this window. VS Code's links are off in these documents (package.json,
 * configurationDefaults), as they would be made of whatever the data holds.
 */
export class FrameLinks implements vscode.DefinitionProvider, vscode.CodeLensProvider {
  static register(places: FramePlaces, { onDidChange }: Pick<FrameChoices, 'onDidChange'>): vscode.Disposable {
    const links = new FrameLinks(places, onDidChange);
    const documents = { scheme: JOB_SCHEME };
    return vscode.Disposable.from(
      vscode.languages.registerDefinitionProvider(documents, links),
      vscode.languages.registerCodeLensProvider(documents, links),
    );
  }

  private constructor(
    private readonly places: FramePlaces,
    readonly onDidChangeCodeLenses: vscode.Event<void>,
  ) {}

  async provideDefinition(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.LocationLink[]> {
    const frames = shownFrames(document.getText()).filter((frame) => rangeOf(frame).contains(position));
    const found = await this.places.first(frames, token);
    if (!found) return [];
    const places = found.chosen ? [found.chosen] : found.places;
    return places.map(({ uri, range }) => ({
      originSelectionRange: rangeOf(found.of),
      targetUri: uri,
      targetRange: range,
    }));
  }

  async provideCodeLenses(document: vscode.TextDocument, token: vscode.CancellationToken): Promise<vscode.CodeLens[]> {
    const found = await this.places.first(shownFrames(document.getText()), token);
    if (!found) return [];
    const { chosen, places, of } = found;
    const range = rangeOf(of);
    const lens = (title: string, command: string, args: readonly unknown[]) =>
      new vscode.CodeLens(range, { title: plainText(title), command, arguments: [document.uri, ...args] });
    if (places.length === 1) {
      return [lens(`Go to ${nameOf(found)}`, 'editor.action.goToLocations', [range.start, places, 'peek'])];
    }
    const goTo = lens(`Go to ${nameOf(found)}`, commands.goToFrame, [of.line]);
    return chosen ? [goTo, lens('Another File…', commands.goToFrame, [of.line, 'another'])] : [goTo];
  }
}

/** `src/mail.ts:12`, `mail.ts:12 (2 files)`, `src/mail.ts, about line 12` */
function nameOf({ places, chosen, isExact }: FoundFrame): string {
  const [first, ...others] = chosen ? [chosen] : places;
  if (!first) return '';
  const path = vscode.workspace.asRelativePath(first.uri);
  const name = others.length === 0 ? path : basename(path);
  const line = first.range.start.line + 1;
  const files = others.length === 0 ? '' : ` (${others.length + 1} files)`;
  return `${name}${isExact ? `:${line}` : `, about line ${line}`}${files}`;
}

function rangeOf({ line, start, end }: ShownFrame): vscode.Range {
  return new vscode.Range(line, start, line, end);
}
