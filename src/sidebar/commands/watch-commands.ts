import * as vscode from 'vscode';
import { showInformationMessage, showWarningMessage } from '../../messages';
import type { RedisConnection } from '../../queues';
import type { Session } from '../../sessions/session';
import { readSetting } from '../../settings';
import { commitIn } from '../../watch/commit';
import { follow, type EndedWatch } from '../../watch/follow';
import { planOf } from '../../watch/plan';
import { breachText, headline, textSoFar, watchReport } from '../../watch/report';
import { complete } from '../../walkthrough';
import { timeOfDay } from '../../words';
import type { ConnectionNode } from '../nodes/connection-node';
import type { LiveReport, Reports } from '../reports';

const HOW_TO_STOP = [
  'Close this document to end the watch before its time.',
  'How long it lasts, and what it holds the jobs against, is in the settings bullLens.watch.',
].join('\n');

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
      const ended = await watch(session, report, stop);
      void tellEnd(ended, report);
    } finally {
      report.end();
      this.watches.delete(session);
    }
  };

  dispose(): void {
    for (const { stop } of this.watches.values()) stop.abort();
  }
}

async function watch(session: Session, report: LiveReport, stop: AbortController): Promise<EndedWatch> {
  const { connection, monitor, name } = session;
  if (!connection || !monitor) throw new Error(`${name} is not connected.`);
  const { describeEndpoint, Watch } = await import('../../queues');
  const { lasts, thresholds } = planOf(readSetting('watch'));
  const options = { patience: thresholds.maxAvgDuration };
  const watched = new Watch(connectionOf(session, connection), options, session.listening ?? undefined);
  const said: string[] = [];
  const say = (text: string) => said.push(`${timeOfDay(Date.now())} ${text}`);
  let last = '';
  const write = (text: string, ...more: readonly string[]) => {
    last = text;
    report.update([text, ...said, ...more, ''].join('\n'));
  };
  try {
    await watched.begin(monitor.queues);
    const redis = { name, endpoint: describeEndpoint(connection.spec.endpoint) };
    const begun = { redis, commit: await commitOfWorkspace(), startedAt: Date.now(), thresholds };
    const following = follow(
      watched,
      begun,
      { lasts, stop: stop.signal },
      {
        problem: (message) => {
          say(message);
          // Edited or removed: nobody connects it again.
          if (session.isDisposed) stop.abort();
        },
        answersAgain: () => say('Redis answers again, and the watch goes on.'),
        breach: (check) => say(breachText(check, thresholds)),
        looked: (now) => write(textSoFar(now), HOW_TO_STOP),
      },
    );
    await report.show();
    complete('watchedQueues');
    const ended = await following;
    write(watchReport.text(ended));
    return ended;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    if (last === '') report.update(`${name} could not be watched. ${why}\n`);
    else write(last, `The watch ended here, and says nothing of what came after. ${why}`);
    throw error;
  } finally {
    watched.dispose();
  }
}

/** The connection that a session has now: another one after it was disconnected and connected again. */
function connectionOf(session: Session, first: RedisConnection): Pick<RedisConnection, 'spec' | 'run'> {
  let last = first;
  return { spec: first.spec, run: (use) => (last = session.connection ?? last).run(use) };
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
