import * as vscode from 'vscode';
import { budgetComment, OBSERVED_DURATION, observedDuration, type BudgetComment } from '../link/observed-duration';
import { repositoryPage } from '../repository-page';
import type { PlacedQueue } from '../lint-thread/answers';
import { inBackground } from '../log/in-background';
import type { Logger } from '../log/logger';
import { plainText } from '../plain-text';
import type { WindowSessions } from '../sessions';
import { readLintSettings } from '../settings';
import type { CodeIndex } from './code-index';
import type { MeasuredQueues } from './measured-queues';
import { toRange } from './places';
import { isFinding, severities, SOURCE } from './to-diagnostic';

/** From a change to the look at what it means, in ms. */
const PAUSE = 200;

/**
 * Says at constructions in open documents that their jobs took longer in Redis than their lock lasts. Redis is asked
 * once for each queue whose construction is on the screen.
 */
export class ObservedDurations implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('bullLens.observed');
  private readonly subscriptions: vscode.Disposable;
  /** What VS Code was told last, by document. */
  private readonly told = new Map<vscode.TextDocument, string>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly code: CodeIndex,
    sessions: WindowSessions['sessions'],
    watchers: WindowSessions['watchers'],
    private readonly measured: MeasuredQueues,
    private readonly log: Logger,
  ) {
    const lookSoon = (): void => this.lookSoon();
    this.subscriptions = vscode.Disposable.from(
      measured.onDidChange(lookSoon),
      code.onDidChange(lookSoon),
      sessions.onDidChangeList(lookSoon),
      sessions.onDidChange(lookSoon),
      watchers.onDidChange(lookSoon),
      vscode.window.onDidChangeVisibleTextEditors(lookSoon),
      vscode.workspace.onDidCloseTextDocument((document) => this.tell(document, [])),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('bullLens.rules')) this.lookSoon();
      }),
      this.collection,
    );
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.subscriptions.dispose();
  }

  private lookSoon(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      for (const document of vscode.workspace.textDocuments) this.show(document);
      const seen = () => vscode.window.visibleTextEditors.flatMap(({ document }) => this.queuesIn(document));
      inBackground(this.log, 'How long jobs took could not be read.', this.measured.measure(seen));
    }, PAUSE);
  }

  private show(document: vscode.TextDocument): void {
    const measured = this.measured.all;
    // Until the code is read again, VS Code moves what is shown with what is typed.
    if (measured.length > 0 && this.told.has(document) && !this.code.isTrueOf(document)) return;
    const diagnostics = this.queuesIn(document).flatMap((queue) => {
      const observed = observedDuration(queue, measured);
      return observed ? [diagnosticOf(queue, observed.message, document)] : [];
    });
    this.tell(document, diagnostics);
  }

  /** To declare as the budget what jobs took, made of the text as it is now. */
  codeActions(document: vscode.TextDocument, diagnostics: readonly vscode.Diagnostic[]): vscode.CodeAction[] {
    if (!this.told.has(document)) return [];
    return this.queuesIn(document).flatMap((queue) => {
      const own = diagnostics.filter((each) => isFinding(each, OBSERVED_DURATION, toRange(queue.head)));
      const observed = own.length > 0 ? observedDuration(queue, this.measured.all) : null;
      const comment = observed && budgetComment(queue, observed.longest);
      return comment ? [declaring(comment, own)] : [];
    });
  }

  /** The constructions in a document that something may be said of. */
  private queuesIn(document: vscode.TextDocument): readonly PlacedQueue[] {
    const uri = document.uri.toString();
    const queues = this.code.queues.all.filter(({ file, lock }) => file === uri && lock !== null);
    const isWanted = () => this.code.isTrueOf(document) && severityIn(document) !== 'off';
    return queues.length > 0 && isWanted() ? queues : [];
  }

  private tell(document: vscode.TextDocument, diagnostics: readonly vscode.Diagnostic[]): void {
    const text = JSON.stringify(diagnostics);
    if (text === (this.told.get(document) ?? '[]')) return;
    if (diagnostics.length > 0) this.told.set(document, text);
    else this.told.delete(document);
    this.collection.set(document.uri, diagnostics);
  }
}

function diagnosticOf({ head }: PlacedQueue, message: string, document: vscode.TextDocument): vscode.Diagnostic {
  const severity = severityIn(document);
  const level = severity === 'off' ? vscode.DiagnosticSeverity.Information : severities[severity];
  const diagnostic = new vscode.Diagnostic(toRange(head), plainText(message), level);
  diagnostic.source = SOURCE;
  diagnostic.code = {
    value: OBSERVED_DURATION,
    target: vscode.Uri.parse(repositoryPage(`docs/rules/${OBSERVED_DURATION}.md`)),
  };
  return diagnostic;
}

function declaring(
  { file, range, budget, newText }: BudgetComment,
  diagnostics: vscode.Diagnostic[],
): vscode.CodeAction {
  const action = new vscode.CodeAction(`Declare ${budget} as the job budget`, vscode.CodeActionKind.QuickFix);
  action.diagnostics = diagnostics;
  action.edit = new vscode.WorkspaceEdit();
  action.edit.replace(vscode.Uri.parse(file), toRange(range), newText);
  return action;
}

function severityIn({ uri }: vscode.TextDocument): keyof typeof severities | 'off' {
  return readLintSettings(uri).severities[OBSERVED_DURATION] ?? 'information';
}
