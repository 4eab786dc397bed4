import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { waitFor } from '../../support/wait-for';
import { Random } from './random';

/** Long enough for the debounce and the findings, so that two edits are measured over the same time; in ms. */
const WINDOW = 600;

/**
 * Types into two files in turn as a person does, one keystroke at a time, and reports for each how much of the processor
 * the extension host's own thread took for it, in ms: in a file with queues, and in one that has nothing to do with Bull, where all that is done is
 * done by VS Code itself. What else the machine does has no part in that.
 */
export async function measure(): Promise<void> {
  const { BULL_LENS_BENCH_FILES: files, BULL_LENS_BENCH_EDITS: edits, BULL_LENS_BENCH_OUT: out } = process.env;
  assert.ok(files && edits && out, 'The benchmark says what to edit, how often, and where to report');
  const [linted, plain] = JSON.parse(files) as [string, string];
  const plainDocument = await open(plain);
  const document = await open(linted);
  await waitFor(() => findingsOf(document).length > 0, {
    timeout: 120_000,
    message: 'the first diagnostics',
  });
  const random = new Random(1500);
  const times: { linted: number; plain: number }[] = [];
  for (let i = 0; i < Number(edits); i++) {
    await vscode.window.showTextDocument(plainDocument);
    const floor = await busyTime(plainDocument, random);
    await vscode.window.showTextDocument(document);
    times.push({ linted: await busyTime(document, random), plain: floor });
  }
  writeFileSync(out, JSON.stringify(times));
  // The linter has been at it to the end: without its text there is nothing to find.
  const all = new vscode.Range(0, 0, document.lineCount, 0);
  const edit = new vscode.WorkspaceEdit();
  edit.delete(document.uri, all);
  assert.ok(await vscode.workspace.applyEdit(edit));
  await waitFor(() => findingsOf(document).length === 0, { timeout: 120_000, message: 'the findings are gone' });
}

function findingsOf({ uri }: vscode.TextDocument): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Bull Lens');
}

async function open(file: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(file));
  await vscode.window.showTextDocument(document);
  return document;
}

/** Takes the keystroke back afterwards, so that the file stays what it is. */
async function busyTime(document: vscode.TextDocument, random: Random): Promise<number> {
  await delay(WINDOW);
  const before = cpuTime();
  const typed = delay(WINDOW);
  await type(document, random);
  await typed;
  const taken = cpuTime() - before;
  await vscode.commands.executeCommand('undo');
  await delay(WINDOW);
  return taken;
}

/** Of this thread, in ms. */
function cpuTime(): number {
  // The types are of the oldest Node that the command line runs on; VS Code's is newer.
  const { user, system } = (process as unknown as { threadCpuUsage(): NodeJS.CpuUsage }).threadCpuUsage();
  return (user + system) / 1_000;
}

async function type(document: vscode.TextDocument, random: Random): Promise<void> {
  const at = document.positionAt(random.between(0, document.getText().length));
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, at, random.oneOf(['x', ' ', '{', '}', "'", '(', '.', ',']));
  assert.ok(await vscode.workspace.applyEdit(edit));
}
