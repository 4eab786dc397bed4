import assert from 'node:assert/strict';
import * as vscode from 'vscode';

/** The button that VS Code gives to each box. */
const CANCEL = 'Cancel';

/** Progress that VS Code would show in a notification. */
export interface ShownProgress {
  readonly title: string;
  readonly message: string;
  readonly cancel: () => void;
}

/** A person in front of VS Code's boxes. */
export class Person {
  readonly asked: { readonly message: string; readonly detail: string; readonly buttons: readonly string[] }[] = [];
  readonly told: string[] = [];
  /** The buttons of the notifications, which stay until they are clicked. */
  private readonly offered = new Map<string, () => void>();
  /** What is under way, and what was. */
  readonly progress: ShownProgress[] = [];
  private readonly real = Object.fromEntries(
    Object.entries(vscode.window).filter(([name]) => name.startsWith('show') || name === 'withProgress'),
  );

  /** @param answers the button or item that is chosen in a box, or what is written there, one after the other */
  constructor(private readonly answers: string[]) {
    const box = async (message: string, ...rest: readonly unknown[]) => {
      const options = rest.find((part): part is vscode.MessageOptions => typeof part === 'object');
      const buttons = rest.filter((part) => typeof part === 'string');
      if (!options?.modal) return this.tell(message, buttons);
      this.asked.push({ message, detail: options.detail ?? '', buttons });
      const answer = this.answers.shift() ?? assert.fail(`nobody answers ${message}`);
      if (answer === CANCEL) return undefined;
      return buttons.find((button) => button === answer) ?? assert.fail(`no ${answer} among ${buttons.join(', ')}`);
    };
    Object.assign(vscode.window, {
      showWarningMessage: box,
      showInformationMessage: box,
      showQuickPick: async (items: readonly vscode.QuickPickItem[]) => {
        const answer = this.answers.shift();
        const labels = items.map(({ label }) => label);
        return items.find(({ label }) => label === answer) ?? assert.fail(`no ${answer} among ${labels.join(', ')}`);
      },
      showInputBox: async () => this.answers.shift(),
      withProgress: (
        { title = '' }: vscode.ProgressOptions,
        task: Parameters<typeof vscode.window.withProgress>[1],
      ) => {
        const source = new vscode.CancellationTokenSource();
        const shown = { title, message: '', cancel: () => source.cancel() };
        this.progress.push(shown);
        return task({ report: ({ message = '' }) => (shown.message = message) }, source.token);
      },
    });
  }

  /** Clicks a button of a notification. */
  click(button: string): void {
    const choose = this.offered.get(button) ?? assert.fail(`no ${button} among ${[...this.offered.keys()].join(', ')}`);
    this.offered.delete(button);
    choose();
  }

  leave(): void {
    Object.assign(vscode.window, this.real);
  }

  private tell(message: string, buttons: readonly string[]): Promise<string | undefined> {
    this.told.push(message);
    if (buttons.length === 0) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      for (const button of buttons) this.offered.set(button, () => resolve(button));
    });
  }
}
