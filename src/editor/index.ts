import * as vscode from 'vscode';
import { commands } from '../contributions';
import type { OutputLog } from '../output-log';
import type { WindowSessions } from '../sessions';
import { CodeActions } from './code-actions';
import { CodeIndex } from './code-index';
import { FixAllInFile } from './fix-all-in-file';
import { fixWorkspace } from './fix-workspace';
import { IndexStore } from './index-store';
import { LintProjects } from './lint-projects';
import { lintWorkspace } from './lint-workspace';
import { LiveDiagnostics } from './live-diagnostics';
import { MeasuredQueues } from './measured-queues';
import { ObservedDurations } from './observed-durations';
import { OptionHover } from './option-hover';
import { QueueHover } from './queue-hover';
import { QueueLenses } from './queue-lenses';

/** The linter in the editor. Loads the engine when a file that mentions bull is open, or a command asks for it. */
export function createEditor(
  { storageUri }: Pick<vscode.ExtensionContext, 'storageUri'>,
  { sessions, watchers }: WindowSessions,
  log: OutputLog,
) {
  const projects = new LintProjects(log);
  const store = new IndexStore(storageUri?.fsPath, log.logger);
  const codeIndex = new CodeIndex(projects, store, log.logger);
  sessions.queuesInCode = () => codeIndex.queues.named;
  // Who looks at queues may ask for their code.
  const wake = (): void => {
    if (watchers.isAnyWatching && sessions.all.length > 0) codeIndex.wake();
  };
  const measured = new MeasuredQueues(sessions, watchers, log.logger);
  const diagnostics = new LiveDiagnostics(projects, log.logger);
  const observed = new ObservedDurations(codeIndex, sessions, watchers, measured, log.logger);
  return {
    codeIndex,
    handlers: {
      [commands.lintWorkspace]: () => lintWorkspace(projects, diagnostics),
      [commands.fixWorkspace]: () => fixWorkspace(projects),
    },
    disposable: vscode.Disposable.from(
      diagnostics,
      CodeActions.register(projects, diagnostics, observed),
      FixAllInFile.register(projects),
      OptionHover.register(projects),
      measured,
      new QueueLenses(codeIndex, sessions, watchers, measured, log.logger),
      QueueHover.register(codeIndex, sessions, measured),
      observed,
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('bullLens')) for (const project of projects.all) project.settingsChanged();
      }),
      watchers.onDidChange(wake),
      sessions.onDidChangeList(wake),
      codeIndex,
      store,
      projects,
    ),
  };
}
