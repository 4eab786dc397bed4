import * as vscode from 'vscode';
import { causePage } from '../cause-page';
import type { CauseNode } from '../nodes/cause-node';
import type { FailedOrder, StateNode } from '../nodes/state-node';
import type { QueuesTree } from '../queues-tree';

/** What can be done with the causes of failures, other than to retry their jobs. */
export class CauseCommands {
  constructor(private readonly tree: QueuesTree) {}

  readonly showBy = (order: FailedOrder) => (folder: StateNode) => this.tree.showBy(folder, order);

  readonly openPage = async ({ group: { cause } }: CauseNode) => {
    if (!cause) throw new Error("Nothing is known of this cause: it is the application's own error.");
    await vscode.env.openExternal(vscode.Uri.parse(causePage(cause.id)));
  };

  readonly copyPattern = async ({ group }: CauseNode) => {
    await vscode.env.clipboard.writeText(group.pattern);
  };
}
