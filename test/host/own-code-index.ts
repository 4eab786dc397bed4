import { join } from 'node:path';
import * as vscode from 'vscode';
import { CodeIndex } from '../../src/editor/code-index';
import { IndexStore } from '../../src/editor/index-store';
import { LintProjects } from '../../src/editor/lint-projects';
import { silent } from '../../src/log/logger';
import { OutputLog } from '../../src/output-log';

/** An index of the window's folder beside the extension's own, with a thread of its own; it remembers nothing. */
export function ownCodeIndex(): { readonly code: CodeIndex; readonly disposable: vscode.Disposable } {
  const log = new OutputLog();
  const { extensionPath } = vscode.extensions.getExtension('bull-lens.bull-lens')!;
  const projects = new LintProjects(log, join(extensionPath, 'dist/lint-thread.js'));
  const code = new CodeIndex(projects, new IndexStore(undefined, silent), silent);
  return { code, disposable: vscode.Disposable.from(code, projects, log) };
}
