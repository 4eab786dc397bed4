import * as vscode from 'vscode';
import { commands } from '../contributions';
import { liveText, type NamedInCode } from '../link/live-queues';
import type { PlacedQueue, TextRange } from '../lint-thread/answers';
import { inBackground } from '../log/in-background';
import type { Logger } from '../log/logger';
import { plainText } from '../plain-text';
import type { WindowSessions } from '../sessions';
import { onDidChangeSettings, readSetting } from '../settings';
import type { CodeIndex } from './code-index';
import { languages } from './languages';
import { liveRedis } from './live-redis';
import type { MeasuredQueues } from './measured-queues';
import { toRange } from './places';

/** The texts change at most once in this time, in ms. */
const PAUSE = 1_000;
/** VS Code puts a question off for so long, in ms, where answers were slow (languageFeatureDebounce.ts: 250²). */
const LONGEST_WAIT = 62_500;

/** Above each line of a document the queues that it makes, processes or adds to. */
interface Lens {
  readonly range: TextRange;
  readonly queues: NamedInCode;
}

/**
 * Says above a queue's code what the queue is doing. Answers at once from what the window knows, with a lens for each
 * place in the code, whatever is known of Redis; Redis is asked while one of them is on the screen.
 */
export class QueueLenses implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.changed.event;
  private readonly watcher;
  private readonly subscriptions: vscode.Disposable[];
  /** What VS Code was told last, by document. */
  private readonly told = new Map<vscode.TextDocument, string>();
  /** For which VS Code was told to ask again, and has not yet. */
  private awaited: ReadonlySet<vscode.TextDocument> = new Set();
  /** How long it is waited for, in ms. */
  private patience = PAUSE;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly code: CodeIndex,
    private readonly sessions: WindowSessions['sessions'],
    watchers: WindowSessions['watchers'],
    private readonly measured: Pick<MeasuredQueues, 'all' | 'onDidChange'>,
    log: Logger,
  ) {
    this.watcher = watchers.add();
    const look = (): void => {
      this.watcher.isWatching = this.isOneVisible();
      this.changedSoon();
    };
    this.subscriptions = [
      this.changed,
      this.watcher,
      vscode.languages.registerCodeLensProvider(languages, this),
      code.onDidChange(() => {
        if (code.queues.all.length > 0) inBackground(log, 'The connections could not be read.', sessions.ready());
        look();
      }),
      sessions.onDidChangeList(look),
      sessions.onDidChange(() => this.changedSoon()),
      measured.onDidChange(() => this.changedSoon()),
      vscode.window.onDidChangeVisibleTextEditors(look),
      vscode.window.onDidChangeTextEditorVisibleRanges(look),
      vscode.workspace.onDidCloseTextDocument((document) => this.told.delete(document)),
      onDidChangeSettings(['codeLens'], look),
    ];
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const lenses = this.codeLenses(document);
    this.told.set(document, textOf(lenses));
    if (this.awaited.has(document)) this.wasAsked(document);
    return lenses;
  }

  dispose(): void {
    clearTimeout(this.timer);
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  private codeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const servers = liveRedis(this.sessions);
    return this.lensesOf(document).flatMap(({ range, queues }) => {
      const live = liveText(queues, servers, this.measured.all);
      if (!live) return [];
      const { text, worst } = live;
      const command = { title: plainText(text), command: commands.revealQueue, arguments: [worst ?? 'view'] };
      return [new vscode.CodeLens(toRange(range), command)];
    });
  }

  /** The same ones for as long as the code is: none where there is no connection at all. */
  private lensesOf(document: vscode.TextDocument): readonly Lens[] {
    if (this.sessions.all.length === 0 || !this.code.isTrueOf(document)) return [];
    if (!readSetting('codeLens', document)) return [];
    const uri = document.uri.toString();
    const here = this.code.queues.all.flatMap((queue) => lensesIn(uri, queue));
    const byLine = here.map((lens) => [JSON.stringify([lens.range.start.line, lens.queues]), lens] as const);
    return [...new Map(byLine).values()];
  }

  private isOneVisible(): boolean {
    return vscode.window.visibleTextEditors.some(({ document, visibleRanges }) =>
      this.lensesOf(document).some(({ range }) =>
        visibleRanges.some((visible) => visible.intersection(toRange(range))),
      ),
    );
  }

  private changedSoon(after = PAUSE): void {
    this.timer ??= setTimeout(() => this.tell(), after);
  }

  /**
   * VS Code asks some time after it was told, puts that off when it is told meanwhile, and forgets it where the editor
   * loses the keyboard (codelensController.ts). So it is told once, and again where it did not ask for long.
   */
  private tell(): void {
    this.timer = undefined;
    const documents = vscode.window.visibleTextEditors.map(({ document }) => document);
    const outdated = documents.filter(
      (document) => textOf(this.codeLenses(document)) !== (this.told.get(document) ?? ''),
    );
    this.patience = this.awaited.size > 0 ? Math.min(2 * this.patience, LONGEST_WAIT) : PAUSE;
    this.awaited = new Set(outdated);
    if (outdated.length === 0) return;
    this.changed.fire();
    if (this.awaited.size > 0) this.changedSoon(this.patience);
  }

  private wasAsked(document: vscode.TextDocument): void {
    this.awaited = new Set([...this.awaited].filter((other) => other !== document));
    if (this.awaited.size > 0) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.changedSoon();
  }
}

function lensesIn(uri: string, { file, range, prefixes, names, processors, producers }: PlacedQueue): readonly Lens[] {
  const own = file === uri ? [{ range, queues: { prefixes, names } }] : [];
  const uses = [...processors, ...producers].filter((use) => use.file === uri);
  return [...own, ...uses.map((use) => ({ range: use.range, queues: { prefixes, names: use.queues ?? names } }))];
}

function textOf(lenses: readonly vscode.CodeLens[]): string {
  return lenses.map(({ range, command }) => `${range.start.line} ${command?.title}`).join('\n');
}
