import * as vscode from 'vscode';
import { JOB_SCHEME } from '../../contributions';
import { foldings } from '../../job-text/foldings';

/**
 * Folds the documents of jobs. VS Code folds by itself what is said to be imports, where `editor.foldingImportsByDefault`
 * is set (package.json, configurationDefaults): here those are the frames of libraries in stack traces.
 */
export function registerFoldings(): vscode.Disposable {
  return vscode.languages.registerFoldingRangeProvider({ scheme: JOB_SCHEME }, { provideFoldingRanges });
}

function provideFoldingRanges(document: vscode.TextDocument): vscode.FoldingRange[] {
  return foldings(document.getText()).map(
    ({ start, end, isOfLibraries }) =>
      new vscode.FoldingRange(start, end, isOfLibraries ? vscode.FoldingRangeKind.Imports : undefined),
  );
}
