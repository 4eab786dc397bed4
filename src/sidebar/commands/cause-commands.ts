import * as vscode from 'vscode';
import { causePage } from '../cause-page';
import { inBackground } from '../../log/in-background';
import type { Logger } from '../../log/logger';
import type { AllCausesNode } from '../nodes/all-causes-node';
import type { CauseNode } from '../nodes/cause-node';
import type { ConnectionNode } from '../nodes/connection-node';
import type { Node } from '../nodes/node';
import type { SharedCauseNode } from '../nodes/shared-cause-node';
import type { FailedOrder, StateNode } from '../nodes/state-node';
import type { QueuesTree } from '../queues-tree';

/** What can be done with the causes of failures, other than to retry their jobs. */
export class CauseCommands {
  constructor(
    private readonly tree: QueuesTree,
    private readonly view: vscode.TreeView<Node>,
    private readonly log: Logger,
  ) {}

  /** Below the row of the connection. */
  readonly showAll = async ({ session }: ConnectionNode) => {
    const { allCauses } = session;
    if (!allCauses) throw new Error(`${session.name} is not connected.`);
    inBackground(this.log, `${session.name}: The causes of failures could not be read.`, allCauses.open());
    const row = await this.tree.findCauses(session);
    if (row) await this.view.reveal(row, { select: true, focus: true, expand: true });
  };

  readonly hideAll = ({ parent }: AllCausesNode) => parent.session.allCauses?.close();

  readonly showBy = (order: FailedOrder) => (folder: StateNode) => this.tree.showBy(folder, order);

  readonly openPage = async ({ group: { cause } }: CauseNode | SharedCauseNode) => {
    if (!cause) throw new Error("Nothing is known of this cause: it is the application's own error.");
    await vscode.env.openExternal(vscode.Uri.parse(causePage(cause.id)));
  };

  readonly copyPattern = async ({ group }: CauseNode | SharedCauseNode) => {
    await vscode.env.clipboard.writeText(group.pattern);
  };
}
