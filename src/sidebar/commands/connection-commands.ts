import type { ConnectionStore } from '../../connections/connection-store';
import type { ConnectionWizard } from '../../connections/connection-wizard';
import { showQuickPick, showWarningMessage } from '../../messages';
import type { ConnectionNode } from '../nodes/connection-node';
import type { Session } from '../../sessions/session';
import type { Sessions } from '../../sessions/sessions';

/** The commands on a connection's row. */
export class ConnectionCommands {
  constructor(
    private readonly store: ConnectionStore,
    private readonly wizard: ConnectionWizard,
    private readonly sessions: Sessions,
  ) {}

  readonly add = () => this.wizard.add();

  readonly edit = async (node: ConnectionNode | null) => {
    const session = await this.choose(node, 'Which connection is to be edited?');
    if (session) await this.wizard.edit(session.name);
  };

  readonly enterPassword = async (node: ConnectionNode | null) => {
    const session = await this.choose(node, 'Which connection is the password for?');
    if (session) await this.wizard.enterPassword(session.entry);
  };

  readonly remove = async (node: ConnectionNode | null) => {
    const session = await this.choose(node, 'Which connection is to be removed?');
    if (!session) return;
    const choice = await showWarningMessage(
      `Remove the connection ${session.name}?`,
      {
        modal: true,
        detail: 'Its password is forgotten, unless another connection uses it. Nothing changes in Redis.',
      },
      'Remove',
    );
    if (choice === 'Remove') await this.store.remove(session.name);
  };

  readonly disconnect = async (node: ConnectionNode | null) => {
    const session = await this.choose(node, 'Which connection is to be closed?');
    session?.disconnect();
  };

  readonly reconnect = async (node: ConnectionNode | null) => {
    const session = await this.choose(node, 'Which connection is to be opened?');
    if (session) await this.sessions.reconnect(session);
  };

  readonly makeReadOnly = (node: ConnectionNode | null) => this.setReadOnly(node, true);

  readonly allowChanges = (node: ConnectionNode | null) => this.setReadOnly(node, false);

  readonly stopSearch = ({ session }: ConnectionNode) => session.monitor?.cancelDiscovery();

  private async setReadOnly(node: ConnectionNode | null, readOnly: boolean): Promise<void> {
    const session = await this.choose(
      node,
      readOnly ? 'Which is to be read-only?' : 'Where are changes to be allowed?',
    );
    if (session) await this.store.change(session.name, { readOnly });
  }

  /** The connection of the row, or the one that is picked: also of one, since whoever called may not be the person. */
  private async choose(node: ConnectionNode | null, placeHolder: string): Promise<Session | undefined> {
    if (node) return node.session;
    await this.sessions.ready();
    const { all } = this.sessions;
    if (all.length === 0) return undefined;
    const picked = await showQuickPick(
      all.map((session) => ({ label: session.name, session })),
      { placeHolder },
    );
    return picked?.session;
  }
}
