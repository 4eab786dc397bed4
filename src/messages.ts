import * as vscode from 'vscode';
import { plainText } from './plain-text';

/**
 * VS Code's boxes, as VS Code calls them, for words of which somebody else may have written a part: whatever is handed
 * in is shown as text. ESLint allows them nowhere else, so that no caller has to think of it.
 */

type Box = typeof vscode.window.showInformationMessage;

interface PlainBox {
  <T extends string>(message: string, ...buttons: T[]): Thenable<T | undefined>;
  <T extends string>(message: string, options: vscode.MessageOptions, ...buttons: T[]): Thenable<T | undefined>;
}

function plain(kind: 'showInformationMessage' | 'showWarningMessage' | 'showErrorMessage'): PlainBox {
  return <T extends string>(message: string, ...rest: (vscode.MessageOptions | T)[]) => {
    const { detail, ...options } = rest.find((part) => typeof part === 'object') ?? {};
    const buttons = rest.filter((part) => typeof part === 'string');
    const show: Box = vscode.window[kind];
    return show(plainText(message), { ...options, ...(detail && { detail: plainText(detail) }) }, ...buttons);
  };
}

export const showInformationMessage = plain('showInformationMessage');
export const showWarningMessage = plain('showWarningMessage');
export const showErrorMessage = plain('showErrorMessage');

/** Runs with a notification that says `title` and, after it, the message that was reported last. */
export function withProgress<T>(
  { title, cancellable = false }: { readonly title: string; readonly cancellable?: boolean },
  task: (
    progress: vscode.Progress<{ message?: string; increment?: number }>,
    token: vscode.CancellationToken,
  ) => Thenable<T>,
): Thenable<T> {
  const options = { location: vscode.ProgressLocation.Notification, title: plainText(title), cancellable };
  return vscode.window.withProgress(options, (progress, token) => {
    const report: typeof progress.report = ({ message, ...rest }) =>
      progress.report({ ...rest, ...(message !== undefined && { message: plainText(message) }) });
    return task({ report }, token);
  });
}

/**
 * A question stays until it is answered or left: a menu or a page that led to it may take the focus back a moment later,
 * and what is to be written may have to be fetched from another window.
 */
const STAYS = { ignoreFocusOut: true } as const;

export interface InputBoxOptions extends vscode.InputBoxOptions {
  /** Why the value cannot be taken; undefined where it can. */
  validateInput?: (this: void, value: string) => string | undefined;
}

export function showInputBox({ prompt, validateInput, ...options }: InputBoxOptions): Thenable<string | undefined> {
  const said = (text: string | undefined) => text && plainText(text);
  return vscode.window.showInputBox({
    ...options,
    ...STAYS,
    prompt: said(prompt),
    ...(validateInput && { validateInput: (value: string) => said(validateInput(value)) }),
  });
}

/** @returns the item itself that was picked. */
export async function showQuickPick<T extends vscode.QuickPickItem>(
  items: readonly T[],
  options: vscode.QuickPickOptions,
): Promise<T | undefined> {
  const shown = items.map((item) => ({
    ...item,
    label: plainText(item.label),
    description: item.description && plainText(item.description),
    detail: item.detail && plainText(item.detail),
    item,
  }));
  return (await vscode.window.showQuickPick(shown, { ...options, ...STAYS }))?.item;
}

export interface ChoicesOptions<T> {
  readonly title: string;
  readonly placeHolder: string;
  /** What can be chosen, by what is written. `text` is written in place of a choice that is only a beginning. */
  readonly choices: (written: string) => readonly T[];
  /** What changes the choices when it has been done; they are shown before. */
  readonly until: () => Promise<void>;
}

/** A box in which is written what is wanted; below it, what that can mean. */
export function showChoices<T extends { readonly label: string; readonly description: string; text: string | null }>({
  title,
  placeHolder,
  choices,
  until,
}: ChoicesOptions<T>): Promise<T | undefined> {
  const box = vscode.window.createQuickPick<vscode.QuickPickItem & { readonly choice: T }>();
  box.title = plainText(title);
  box.placeholder = placeHolder;
  box.ignoreFocusOut = STAYS.ignoreFocusOut;
  const show = () => {
    box.items = choices(box.value).map((choice) => ({
      ...{ label: plainText(choice.label), description: plainText(choice.description), alwaysShow: true, choice },
    }));
  };
  return new Promise((resolve) => {
    box.onDidChangeValue(show);
    box.onDidAccept(() => {
      const [item] = box.selectedItems;
      if (!item) return;
      if (item.choice.text !== null) {
        box.value = item.choice.text;
        return show();
      }
      resolve(item.choice);
      box.hide();
    });
    box.onDidHide(() => {
      resolve(undefined);
      box.dispose();
    });
    show();
    box.show();
    until().then(show, show);
  });
}
