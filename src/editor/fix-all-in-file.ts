import * as vscode from 'vscode';
import { languages } from './languages';
import type { LintProjects } from './lint-projects';
import { workspaceEdit } from './workspace-edit';

/** So that `editor.codeActionsOnSave` can name it, alone or as part of `source.fixAll`. */
const KIND = vscode.CodeActionKind.SourceFixAll.append('bullLens');

/** "Fix all" in one file: every preferred fix of its findings, as one action. */
export class FixAllInFile implements vscode.CodeActionProvider {
  static register(projects: LintProjects): vscode.Disposable {
    const provider = new FixAllInFile(projects);
    return vscode.languages.registerCodeActionsProvider(languages, provider, { providedCodeActionKinds: [KIND] });
  }

  constructor(private readonly projects: LintProjects) {}

  async provideCodeActions(
    document: vscode.TextDocument,
    _range: vscode.Range,
    { only }: vscode.CodeActionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeAction[]> {
    // Costs several lints, so it is offered only to those who ask for it.
    if (!only?.contains(KIND)) return [];
    const bull = this.projects.bullDocument(document);
    if (!bull) return [];
    const fixed = await bull.project.fixAll([bull.path], token);
    if (!fixed || fixed.titles.size === 0) return [];
    const action = new vscode.CodeAction('Fix all Bull Lens findings', KIND);
    action.edit = workspaceEdit(fixed, bull.project.files);
    return [action];
  }
}
