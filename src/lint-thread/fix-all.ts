import { diffLines } from 'diff';
import { MOST_FIX_PASSES, fixesTogether, textsAfter, type Finding, type TextEdit } from '../lint';
import { LineStarts } from '../lint/files/line-starts';
import type { FixedFiles, PlacedEdit } from './answers';
import { digest } from './digest';
import type { DraftFiles } from './draft-files';

/**
 * Writes into the draft what all preferred fixes make of some files, in as many passes as it takes. `find` lints them as
 * they are in the draft.
 */
export async function fixAll(
  draft: DraftFiles,
  find: () => Promise<readonly Finding[]>,
  isStopped: () => boolean,
): Promise<FixedFiles> {
  const titles = new Map<string, Set<string>>();
  const target = { read: (path: string) => draft.read(path), isWritable: () => true };
  for (let pass = 0; pass < MOST_FIX_PASSES && !isStopped(); pass++) {
    const fixes = fixesTogether(await find(), target);
    if (fixes.length === 0) break;
    for (const { title, edits, newFiles } of fixes) {
      for (const { file } of [...edits, ...newFiles]) titles.set(file, (titles.get(file) ?? new Set()).add(title));
    }
    for (const [path, text] of textsAfter(fixes, target.read)) draft.write(path, text);
  }
  const { changes } = draft;
  return {
    edits: changes.flatMap(({ file, before, after }) => (before === null ? [] : lineEdits(file, before, after))),
    newFiles: changes.flatMap(({ file, before, after }) => (before === null ? [{ file, text: after }] : [])),
    bases: new Map(changes.flatMap(({ file, before }) => (before === null ? [] : [[file, digest(before)]]))),
    titles: new Map([...titles].map(([path, all]) => [path, [...all]])),
  };
}

/** From one text to another as small edits, line by line. */
function lineEdits(file: string, before: string, after: string): PlacedEdit[] {
  const lines = new LineStarts(before);
  const edits: PlacedEdit[] = [];
  let at = 0;
  let open: TextEdit | undefined;
  const close = (): void => {
    if (!open) return;
    const [start, end] = lines.places(open);
    edits.push({ file, range: { start, end }, newText: open.newText });
    open = undefined;
  };
  for (const { value, added, removed } of diffLines(before, after)) {
    if (!added && !removed) {
      close();
      at += value.length;
      continue;
    }
    open ??= { file, start: at, end: at, newText: '' };
    if (removed) at += value.length;
    open = { ...open, end: at, newText: added ? open.newText + value : open.newText };
  }
  close();
  return edits;
}
