import * as vscode from 'vscode';
import { JOB_LANGUAGE } from '../../contributions';
import { DataFiles } from './data-files';

interface Edited<T> {
  readonly about: T;
  readonly uris: readonly vscode.Uri[];
}

/** JSON that a person edits before it is used, and what it is about: known as long as a tab shows it. */
export class EditedDocuments<T> implements vscode.Disposable {
  private readonly files: DataFiles;
  private readonly edited = new Map<string, Edited<T>>();
  private readonly subscription = vscode.window.tabGroups.onDidChangeTabs(() => this.forgetClosed());

  constructor(readonly scheme: string) {
    this.files = new DataFiles(scheme);
  }

  /** @param original shows the text beside what is made of it; nobody can change it */
  async show(uri: vscode.Uri, text: string, about: T, original?: vscode.Uri): Promise<void> {
    if (original) this.files.put(original, text, true);
    this.files.put(uri, text);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.languages.setTextDocumentLanguage(document, JOB_LANGUAGE);
    await vscode.window.showTextDocument(document, { preview: false });
    this.edited.set(uri.toString(), { about, uris: original ? [uri, original] : [uri] });
  }

  about(uri: vscode.Uri): T | undefined {
    return this.edited.get(uri.toString())?.about;
  }

  /** With its diff; it is saved before, so that VS Code does not ask. */
  async close(document: vscode.TextDocument): Promise<void> {
    await document.save();
    await vscode.window.tabGroups.close(tabsOf(document.uri));
  }

  dispose(): void {
    vscode.Disposable.from(this.subscription, this.files).dispose();
  }

  /** By their tabs: a document that only changes its language is closed, too, for VS Code. */
  private forgetClosed(): void {
    for (const [name, { uris }] of this.edited) {
      if (tabsOf(vscode.Uri.parse(name)).length > 0) continue;
      this.edited.delete(name);
      for (const uri of uris) this.files.delete(uri);
    }
  }
}

/** Those that show it, by itself or in a diff. */
function tabsOf(uri: vscode.Uri): vscode.Tab[] {
  const shows = (input: unknown) => {
    if (input instanceof vscode.TabInputText) return [input.uri];
    return input instanceof vscode.TabInputTextDiff ? [input.original, input.modified] : [];
  };
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.filter(({ input }) => shows(input).some((each) => each.toString() === uri.toString()));
}
