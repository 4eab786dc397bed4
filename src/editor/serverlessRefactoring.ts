import * as vscode from 'vscode';
import { languages } from './languages';
import type { BullDocument, LintProjects } from './lintProjects';
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
    const offered = await fixTitles(bull, places, selection);
    const fixes = await project.ask(path, (context) => {
      const queue = context.constructions.find(({ node }) =>
        places.range({ file: path, start: node.getStart(), end: node.end }).contains(selection),
      );
      return queue ? project.engine.serverlessSettingsFixes(queue, context) : [];
    });
    const others = (fixes ?? []).filter(({ title }) => !offered.has(title));
    return others.map((fix) => {
      const action = new vscode.CodeAction(fix.title, KIND);
      action.edit = workspaceEdit(fix, project.files);
      return action;
    });
  }
}

/** What is in the menu already, as the quick fix of a finding. */
async function fixTitles(
  { project, path }: BullDocument,
  places: Places,
  selection: vscode.Range,
): Promise<ReadonlySet<string>> {
  const { findings } = await project.lint(path);
  const here = findings.filter((finding) => places.range(finding).intersection(selection));
  return new Set(here.flatMap((finding) => finding.fixes().map(({ title }) => title)));
}
