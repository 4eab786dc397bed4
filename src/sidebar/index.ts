import * as vscode from 'vscode';
import { on, type CommandHandler } from '../commands';
import { ConnectionWizard } from '../connections/connection-wizard';
import { PasswordNotice } from '../connections/password-notice';
import { commands, views } from '../contributions';
import type { Logger } from '../log/logger';
import type { WindowSessions } from '../sessions';
import type { CodeOfQueues } from './code-of-queues';
import { actionHandlers } from './commands/action-handlers';
import { AddCommands } from './commands/add-commands';
import { CauseCommands } from './commands/cause-commands';
import { CodeCommands } from './commands/code-commands';
import { RemedyCommands } from './commands/remedy-commands';
import { showConnections } from './commands/show-connections';
import { ConnectionCommands } from './commands/connection-commands';
import { EditCommands } from './commands/edit-commands';
import { ExportCommands } from './commands/export-commands';
import { FindCommands } from './commands/find-commands';
import { FrameCommands } from './commands/frame-commands';
import { JobActions } from './commands/job-actions';
import { JobCommands } from './commands/job-commands';
import { QueueActions } from './commands/queue-actions';
import { RetryCommands } from './commands/retry-commands';
import { Targets } from './commands/targets';
import { WatchCommands } from './commands/watch-commands';
import { FailedCount } from './failed-count';
import { FrameChoices } from './jobs/frame-choices';
import { FrameLinks } from './jobs/frame-links';
import { FramePlaces } from './jobs/frame-places';
import { JobDocuments } from './jobs/job-documents';
import { registerFoldings } from './jobs/job-foldings';
import type { Node } from './nodes/node';
import { QueuesTree } from './queues-tree';
import { Reports } from './reports';
import { SettingProblems } from './setting-problems';

/** Builds the sidebar. It watches the sessions while its view is visible. */
export function createSidebar(
  { store, sessions, watchers, refresher }: WindowSessions,
  code: CodeOfQueues,
  storage: vscode.Memento,
  log: Logger,
) {
  const wizard = new ConnectionWizard(store);
  const tree = new QueuesTree(sessions, code);
  const view = vscode.window.createTreeView<Node>(views.queues, {
    treeDataProvider: tree,
    canSelectMany: true,
    showCollapseAll: true,
  });
  tree.follow(view);
  const documents = new JobDocuments(sessions);
  const targets = new Targets(tree);
  const onConnections = new ConnectionCommands(store, wizard, sessions);
  const onJobs = new JobCommands(tree, view, documents);
  const reports = new Reports();
  const onCode = new CodeCommands(code, documents);
  const onCauses = new CauseCommands(tree, view, log);
  const onWatches = new WatchCommands(reports);
  const onRemedies = new RemedyCommands(code, log);
  const onExport = new ExportCommands();
  const onFind = new FindCommands(tree, view, sessions, log);
  const onRetry = new RetryCommands(tree, documents);
  const onActions = new JobActions(tree, documents);
  const onQueues = new QueueActions(tree);
  const onEdits = new EditCommands(tree, documents);
  const onAdds = new AddCommands(tree, sessions);
  const choices = new FrameChoices(storage);
  const places = new FramePlaces(choices, log);
  const onFrames = new FrameCommands(places, choices);
  const parts = [
    new FailedCount(view, sessions),
    new PasswordNotice(store, log),
    new SettingProblems(view, log),
    watchers.addView(view),
    documents,
    choices,
    FrameLinks.register(places, choices),
    registerFoldings(),
    reports,
    onRemedies,
    onWatches,
    onEdits,
    onAdds,
    view,
    tree,
  ];

  return {
    disposable: vscode.Disposable.from(...parts),
    handlers: {
      [commands.addConnection]: () => onConnections.add(),
      [commands.editConnection]: on(targets.connectionOrNone, onConnections.edit),
      [commands.enterPassword]: on(targets.connectionOrNone, onConnections.enterPassword),
      [commands.removeConnection]: on(targets.connectionOrNone, onConnections.remove),
      [commands.disconnect]: on(targets.connectionOrNone, onConnections.disconnect),
      [commands.reconnect]: on(targets.connectionOrNone, onConnections.reconnect),
      [commands.makeReadOnly]: on(targets.connectionOrNone, onConnections.makeReadOnly),
      [commands.allowChanges]: on(targets.connectionOrNone, onConnections.allowChanges),
      [commands.showConnections]: on(targets.connection, ({ session }) => showConnections(session, code, reports)),
      [commands.watchQueues]: on(targets.connection, onWatches.watchQueues),
      [commands.stopSearch]: on(targets.connection, onConnections.stopSearch),
      [commands.findJobs]: on(targets.searchable, onFind.find),
      [commands.stopFindingJobs]: on(targets.search, onFind.stop),
      [commands.findJobsAgain]: on(targets.search, onFind.again),
      [commands.closeFoundJobs]: on(targets.search, onFind.close),
      [commands.exportJobs]: on(targets.exportable, onExport.export),
      [commands.refresh]: () => refresher.refreshAll(),
      ...actionHandlers(targets, { onRetry, onActions, onQueues, onEdits, onAdds }),
      [commands.showByCause]: on(targets.state, onCauses.showBy('cause')),
      [commands.showByTime]: on(targets.state, onCauses.showBy('time')),
      [commands.goToRemedy]: on(targets.cause, onRemedies.goToRemedy),
      [commands.showCauses]: on(targets.connection, onCauses.showAll),
      [commands.hideCauses]: on(targets.allCauses, onCauses.hideAll),
      [commands.openCausePage]: on(targets.anyCause, onCauses.openPage),
      [commands.copyPattern]: on(targets.anyCause, onCauses.copyPattern),
      [commands.openJob]: on(targets.job, onJobs.open),
      [commands.openWholeJob]: on(targets.jobOrDocument, onJobs.openWhole),
      [commands.loadMoreJobs]: on(targets.loadMore, onJobs.loadMore),
      [commands.revealQueue]: on(targets.shown, onJobs.revealQueue),
      [commands.goToQueue]: on(targets.ofQueue, onCode.goToQueue),
      [commands.goToProcessor]: on(targets.ofQueue, onCode.goToProcessor),
      [commands.goToFrame]: on(targets.frame, onFrames.goTo),
      [commands.findProducers]: on(targets.ofQueue, onCode.findProducers),
    } satisfies Record<string, CommandHandler>,
  };
}
