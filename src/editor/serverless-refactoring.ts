import * as vscode from 'vscode';
import { completing } from '../walkthrough';
import { languages } from './languages';
import type { LintProjects } from './lint-projects';
import { fromRange } from './places';
import { workspaceEdit } from './workspace-edit';

const KIND = vscode.CodeActionKind.RefactorRewrite;

/** *Insert serverless settings* on any queue, whether or not there is a finding to fix. */
export class ServerlessRefactoring implements vscode.CodeActionProvider {
  static register(projects: LintProjects): vscode.Disposable {
    const provider = new ServerlessRefactoring(projects);
    return vscode.languages.registerCodeActionsProvider(languages, provider, { providedCodeActionKinds: [KIND] });
  }

  constructor(private readonly projects: LintProjects) {}

  async provideCodeActions(
    document: vscode.TextDocument,
    selection: vscode.Range,
    { only }: vscode.CodeActionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeAction[]> {
    if (only && !only.intersects(KIND)) return [];
    const bull = this.projects.bullDocument(document);
    if (!bull) return [];
    const fixes = await bull.project.serverlessFixes(bull.path, fromRange(selection), token);
    return (fixes ?? []).map((fix) => {
      const action = new vscode.CodeAction(fix.title, KIND);
      action.edit = workspaceEdit(fix, bull.project.files);
      action.command = completing('appliedFix', fix.title);
      return action;
    });
  }
}
