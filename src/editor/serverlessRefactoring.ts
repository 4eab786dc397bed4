import * as vscode from 'vscode';
import { languages } from './languages';
import type { LintProjects } from './lintProjects';
import { Places } from './places';
import { workspaceEdit } from './workspaceEdit';

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
  ): Promise<vscode.CodeAction[]> {
    if (only && !only.intersects(KIND)) return [];
    const bull = await this.projects.bullDocument(document);
    if (!bull) return [];
    const { project, path } = bull;
    const places = new Places(project.files);
    const fixes = await project.ask(path, (context) => {
      const queue = context.constructions.find(({ node }) =>
        places.range({ file: path, start: node.getStart(), end: node.end }).contains(selection),
      );
      return queue ? project.engine.serverlessSettingsFixes(queue, context) : [];
    });
    return (fixes ?? []).map((fix) => {
      const action = new vscode.CodeAction(fix.title, KIND);
      action.edit = workspaceEdit(fix, project.files);
      return action;
    });
  }
}
