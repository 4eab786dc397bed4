import * as vscode from 'vscode';
import type { FixesAt, PlacedFix } from '../lint-thread/answers';
import { completing } from '../walkthrough';
import { languages } from './languages';
import type { BullDocument, LintProjects } from './lint-projects';
import type { LiveDiagnostics } from './live-diagnostics';
import type { ObservedDurations } from './observed-durations';
import { fromRange, toRange } from './places';
import { isFinding } from './to-diagnostic';
import { workspaceEdit } from './workspace-edit';

const { QuickFix, RefactorRewrite } = vscode.CodeActionKind;

/**
 * What the light bulb offers, made of the text as it is now: the fixes of each finding under the cursor, and *Insert
 * serverless settings* on any queue. VS Code asks each provider after every keystroke and every move of the cursor, so it is
 * one for all of them, with one question for the linter's thread, and none where nothing is.
 */
export class CodeActions implements vscode.CodeActionProvider {
  static register(
    projects: LintProjects,
    diagnostics: Pick<LiveDiagnostics, 'mayBeFixable'>,
    observed: Pick<ObservedDurations, 'codeActions'>,
  ): vscode.Disposable {
    const provider = new CodeActions(projects, diagnostics, observed);
    return vscode.languages.registerCodeActionsProvider(languages, provider, {
      providedCodeActionKinds: [QuickFix, RefactorRewrite],
    });
  }

  private constructor(
    private readonly projects: LintProjects,
    private readonly live: Pick<LiveDiagnostics, 'mayBeFixable'>,
    private readonly observed: Pick<ObservedDurations, 'codeActions'>,
  ) {}

  async provideCodeActions(
    document: vscode.TextDocument,
    selection: vscode.Range,
    { only, diagnostics }: vscode.CodeActionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeAction[]> {
    const isWanted = (kind: vscode.CodeActionKind): boolean => !only || only.intersects(kind);
    const observed = isWanted(QuickFix) ? this.observed.codeActions(document, diagnostics) : [];
    if (!this.live.mayBeFixable(document, selection)) return observed;
    const bull = this.projects.bullDocument(document);
    const fixes = await bull?.project.fixes(bull.path, fromRange(selection), token);
    if (!bull || !fixes) return observed;
    return [
      ...observed,
      ...(isWanted(RefactorRewrite) ? fixes.serverless.map((fix) => applying(fix, RefactorRewrite, bull)) : []),
      ...(isWanted(QuickFix) ? quickFixes(fixes, diagnostics, bull) : []),
    ];
  }
}

function quickFixes(
  { quickFixes }: FixesAt,
  diagnostics: readonly vscode.Diagnostic[],
  bull: BullDocument,
): vscode.CodeAction[] {
  return quickFixes.map(({ rule, range, fix }) => {
    const mended = diagnostics.filter((diagnostic) => isFinding(diagnostic, rule, toRange(range)));
    const changes = fix.edits.length > 0 || fix.newFiles.length > 0;
    const action = changes ? applying(fix, QuickFix, bull) : new vscode.CodeAction(fix.title, QuickFix);
    if (!changes) action.command = openPage(mended[0]);
    action.isPreferred = fix.isPreferred;
    action.diagnostics = mended;
    return action;
  });
}

function applying(fix: PlacedFix, kind: vscode.CodeActionKind, { project }: BullDocument): vscode.CodeAction {
  const action = new vscode.CodeAction(fix.title, kind);
  action.edit = workspaceEdit(fix, project.files);
  action.command = completing('appliedFix', fix.title);
  return action;
}

/** Where the menu only says why there is no fix, the rule's page says more. */
function openPage(diagnostic: vscode.Diagnostic | undefined): vscode.Command | undefined {
  const { code } = diagnostic ?? {};
  const isLink = typeof code === 'object' && code !== null;
  return isLink ? { command: 'vscode.open', title: 'Open the page of the rule', arguments: [code.target] } : undefined;
}
