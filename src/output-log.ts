import * as vscode from 'vscode';
import { createLogger, type Logger } from './log/logger';

/** The log of the window: the output channel *Bull Lens*, which is made when there is something to write. */
export class OutputLog implements vscode.Disposable {
  private channel: vscode.LogOutputChannel | undefined;
  readonly logger: Logger = createLogger((level, text) => this.open()[level](text));

  show(): void {
    this.open().show();
  }

  dispose(): void {
    this.channel?.dispose();
  }

  private open(): vscode.LogOutputChannel {
    return (this.channel ??= vscode.window.createOutputChannel('Bull Lens', { log: true }));
  }
}
