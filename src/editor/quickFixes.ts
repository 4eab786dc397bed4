import * as vscode from 'vscode';
import type { Finding } from '../lint';
import { languages } from './languages';
import type { LintProjects } from './lintProjects';
import { Places } from './places';
import { SOURCE } from './toDiagnostic';
import { workspaceEdit } from './workspaceEdit';

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
  ): Promise<vscode.CodeAction[]> {
    const diagnostics = context.diagnostics.filter(({ source }) => source === SOURCE);
    const bull = await this.projects.bullDocument(document);
    if (!bull) return [];
    const { project, path } = bull;
    const { findings } = await project.lint(path);
    const places = new Places(project.files);
    const here = findings.filter((finding) => places.range(finding).intersection(selection));
    const shown = (finding: Finding): vscode.Diagnostic[] =>
      diagnostics.filter(
        (diagnostic) => ruleOf(diagnostic) === finding.rule && diagnostic.range.isEqual(places.range(finding)),
      );

    const fixes = here.flatMap((finding) =>
      finding.fixes().map((fix) => {
        const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
        action.isPreferred = fix.isPreferred;
        action.diagnostics = shown(finding);
        action.edit = workspaceEdit(fix, project.files);
        return action;
      }),
    );
    const disables = here.flatMap((finding) =>
      project.disables(finding).map((fix) => {
        const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
        action.diagnostics = shown(finding);
        action.edit = workspaceEdit(fix, project.files);
        return action;
      }),
    );
    return [...fixes, ...disables];
  }
}

function ruleOf({ code }: vscode.Diagnostic): unknown {
  return typeof code === 'object' ? code.value : code;
}
