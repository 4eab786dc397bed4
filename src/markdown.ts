import * as vscode from 'vscode';
import { plainMarkdown } from './plain-text';

/** Markdown of which we wrote every character. */
export function ourMarkdown(text: string): vscode.MarkdownString {
  return new vscode.MarkdownString(text);
}

/** Markdown that we wrote, with text of others in its places, which stays text; no place may stand between backticks. */
export function markdown(ours: TemplateStringsArray, ...others: readonly (string | number)[]): vscode.MarkdownString {
  return new vscode.MarkdownString(String.raw({ raw: ours }, ...others.map((text) => plainMarkdown(`${text}`))));
}

/** Text of others as a block of code, for what needs its columns. */
export function codeBlock(text: string): vscode.MarkdownString {
  return new vscode.MarkdownString().appendCodeblock(text, 'text');
}
