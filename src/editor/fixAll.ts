import { diffLines } from 'diff';
import * as vscode from 'vscode';
import type { Linter, TextEdit } from '../lint';
import { DraftFiles } from './draftFiles';
import type { LintProject } from './lintProject';
import { Places } from './places';

/** What all preferred fixes together make of some files. */
export interface FixedFiles {
  /** Path to the text now (null for a file that the fixes make) and then. */
  readonly texts: ReadonlyMap<string, { readonly before: string | null; readonly after: string }>;
  /** What was done to each file: titles of fixes, each once. */
  readonly titles: ReadonlyMap<string, readonly string[]>;
}

/** Fixes what can be fixed in the files of `paths`, in as many passes as it takes; changes nothing but the answer. */
export async function fixAll(
  project: LintProject,
  paths: readonly string[],
  token: vscode.CancellationToken,
): Promise<FixedFiles> {
  const { files, engine } = project;
  const draft = new DraftFiles(files);
  const linter = project.linterOn(draft);
  const titles = new Map<string, Set<string>>();
  const target = { read: (path: string) => draft.read(path), isWritable: () => true };
  for (let pass = 0; pass < engine.MOST_FIX_PASSES && !token.isCancellationRequested; pass++) {
    const fixes = engine.fixesTogether(await findingsIn(paths, linter, project), target);
    if (fixes.length === 0) break;
    for (const { title, edits, newFiles } of fixes) {
      for (const { file } of [...edits, ...newFiles]) titles.set(file, (titles.get(file) ?? new Set()).add(title));
    }
    for (const [path, text] of engine.textsAfter(fixes, target.read)) draft.write(path, text);
  }
  const texts = [...draft.written].map(([path, after]) => [path, { before: files.read(path) ?? null, after }] as const);
  return {
    texts: new Map(texts.filter(([, { before, after }]) => before !== after)),
    titles: new Map([...titles].map(([path, all]) => [path, [...all]])),
  };
}

async function findingsIn(paths: readonly string[], linter: Linter, { engine, files, settings }: LintProject) {
  const results = [];
  for (const path of paths) {
    const lint = (): ReturnType<Linter['lint']> => linter.lint(path, settings);
    results.push(...(await engine.lintUntilLoaded(lint, (missing) => files.load(missing))).findings);
  }
  return results;
}

/** As small edits, line by line, each with the metadata that `describe` gives for its file. */
export function editOf(
  { texts }: FixedFiles,
  { files }: LintProject,
  describe: (path: string) => vscode.WorkspaceEditEntryMetadata | undefined = () => undefined,
): vscode.WorkspaceEdit {
  const result = new vscode.WorkspaceEdit();
  const places = new Places(files);
  for (const [path, { before, after }] of texts) {
    const uri = files.uri(path);
    const metadata = describe(path);
    if (before === null) result.createFile(uri, { contents: new TextEncoder().encode(after) }, metadata);
    else
      for (const edit of lineEdits(path, before, after))
        result.replace(uri, places.range(edit), edit.newText, metadata);
  }
  return result;
}

function lineEdits(file: string, before: string, after: string): TextEdit[] {
  const edits: TextEdit[] = [];
  let at = 0;
  let open: TextEdit | undefined;
  for (const { value, added, removed } of diffLines(before, after)) {
    if (!added && !removed) {
      if (open) edits.push(open);
      open = undefined;
      at += value.length;
      continue;
    }
    open ??= { file, start: at, end: at, newText: '' };
    if (removed) at += value.length;
    open = { ...open, end: at, newText: added ? open.newText + value : open.newText };
  }
  if (open) edits.push(open);
  return edits;
}
