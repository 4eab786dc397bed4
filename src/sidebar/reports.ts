import * as vscode from 'vscode';
import { REPORT_SCHEME } from '../contributions';
import { fileName } from './file-name';

/** A report that somebody goes on writing. */
export interface LiveReport {
  /** Brings it to the front, also where it was closed. */
  show(): Promise<void>;
  update(text: string): void;
  /** It stays as it is from now on. */
  end(): void;
}

/** Reports as read-only documents, which stay as they were made until they are made again. */
export class Reports implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly texts = new Map<string, string>();
  private readonly subscription = vscode.workspace.registerTextDocumentContentProvider(REPORT_SCHEME, this);

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.toString()) ?? 'This report is of another window. Make it again.\n';
  }

  /** Opens a report under `title`, in the place of the last one of that title. */
  async show(title: string, text: string): Promise<void> {
    const uri = uriOf(title);
    this.write(uri, text);
    await open(uri, { preview: true });
  }

  /** One that changes in place; `closed` is called where a person closes it before its end. */
  live(title: string, closed: () => void): LiveReport {
    const uri = uriOf(title);
    const isOfReport = ({ input }: vscode.Tab): boolean =>
      input instanceof vscode.TabInputText && input.uri.toString() === uri.toString();
    // VS Code keeps a document for minutes after its tab was closed.
    const closing = vscode.window.tabGroups.onDidChangeTabs((change) => {
      if (change.closed.some(isOfReport)) closed();
    });
    return {
      show: () => open(uri, { preview: false }),
      update: (text) => this.write(uri, text),
      end: () => {
        closing.dispose();
      },
    };
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }

  private write(uri: vscode.Uri, text: string): void {
    this.texts.set(uri.toString(), text);
    this.changed.fire(uri);
  }
}

function uriOf(title: string): vscode.Uri {
  return vscode.Uri.from({ scheme: REPORT_SCHEME, path: `/${fileName(title)}.txt` });
}

async function open(uri: vscode.Uri, options: vscode.TextDocumentShowOptions): Promise<void> {
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), options);
}
