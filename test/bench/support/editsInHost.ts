import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import * as vscode from 'vscode';
import { waitFor } from '../../support/waitFor';
import { Random } from './random';

/**
 * Types into a file as a person does, one keystroke at a time, and reports for each how long the extension host was busy
 * until the diagnostics were there, in ms. Waiting (for the debounce, for the window) is not busy.
 */
export async function measure(): Promise<void> {
  const { BULL_LENS_BENCH_FILE: file, BULL_LENS_BENCH_EDITS: edits, BULL_LENS_BENCH_OUT: out } = process.env;
  assert.ok(file && edits && out, 'The benchmark says what to edit, how often, and where to report');
  const uri = vscode.Uri.file(file);
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document);
  await waitFor(() => vscode.languages.getDiagnostics(uri).some(({ source }) => source === 'Bull Lens'), {
    timeout: 120_000,
    message: 'the first diagnostics',
  });
  const random = new Random(1500);
  const times: number[] = [];
  for (let i = 0; i < Number(edits); i++) {
    times.push(await busyTime(uri, () => type(document, random)));
    await undo(document);
  }
  writeFileSync(out, JSON.stringify(times));
}

async function busyTime(uri: vscode.Uri, edit: () => Promise<void>): Promise<number> {
  const before = performance.eventLoopUtilization();
  const shown = diagnosticsOf(uri);
  await edit();
  await shown;
  return performance.eventLoopUtilization(before).active;
}

async function type(document: vscode.TextDocument, random: Random): Promise<void> {
  const at = document.positionAt(random.between(0, document.getText().length));
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, at, random.oneOf(['x', ' ', '{', '}', "'", '(', '.', ',']));
  assert.ok(await vscode.workspace.applyEdit(edit));
}

/** So that the file stays what it is, give or take a keystroke. */
async function undo({ uri }: vscode.TextDocument): Promise<void> {
  const shown = diagnosticsOf(uri);
  await vscode.commands.executeCommand('undo');
  await shown;
}

function diagnosticsOf(uri: vscode.Uri): Promise<void> {
  return new Promise((resolve) => {
    const subscription = vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      if (!uris.some((each) => each.toString() === uri.toString())) return;
      subscription.dispose();
      resolve();
    });
  });
}
