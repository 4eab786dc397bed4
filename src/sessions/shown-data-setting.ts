import * as vscode from 'vscode';
import { ShownData } from '../job-data/shown-data';
import { onDidChangeSettings, readDataSettings } from '../settings';

/** What this window shows of the data of jobs. */
export class ShownDataSetting implements vscode.Disposable {
  private now = new ShownData(readDataSettings());
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private readonly subscription = onDidChangeSettings(['hiddenFields', 'rowFields'], () => {
    this.now = new ShownData(readDataSettings());
    this.changed.fire();
  });

  get current(): ShownData {
    return this.now;
  }

  dispose(): void {
    vscode.Disposable.from(this.subscription, this.changed).dispose();
  }
}
