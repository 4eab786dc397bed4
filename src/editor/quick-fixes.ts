import * as vscode from 'vscode';
import { completing } from '../walkthrough';
import { languages } from './languages';
import type { LintProjects } from './lint-projects';
import { fromRange, toRange } from './places';
import { isFinding } from './to-diagnostic';
import { workspaceEdit } from './workspace-edit';

/** The fixes of each finding under the cursor, made of the text as it is now; the preferred one first. */
export class QuickFixes implements vscode.CodeActionProvider {
  static register(projects: LintProjects): vscode.Disposable {
    const providedCodeActionKinds = [vscode.CodeActionKind.QuickFix];
    return vscode.languages.registerCodeActionsProvider(languages, new QuickFixes(projects), {
      providedCodeActionKinds,
    });
  }

  constructor(private readonly projects: LintProjects) {}

  async provideCodeActions(
    document: vscode.TextDocument,
    selection: vscode.Range,
    context: vscode.CodeActionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeAction[]> {
    const bull = this.projects.bullDocument(document);
    if (!bull) return [];
    const offered = await bull.project.quickFixes(bull.path, fromRange(selection), token);
    return (offered ?? []).map(({ rule, range, fix }) => {
      const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
      action.isPreferred = fix.isPreferred;
      action.diagnostics = context.diagnostics.filter((diagnostic) => isFinding(diagnostic, rule, toRange(range)));
      if (fix.edits.length > 0 || fix.newFiles.length > 0) {
        action.edit = workspaceEdit(fix, bull.project.files);
        action.command = completing('appliedFix', fix.title);
      } else action.command = openPage(action.diagnostics[0]);
      return action;
    });
  }
}

/** Where the menu only says why there is no fix, the rule's page says more. */
function openPage(diagnostic: vscode.Diagnostic | undefined): vscode.Command | undefined {
  const { code } = diagnostic ?? {};
  const isLink = typeof code === 'object' && code !== null;
  return isLink ? { command: 'vscode.open', title: 'Open the page of the rule', arguments: [code.target] } : undefined;
}
