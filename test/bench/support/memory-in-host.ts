import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as vscode from 'vscode';
import { waitFor } from '../../support/wait-for';

/** As it is reported, in bytes and ms. */
export interface HostMemory {
  /** The resident set, the linter's thread included, which is of the same process. */
  readonly rss: number;
  /** The heap of the extension host without that of the thread. */
  readonly heap: number;
  /** From the opening of a file with queues to its first diagnostics, and until the whole workspace was linted. */
  readonly first: number;
  readonly whole: number;
}

/**
 * Opens a file with queues, lints the workspace, and reports what memory that takes and how long it took. Without the
 * extension (BULL_LENS_BENCH_WAIT) it waits for as long as that took.
 */
export async function measure(): Promise<void> {
  const { BULL_LENS_BENCH_FILE: file, BULL_LENS_BENCH_OUT: out, BULL_LENS_BENCH_WAIT: wait } = process.env;
  assert.ok(file && out, 'The benchmark says what to open, and where to report');
  const start = performance.now();
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(file));
  const shown = vscode.window.showTextDocument(document);
  let first = 0;
  if (wait) {
    await delay(Number(wait));
  } else {
    // Not once it is shown: that takes VS Code longer, at its start.
    await waitFor(() => vscode.languages.getDiagnostics(document.uri).some(isOurs), { timeout: 120_000 });
    first = performance.now() - start;
    await lintWorkspace();
  }
  await shown;
  const whole = performance.now() - start;
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { rss, heapUsed: heap } = process.memoryUsage();
  writeFileSync(out, JSON.stringify({ rss, heap, first, whole } satisfies HostMemory));
}

/** Until no more is found. */
async function lintWorkspace(): Promise<void> {
  void vscode.commands.executeCommand('bullLens.lintWorkspace');
  let before = 0;
  await waitFor(
    () => {
      const count = vscode.languages.getDiagnostics().filter(([, all]) => all.some(isOurs)).length;
      const isDone = count > 1 && count === before;
      before = count;
      return isDone;
    },
    { timeout: 120_000, interval: 1_000, message: 'the whole workspace to be linted' },
  );
}

function isOurs({ source }: vscode.Diagnostic): boolean {
  return source === 'Bull Lens';
}
