import * as vscode from 'vscode';
import type { FixedFiles } from '../lint-thread/answers';
import type { LintProjects } from './lint-projects';
import { showInformationMessage, withProgress } from '../messages';
import { workspaceEdit } from './workspace-edit';

/** *Fix All in Workspace…*: every preferred fix of every file, shown in VS Code's refactor preview before it is applied. */
export async function fixWorkspace(projects: LintProjects): Promise<void> {
  const edits = await withProgress({ title: 'Looking for fixes', cancellable: true }, async (_progress, token) => {
    const all: vscode.WorkspaceEdit[] = [];
    for (const folder of vscode.workspace.workspaceFolders ?? []) {
      const project = projects.projectOf(folder.uri);
      const fixed = await project.fixAll(await project.bullPaths(), token);
      if (token.isCancellationRequested) return null;
      if (fixed.titles.size > 0) all.push(workspaceEdit(fixed, project.files, (path) => entry(fixed, path)));
    }
    return all;
  });
  if (edits?.length === 0) void showInformationMessage('Bull Lens has nothing to fix in this workspace.');
  for (const edit of edits ?? []) await vscode.workspace.applyEdit(edit, { isRefactoring: true });
}

/** How the preview names the changes of a file, and that they wait for a confirmation there. */
function entry({ titles }: FixedFiles, path: string): vscode.WorkspaceEditEntryMetadata {
  return { needsConfirmation: true, label: titles.get(path)?.join('; ') ?? 'Bull Lens' };
}
