import type * as vscode from 'vscode';
import type { CodePlace } from '../lint-thread/answers';
import type { CodeQueues } from '../link/code-queues';

/** Where the queues are made and used in the code of this window. */
export interface CodeOfQueues {
  readonly queues: CodeQueues;
  /** Other queues, other places, or other findings. */
  readonly onDidChange: vscode.Event<void>;
  /** Other queues, or others of which more or less is known. */
  readonly onDidChangeNames: vscode.Event<void>;
  /** What `find` finds in the code as it is now. */
  places<T extends CodePlace>(find: (queues: CodeQueues) => readonly T[]): Promise<readonly T[]>;
}
