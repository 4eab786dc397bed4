import * as vscode from 'vscode';
import { ConnectionStore } from '../connections/connection-store';
import { inBackground } from '../log/in-background';
import type { Logger } from '../log/logger';
import { onDidChangeSettings, readSetting } from '../settings';
import { Refresher } from './refresher';
import { ShownDataSetting } from './shown-data-setting';
import { Sessions } from './sessions';
import { UnavailableActions } from './unavailable-actions';
import { Watchers } from './watchers';

export type WindowSessions = ReturnType<typeof createSessions>;

/** The connections of this window, for all that shows something of them. Whoever shows it is a watcher while it does. */
export function createSessions(
  context: Pick<vscode.ExtensionContext, 'secrets' | 'globalState' | 'globalStorageUri'>,
  log: Logger,
) {
  const store = new ConnectionStore(context, log);
  const shownData = new ShownDataSetting();
  const isLive = () => readSetting('live') ?? true;
  const sessions = new Sessions(store, context.globalState, log, () => shownData.current, isLive);
  const watchers = new Watchers();
  const refresher = new Refresher(watchers, sessions, log);
  const showData = shownData.onDidChange(() => sessions.showData());
  const listen = onDidChangeSettings(['live'], () =>
    inBackground(log, 'What happens in the queues could not be listened to.', sessions.listen()),
  );
  const unavailableActions = new UnavailableActions(sessions, log);
  const start = setImmediate(() => {
    if (readSetting('countAtStart')) {
      inBackground(log, 'The failed jobs could not be counted.', sessions.countOnce());
    }
  });
  const stop = { dispose: () => clearImmediate(start) };
  return {
    store,
    sessions,
    watchers,
    refresher,
    disposable: vscode.Disposable.from(
      stop,
      showData,
      listen,
      shownData,
      unavailableActions,
      refresher,
      watchers,
      sessions,
      store,
    ),
  };
}
