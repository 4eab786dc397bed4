import * as vscode from 'vscode';
import type { PlacedFinding } from '../lint-thread/answers';
import type { LintProjects } from './lint-projects';
import type { LiveDiagnostics } from './live-diagnostics';
import { showInformationMessage, withProgress } from '../messages';

/** *Lint Workspace*: every file of every folder; what is found stays in the Problems panel and is kept true. */
export async function lintWorkspace(projects: LintProjects, diagnostics: LiveDiagnostics): Promise<void> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0) {
    void showInformationMessage('Open a folder to lint its files. Open files are linted as you type.');
    return;
  }
  const tally = new Tally();
  const isDone = await withProgress({ title: 'Linting', cancellable: true }, async (progress, token) => {
    for (const folder of folders) {
      const report = (path: string, findings: readonly PlacedFinding[]): void => {
        tally.add(findings);
        progress.report({ message: vscode.workspace.asRelativePath(folder.uri.with({ path })) });
      };
      await diagnostics.showWhole(folder.uri, report, token);
      const files = await projects.projectOf(folder.uri).sourceFileCount();
      tally.files += files;
    }
    return !token.isCancellationRequested;
  });
  if (!isDone) return;
  const show = 'Show Problems';
  const message = `Linted ${tally.toString()}.`;
  const chosen = await showInformationMessage(message, ...(tally.hasFindings ? [show] : []));
  if (chosen === show) await vscode.commands.executeCommand('workbench.actions.view.problems');
}

class Tally {
  files = 0;
  private readonly counts = new Map<PlacedFinding['severity'], number>();

  get hasFindings(): boolean {
    return this.counts.size > 0;
  }

  add(findings: readonly PlacedFinding[]): void {
    for (const { severity } of findings) this.counts.set(severity, (this.counts.get(severity) ?? 0) + 1);
  }

  /** `214 files: 3 errors, 5 warnings`. */
  toString(): string {
    const severities = [
      [this.counts.get('error'), 'error'],
      [this.counts.get('warning'), 'warning'],
      [this.counts.get('information'), 'note'],
      [this.counts.get('hint'), 'hint'],
    ] as const;
    const parts = severities.flatMap(([count, noun]) => (count ? [counted(count, noun)] : []));
    return `${counted(this.files, 'file')}: ${parts.join(', ') || 'nothing to report'}`;
  }
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}
