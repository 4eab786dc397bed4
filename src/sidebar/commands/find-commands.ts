import type * as vscode from 'vscode';
import { JOB_STATES } from '../../bull/states';
import { showChoices, showQuickPick } from '../../messages';
import { queryChoices, describePrice } from '../../search-words';
import type { JobQuery, SearchScope } from '../../queues';
import type { Session } from '../../sessions/session';
import type { Sessions } from '../../sessions/sessions';
import type { Logger } from '../../log/logger';
import { inBackground } from '../../log/in-background';
import { ConnectionNode } from '../nodes/connection-node';
import type { Node } from '../nodes/node';
import type { QueueNode } from '../nodes/queue-node';
import type { SearchNode } from '../nodes/search-node';
import { StateNode } from '../nodes/state-node';
import type { QueuesTree } from '../queues-tree';

/** Finding jobs, and the rows of what was found. */
export class FindCommands {
  constructor(
    private readonly tree: QueuesTree,
    private readonly view: vscode.TreeView<Node>,
    private readonly sessions: Sessions,
    private readonly log: Logger,
  ) {}

  /** In a connection, a queue or a state; where there is no row, in the connection that is chosen. */
  readonly find = async (row: ConnectionNode | QueueNode | StateNode | null) => {
    const session = row ? sessionOf(row) : await this.choose();
    const { connection, monitor, searches } = session ?? {};
    if (!session) return;
    if (!connection || !monitor || !searches) throw new Error(`${session.name} is not connected.`);
    const scope = scopeOf(row, session);
    const query = await this.ask(session, scope);
    if (!query) return;
    const search = searches.add(query, scope);
    inBackground(this.log, `${session.name}: Jobs could not be searched for.`, search.run());
    const node = await this.tree.findSearch(session, search);
    if (node) await this.view.reveal(node, { select: true, focus: true, expand: true });
  };

  readonly stop = ({ search }: SearchNode) => search.stop();

  readonly again = ({ search }: SearchNode) => search.run();

  readonly close = ({ search, parent }: SearchNode) => parent.session.searches?.close(search);

  private async ask(session: Session, scope: SearchScope): Promise<JobQuery | undefined> {
    const { dataPaths, parseQuery, priceOf } = await import('../../queues');
    const jobs = jobsIn(session, scope);
    const price = (query: JobQuery) => describePrice(priceOf(query), jobs, scope);
    let paths: readonly string[] = [];
    const chosen = await showChoices({
      title: `Find Jobs in ${nameOf(session, scope)}`,
      placeHolder: 'orderId = 42 and attempts > 1',
      choices: (text) => queryChoices(text, { parse: parseQuery, price, paths }),
      until: async () => {
        if (!session.connection) return;
        const shownData = session.shownData();
        // What is hidden is not compared.
        paths = (await dataPaths(session.connection, scope, shownData)).filter((path) => shownData.shows(path));
      },
    });
    return chosen?.query ?? undefined;
  }

  private async choose(): Promise<Session | undefined> {
    await this.sessions.ready();
    const connected = this.sessions.all.filter(({ monitor }) => monitor !== null);
    if (connected.length === 0) throw new Error('No connection is open: open the Bull Lens view first.');
    if (connected.length === 1) return connected[0];
    const items = connected.map((session) => ({ label: session.name, session }));
    return (await showQuickPick(items, { placeHolder: 'In which connection?' }))?.session;
  }
}

function sessionOf(row: ConnectionNode | QueueNode | StateNode): Session {
  return row instanceof ConnectionNode
    ? row.session
    : row instanceof StateNode
      ? row.queueNode.parent.session
      : row.parent.session;
}

function scopeOf(row: ConnectionNode | QueueNode | StateNode | null, session: Session): SearchScope {
  if (row === null || row instanceof ConnectionNode)
    return { queues: session.monitor?.queues ?? [], states: JOB_STATES };
  return row instanceof StateNode
    ? { queues: [row.queueNode.queue], states: [row.state] }
    : { queues: [row.queue], states: JOB_STATES };
}

/** `staging`, `mail`, `the failed jobs of mail` */
function nameOf(session: Session, { queues, states }: SearchScope): string {
  const [queue, another] = queues;
  if (!queue || another) return session.name;
  return states.length === 1 ? `the ${states[0]} jobs of ${queue.ref.name}` : queue.ref.name;
}

function jobsIn(session: Session, { queues, states }: SearchScope): number {
  const counts = queues.map(({ ref }) => session.monitor?.find(ref.prefix, ref.name)?.snapshot?.counts);
  return counts.flatMap((each) => states.map((state) => each?.[state] ?? 0)).reduce((sum, jobs) => sum + jobs, 0);
}
