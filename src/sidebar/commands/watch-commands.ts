import * as vscode from 'vscode';
import { showInformationMessage, showWarningMessage } from '../../messages';
import { DEFAULT_LASTS, DEFAULT_THRESHOLDS } from '../../queues/watch/checklist';
import type { Session } from '../../sessions/session';
import { commitIn } from '../../watch/commit';
import { follow, type EndedWatch } from '../../watch/follow';
import { breachText, headline, textSoFar, watchReport } from '../../watch/report';
import { complete } from '../../walkthrough';
import type { ConnectionNode } from '../nodes/connection-node';
import type { LiveReport, Reports } from '../reports';

const HOW_TO_STOP = 'Close this document to end the watch before its time.';

/** Watches a deployment: a document that fills while jobs finish, and is the report at the end. */
export class WatchCommands implements vscode.Disposable {
  /** Those that are under way. */
  private readonly watches = new Map<Session, { readonly report: LiveReport; readonly stop: AbortController }>();

  constructor(private readonly reports: Reports) {}

  readonly watchQueues = async ({ session }: ConnectionNode) => {
    const running = this.watches.get(session);
    if (running) return running.report.show();
    const stop = new AbortController();
    const report = this.reports.live(`watch of ${session.name}`, () => stop.abort());
    this.watches.set(session, { report, stop });
    try {
      const ended = await watch(session, report, stop.signal);
      void tellEnd(ended, report);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      report.update(`${session.name} could not be watched. ${why}\n`);
      throw error;
    } finally {
      report.end();
      this.watches.delete(session);
    }
  };

  dispose(): void {
    for (const { stop } of this.watches.values()) stop.abort();
  }
}

async function watch({ connection, monitor, name }: Session, report: LiveReport, stop: AbortSignal) {
  if (!connection || !monitor) throw new Error(`${name} is not connected.`);
  const { describeEndpoint, Watch } = await import('../../queues');
  const thresholds = DEFAULT_THRESHOLDS;
  const watched = new Watch(connection, { patience: thresholds.maxAvgDuration, countsConnections: false });
  try {
    await watched.begin(monitor.queues);
    const redis = { name, endpoint: describeEndpoint(connection.spec.endpoint) };
    const begun = { redis, commit: await commitOfWorkspace(), startedAt: Date.now(), thresholds };
    const said: string[] = [];
    const write = (text: string, ...more: readonly string[]) => report.update([text, ...said, ...more, ''].join('\n'));
    const following = follow(
      watched,
      begun,
      { lasts: DEFAULT_LASTS, stop },
      {
        problem: (message) => said.push(message),
        breach: (check) => said.push(breachText(check, thresholds)),
        looked: (now) => write(textSoFar(now), HOW_TO_STOP),
      },
    );
    await report.show();
    complete('watchedQueues');
    const ended = await following;
    write(watchReport.text(ended));
    return ended;
  } finally {
    watched.dispose();
  }
}

async function tellEnd(ended: EndedWatch, report: LiveReport): Promise<void> {
  const show = ended.verdict === 'breached' ? showWarningMessage : showInformationMessage;
  const answer = await show(`${headline(ended)}.`, 'Show Report');
  if (answer) await report.show();
}

/** null where the code is not at hand. */
async function commitOfWorkspace(): Promise<string | null> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  return folder?.uri.scheme === 'file' && vscode.workspace.isTrusted ? commitIn(folder.uri.fsPath, {}) : null;
}
