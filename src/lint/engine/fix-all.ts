import type { Finding, Fix } from './finding';
import type { Range } from '../syntax/location';

/** As many passes as ESLint makes: a fix may bring to light what another one then fixes. */
export const MOST_FIX_PASSES = 10;

/** What a round of fixes reads and may write. */
export interface FixTarget {
  /** The text that was linted; null or undefined where there is no such file. */
  read(path: string): string | null | undefined;
  isWritable(path: string): boolean;
}

/**
 * The preferred fixes of `findings` that can be applied together, in their order: in no file does one of them reach into
 * the code between the edits of another (each knows only of its own changes there), and no two make the same file. What
 * is left out is found again, and fixed, by the next round.
 */
export function fixesTogether(findings: readonly Finding[], target: FixTarget): readonly Fix[] {
  const chosen: Fix[] = [];
  const edited = new Map<string, Range[]>();
  const made = new Set<string>();
  for (const finding of findings) {
    const fix = preferredFix(finding, target);
    if (!fix) continue;
    const reach = reachOf(fix);
    if ([...reach].some(([file, range]) => edited.get(file)?.some((other) => touches(range, other)))) continue;
    if (fix.newFiles.some(({ file }) => made.has(file))) continue;
    chosen.push(fix);
    for (const [file, range] of reach) edited.set(file, [...(edited.get(file) ?? []), range]);
    for (const { file } of fix.newFiles) made.add(file);
  }
  return chosen;
}

/** The new text of every file that `fixes` change or make, by path. They must fit together (`fixesTogether`). */
export function textsAfter(fixes: readonly Fix[], read: FixTarget['read']): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  const edits = fixes.flatMap((fix) => fix.edits).sort((a, b) => b.start - a.start || b.end - a.end);
  for (const { file, start, end, newText } of edits) {
    const text = texts.get(file) ?? read(file) ?? '';
    texts.set(file, text.slice(0, start) + newText + text.slice(end));
  }
  for (const { file, text } of fixes.flatMap((fix) => fix.newFiles)) texts.set(file, text);
  return texts;
}

/**
 * The fix that a finding is fixed with when all are; null where it has none, or none that could be written. A hint is an
 * offer (to share connections where one queue has them): only a person takes it, unless it removes what does nothing.
 */
export function preferredFix(finding: Finding, target: FixTarget): Fix | null {
  if (finding.severity === 'hint' && !finding.unnecessary) return null;
  return finding.fixes().find((fix) => fix.isPreferred && isPossible(fix, target)) ?? null;
}

function isPossible(fix: Fix, target: FixTarget): boolean {
  return (
    fix.edits.every(({ file }) => typeof target.read(file) === 'string' && target.isWritable(file)) &&
    fix.newFiles.every(({ file }) => typeof target.read(file) !== 'string' && target.isWritable(file))
  );
}

/** From the first edit to the last, by file. */
function reachOf({ edits }: Fix): ReadonlyMap<string, Range> {
  const reach = new Map<string, Range>();
  for (const { file, start, end } of edits) {
    const known = reach.get(file) ?? { start, end };
    reach.set(file, { start: Math.min(known.start, start), end: Math.max(known.end, end) });
  }
  return reach;
}

function touches(a: Range, b: Range): boolean {
  return a.start <= b.end && b.start <= a.end;
}
