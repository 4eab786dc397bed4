import * as vscode from 'vscode';
import type { PlacedFinding } from '../lint-thread/answers';
import type { EditorFiles } from './editor-files';
import { toRange } from './places';

export const SOURCE = 'Bull Lens';

export const severities: Readonly<Record<PlacedFinding['severity'], vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

export function toDiagnostic(finding: PlacedFinding, files: EditorFiles): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(toRange(finding.range), finding.message, severities[finding.severity]);
  diagnostic.source = SOURCE;
  diagnostic.code = { value: finding.rule, target: vscode.Uri.parse(finding.page) };
  diagnostic.relatedInformation = finding.related.map(({ file, range, message }) => {
    const location = new vscode.Location(files.uri(file), toRange(range));
    return new vscode.DiagnosticRelatedInformation(location, message);
  });
  if (finding.unnecessary) diagnostic.tags = [vscode.DiagnosticTag.Unnecessary];
  return diagnostic;
}

/** Whether a diagnostic is that finding of ours. */
export function isFinding({ source, code, range }: vscode.Diagnostic, rule: string, place: vscode.Range): boolean {
  return source === SOURCE && typeof code === 'object' && code.value === rule && range.isEqual(place);
}
