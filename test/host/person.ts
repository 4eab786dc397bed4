import assert from 'node:assert/strict';
import * as vscode from 'vscode';

/** A person in front of VS Code's boxes. */
export class Person {
  readonly asked: { readonly message: string; readonly detail: string; readonly buttons: readonly string[] }[] = [];
  readonly told: string[] = [];
  private readonly real = Object.fromEntries(Object.entries(vscode.window).filter(([name]) => name.startsWith('show')));

  /** @param answers the beginning of the button or item that is chosen, or what is written, one after the other */
  constructor(private readonly answers: string[]) {
    const box = async (message: string, ...rest: readonly unknown[]) => {
      const options = rest.find((part): part is vscode.MessageOptions => typeof part === 'object');
      const buttons = rest.filter((part) => typeof part === 'string');
      if (!options?.modal) return void this.told.push(message);
      this.asked.push({ message, detail: options.detail ?? '', buttons });
      const answer = this.answers.shift() ?? assert.fail(`nobody answers ${message}`);
      return buttons.find((button) => button === answer) ?? assert.fail(`no ${answer} among ${buttons.join(', ')}`);
    };
    Object.assign(vscode.window, {
      showWarningMessage: box,
      showInformationMessage: box,
      showQuickPick: async (items: readonly vscode.QuickPickItem[]) => {
        const answer = this.answers.shift();
        return items.find(({ label }) => label === answer) ?? assert.fail(`no ${answer}`);
      },
      showInputBox: async () => this.answers.shift(),
    });
  }

  leave(): void {
    Object.assign(vscode.window, this.real);
  }
}
