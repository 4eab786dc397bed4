import * as vscode from 'vscode';
import type { FixedFiles } from '../lint-thread/answers';
import { noAnswer } from '../lint-thread/client/lint-thread';
import { digest } from '../lint-thread/digest';
import { showInformationMessage, withProgress } from '../messages';
import { complete } from '../walkthrough';
import type { LintProject } from './lint-project';
import type { LintProjects } from './lint-projects';
import { workspaceEdit } from './workspace-edit';

/** How often fixes are looked for while the files that they change keep changing. */
const MOST_TRIES = 3;

/** *Fix All in Workspace…*: every preferred fix of every file, shown in VS Code's refactor preview before it is applied. */
export async function fixWorkspace(projects: LintProjects): Promise<void> {
  let isFixed = false;
  for (const folder of vscode.workspace.workspaceFolders ?? []) {
    const project = projects.projectOf(folder.uri);
    const fixed = await withProgress({ title: 'Looking for fixes', cancellable: true }, (_progress, token) =>
      currentFixes(project, token),
    );
    if (fixed === 'cancelled') return;
    if (fixed.titles.size === 0) continue;
    isFixed = true;
    // No pause between the look at the documents and here: VS Code refuses the edits once a document is another.
    const edit = workspaceEdit(fixed, project.files, (path) => entry(fixed, path));
    if (await vscode.workspace.applyEdit(edit, { isRefactoring: true })) complete('appliedFix');
  }
  if (!isFixed) void showInformationMessage('Bull Lens has nothing to fix in this workspace.');
}

/** The fixes for the files as they are now. Rejects where the files keep changing. */
async function currentFixes(project: LintProject, token: vscode.CancellationToken): Promise<FixedFiles | 'cancelled'> {
  const paths = await project.bullPaths();
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const fixed = await project.fixAll(paths, token);
    if (token.isCancellationRequested) return 'cancelled';
    if (project.isClosed) throw noAnswer();
    if (fixed && (await isCurrent(fixed, project))) return fixed;
  }
  throw new Error('The files kept changing while fixes were looked for, and nothing was changed. Try again.');
}

/** Whether the edits are for the texts as the editor has them, or as they are on disk. */
async function isCurrent({ bases }: FixedFiles, { files }: LintProject): Promise<boolean> {
  const closed = [...bases.keys()].filter((path) => !files.isOpen(path));
  const read = new Map(await Promise.all(closed.map(async (path) => [path, await files.read(path)] as const)));
  return [...bases].every(([path, base]) => digest(files.openText(path) ?? read.get(path) ?? '') === base);
}

/** How the preview names the changes of a file, and that they wait for a confirmation there. */
function entry({ titles }: FixedFiles, path: string): vscode.WorkspaceEditEntryMetadata {
  return { needsConfirmation: true, label: titles.get(path)?.join('; ') ?? 'Bull Lens' };
}
