import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as vscode from 'vscode';
import { waitFor } from '../../support/wait-for';
import { Random } from './random';
import { threadTime } from './thread-time';

/** Long enough for the debounce, the findings and what VS Code asks about them, so that each edit pays for itself; in ms. */
const WINDOW = 600;
/** What the benchmark says. */
export interface EditPlan {
  readonly file: string;
  /** How often it is typed with the extension, and as often without. */
  readonly rounds: number;
  /** Keystrokes of a round that are measured, and before them those that are not. */
  readonly edits: number;
  readonly warmUp: number;
  /** Until all is quiet that follows from the extension's coming or going, in ms. */
  readonly settling: number;
}

/** What an edit took the extension host's own thread of the processor, in ms: a number for each keystroke of each round. */
export interface EditTimes {
  readonly with: readonly (readonly number[])[];
  readonly without: readonly (readonly number[])[];
}

interface Shell {
  fill(): void;
  empty(): void;
}

/**
 * Types in a file with queues, one keystroke at a time and each taken back, with the extension and without it: in the same
 * window, the same characters at the same places, in rounds that begin with the one or the other by turns. All that VS
 * Code and its own extensions do for a keystroke is in both. What else the machine does is in neither.
 */
export async function measure(): Promise<void> {
  const { BULL_LENS_BENCH_PLAN: plan, BULL_LENS_BENCH_OUT: out } = process.env;
  assert.ok(plan && out, 'The benchmark says what to edit, how often, and where to report');
  const { file, rounds, edits, warmUp, settling } = JSON.parse(plan) as EditPlan;
  const shell = await vscode.extensions.getExtension<Shell>('bull-lens.bull-lens')!.activate();
  const editor = await vscode.window.showTextDocument(vscode.Uri.file(file));
  const times: Record<keyof EditTimes, number[][]> = { with: [], without: [] };
  let isFilled = true;
  // One more than is told: at first everything is slower.
  for (let round = 0; round <= rounds; round++) {
    for (const kind of round % 2 ? (['without', 'with'] as const) : (['with', 'without'] as const)) {
      const isWanted = kind === 'with';
      if (isFilled !== isWanted) shell[isWanted ? 'fill' : 'empty']();
      isFilled = isWanted;
      await waitFor(() => findingsOf(editor.document).length > 0 === isWanted, {
        timeout: 120_000,
        message: isWanted ? 'the first diagnostics' : 'the diagnostics are gone',
      });
      await delay(settling);
      const random = new Random(1500 + round);
      await typeAndTakeBack(editor, random, warmUp);
      times[kind].push(await typeAndTakeBack(editor, random, edits));
    }
  }
  const told: EditTimes = { with: times.with.slice(1), without: times.without.slice(1) };
  writeFileSync(out, JSON.stringify(told));
  // The linter has been at it to the end: without its text there is nothing to find.
  if (!isFilled) shell.fill();
  await waitFor(() => findingsOf(editor.document).length > 0, { timeout: 120_000, message: 'the last diagnostics' });
  await edit(editor.document, new vscode.Range(0, 0, editor.document.lineCount, 0), '');
  await waitFor(() => findingsOf(editor.document).length === 0, { timeout: 120_000, message: 'the findings are gone' });
}

function findingsOf({ uri }: vscode.TextDocument): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Bull Lens');
}

/** ms for each keystroke, those that take one back included. */
async function typeAndTakeBack(editor: vscode.TextEditor, random: Random, edits: number): Promise<number[]> {
  const { document } = editor;
  collectGarbage();
  const times: number[] = [];
  for (let i = 0; i < edits; i += 2) {
    const place = document.positionAt(random.between(0, document.getText().length));
    const character = random.oneOf(['x', ' ', '{', '}', "'", '(', '.', ',']);
    const after = place.translate(0, 1);
    times.push(await busyTime(() => type(editor, new vscode.Range(place, place), character, after)));
    times.push(await busyTime(() => type(editor, new vscode.Range(place, after), '', place)));
  }
  return times;
}

/** So that no keystroke pays for what was there before. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

async function busyTime(work: () => Promise<void>): Promise<number> {
  const before = threadTime();
  const done = delay(WINDOW);
  await work();
  await done;
  return threadTime() - before;
}

/** As a keystroke does, with the cursor behind it afterwards. */
async function type(
  editor: vscode.TextEditor,
  range: vscode.Range,
  text: string,
  cursor: vscode.Position,
): Promise<void> {
  await edit(editor.document, range, text);
  editor.selection = new vscode.Selection(cursor, cursor);
}

async function edit({ uri }: vscode.TextDocument, range: vscode.Range, text: string): Promise<void> {
  const change = new vscode.WorkspaceEdit();
  change.replace(uri, range, text);
  assert.ok(await vscode.workspace.applyEdit(change));
}
