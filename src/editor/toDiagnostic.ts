import * as vscode from 'vscode';
import type { Finding } from '../lint';
import type { Places } from './places';

export const SOURCE = 'Bull Lens';

const severities: Readonly<Record<Finding['severity'], vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

/** `rulePage` gives the address of a rule's page. */
export function toDiagnostic(finding: Finding, places: Places, rulePage: (id: string) => string): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(places.range(finding), finding.message, severities[finding.severity]);
  diagnostic.source = SOURCE;
  diagnostic.code = { value: finding.rule, target: vscode.Uri.parse(rulePage(finding.rule)) };
  diagnostic.relatedInformation = finding.related.map(
    (related) => new vscode.DiagnosticRelatedInformation(places.location(related), related.message),
  );
  if (finding.unnecessary) diagnostic.tags = [vscode.DiagnosticTag.Unnecessary];
  return diagnostic;
}
