import * as vscode from 'vscode';
import { nameOfCause } from '../cause-words';
import { countsText, p95Text, queuesOf } from '../link/live-queues';
import { markdown } from '../markdown';
import type { FailureGroup, MonitoredQueue } from '../queues';
import type { Session } from '../sessions/session';
import type { Sessions } from '../sessions/sessions';
import { age, count, plural, shortened } from '../words';
import type { CodeIndex } from './code-index';
import { languages } from './languages';
import type { MeasuredQueues } from './measured-queues';
import { toRange } from './places';

/** The newest failed jobs whose causes are told. */
const NEWEST = 100;
/** Characters of a cause: a line of the hover, whose links below it stay in sight. */
const CAUSE_LENGTH = 70;
const MOST_CAUSES = 3;
const MOST_QUEUES = 5;

/** Says where a queue is made what it is doing in Redis, and why its newest jobs have failed. */
export class QueueHover implements vscode.HoverProvider {
  static register(code: CodeIndex, sessions: Sessions, measured: Pick<MeasuredQueues, 'all'>): vscode.Disposable {
    return vscode.languages.registerHoverProvider(languages, new QueueHover(code, sessions, measured));
  }

  constructor(
    private readonly code: CodeIndex,
    private readonly sessions: Sessions,
    private readonly measured: Pick<MeasuredQueues, 'all'>,
  ) {}

  async provideHover(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | null> {
    if (!this.code.isTrueOf(document)) return null;
    const uri = document.uri.toString();
    const queue = this.code.queues.all.find(({ file, head }) => file === uri && toRange(head).contains(position));
    if (!queue) return null;
    const found = this.sessions.all.flatMap((session) => {
      const { monitor, status } = session;
      const queues = monitor && status.state === 'ready' ? queuesOf(queue, monitor) : [];
      return queues.map((live) => ({ session, live }));
    });
    const parts = await Promise.all(found.slice(0, MOST_QUEUES).map(({ session, live }) => this.about(session, live)));
    return parts.length > 0 ? new vscode.Hover(parts.flat(), toRange(queue.head)) : null;
  }

  private async about(session: Session, live: MonitoredQueue): Promise<vscode.MarkdownString[]> {
    const now = [countsText([live]), p95Text(session.name, live.ref, this.measured.all)].filter(Boolean).join(' · ');
    const counts = markdown`**${live.ref.name}** on ${session.name}: ${now}`;
    const { connection } = session;
    if (!connection || !live.snapshot?.counts.failed) return [counts];
    const { FailureCauses } = await import('../queues');
    const causes = new FailureCauses(connection, live, NEWEST);
    try {
      await causes.refresh();
      const { groups, size, isCut } = causes;
      if (!groups || groups.length === 0) return [counts];
      const newest = groups.toSorted((a, b) => (b.lastSeen ?? 0) - (a.lastSeen ?? 0)).slice(0, MOST_CAUSES);
      const among = isCut ? `the newest ${plural(size, 'failed job')}` : plural(size, 'failed job');
      return [counts, markdown`Of ${among}, the last causes first:`, ...newest.map(line)];
    } finally {
      causes.dispose();
    }
  }
}

function line(group: FailureGroup): vscode.MarkdownString {
  const when = group.lastSeen === null ? '' : ` · ${age(Date.now() - group.lastSeen)}`;
  return markdown`- ${count(group.count)} × ${shortened(nameOfCause(group), CAUSE_LENGTH)}${when}`;
}
