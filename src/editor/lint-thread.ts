import { join } from 'node:path';
import { MessageChannel, Worker } from 'node:worker_threads';
import type { BirpcReturn } from 'birpc';
import * as vscode from 'vscode';
import { connect } from '../lint-thread/connect';
import type { EditorSide, ThreadProject } from '../lint-thread/thread-project';

/** A project on the linter's thread, to be asked; `$closed` once the thread or the project is no more. */
export type RemoteProject = BirpcReturn<ThreadProject, EditorSide>;

/**
 * The thread on which the engine parses and lints, so that the extension host, which all extensions share, does not wait
 * for it. Started when it is made.
 */
export class LintThread implements vscode.Disposable {
  private readonly worker = new Worker(join(__dirname, 'lint-thread.js'), { name: 'Bull Lens linter' });
  private readonly failed = new vscode.EventEmitter<Error>();
  /** The thread ended by itself; all its projects are closed. */
  readonly onDidFail = this.failed.event;

  constructor() {
    this.worker.on('error', (error: Error) => this.failed.fire(error));
  }

  open(editor: EditorSide): RemoteProject {
    const { port1, port2 } = new MessageChannel();
    this.worker.postMessage(port2, [port2]);
    return connect(port1, editor);
  }

  dispose(): void {
    this.failed.dispose();
    void this.worker.terminate();
  }
}
