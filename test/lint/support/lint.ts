import { MemoryFiles } from '../../../src/lint/files/memory-files';
import type { Finding, TextEdit } from '../../../src/lint/engine/finding';
import { Linter } from '../../../src/lint/engine/linter';
import type { Rule } from '../../../src/lint/engine/rule';
import { defaultSettings, type LintSettings } from '../../../src/lint/engine/settings';
import { outlinesOf } from './outlines';

/** A workspace by relative path; a string alone is the one file `queue.ts`. */
export type Workspace = string | Readonly<Record<string, string>>;

export function workspaceOf(workspace: Workspace): Record<string, string> {
  return typeof workspace === 'string' ? { 'queue.ts': workspace } : { ...workspace };
}

/** What one rule says of the first file of a workspace (the others are there to be imported and indexed). */
export function check(rule: Rule, workspace: Workspace, settings: Partial<LintSettings> = {}): readonly Finding[] {
  const { linter, first } = indexed(rule, workspace);
  return linter.lint(first, { ...defaultSettings, ...settings }).findings;
}

/** How many things one rule finds in the first file, also those of which the engine tells only the first. */
export function countFound(rule: Rule, workspace: Workspace, settings: Partial<LintSettings> = {}): number {
  const { linter, first } = indexed(rule, workspace);
  return linter.ask(first, (context) => [...rule.check(context)].length, { ...defaultSettings, ...settings }) ?? 0;
}

function indexed(rule: Rule, workspace: Workspace): { linter: Linter; first: string } {
  const files = workspaceOf(workspace);
  const [first] = Object.keys(files);
  if (!first) throw new Error('A workspace has a file');
  const memory = new MemoryFiles(files);
  const linter = new Linter(memory, [rule]);
  linter.index(outlinesOf(memory));
  return { linter, first };
}

/** How many queues that Bull really makes the first file constructs; the form with port and host throws. */
export function queuesIn(files: Readonly<Record<string, string>>): number {
  const { constructions } = new Linter(new MemoryFiles({ ...files }), []).lint(Object.keys(files)[0] ?? '');
  return constructions.filter(({ form }) => form !== 'name, port, host').length;
}

/** The text that a finding underlines. */
export function underlined(finding: Finding, workspace: Workspace): string {
  return (workspaceOf(workspace)[finding.file] ?? '').slice(finding.start, finding.end);
}

/** The workspace after the first fix of the first finding that has one; the same workspace when none has. */
export function fixed(rule: Rule, workspace: Workspace, settings: Partial<LintSettings> = {}): Record<string, string> {
  const files = workspaceOf(workspace);
  const [fix] = check(rule, workspace, settings).flatMap((finding) => finding.fixes());
  if (!fix) return files;
  for (const { file, text } of fix.newFiles) files[file] = text;
  for (const edit of backToFront(fix.edits)) {
    const text = files[edit.file] ?? '';
    files[edit.file] = text.slice(0, edit.start) + edit.newText + text.slice(edit.end);
  }
  return files;
}

function backToFront(edits: readonly TextEdit[]): TextEdit[] {
  return [...edits].sort((a, b) => b.start - a.start);
}
