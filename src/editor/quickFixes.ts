import * as vscode from 'vscode';
import type { Finding, Fix } from '../lint';
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
    const action = (fix: Fix, finding: Finding): vscode.CodeAction => {
      const made = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
      made.isPreferred = fix.isPreferred;
      made.edit = workspaceEdit(fix, project.files);
      made.diagnostics = diagnostics.filter((diagnostic) => isOf(diagnostic, finding, places));
      return made;
    };
    const here = findings.filter((finding) => places.range(finding).intersection(selection));
    const fixes = here.flatMap((finding) => finding.fixes().map((fix) => action(fix, finding)));
    const disables = here.flatMap((finding) =>
      project.engine.disableFixes(finding, document.getText()).map((fix) => action(fix, finding)),
    );
    return [...fixes, ...disables];
  }
}

function isOf({ code, range }: vscode.Diagnostic, finding: Finding, places: Places): boolean {
  return typeof code === 'object' && code.value === finding.rule && range.isEqual(places.range(finding));
}
