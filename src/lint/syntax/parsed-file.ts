import type typescript from 'typescript';
import { scopesOf } from './scopes';
import { ts } from './typescript';

/** A source file and its syntax tree, parents set. An edit makes a new one, which may take parts of the tree over. */
export interface ParsedFile {
  readonly path: string;
  readonly text: string;
  readonly ast: typescript.SourceFile;
}

/** Whether the engine can parse a file of this name. */
export function isSourcePath(path: string): boolean {
  return /\.([cm]?[jt]sx?)$/.test(path);
}

/** Parses; never fails, since the parser makes a tree of any text. */
export function parseFile(path: string, text: string): ParsedFile {
  const ast = ts.createSourceFile(
    path,
    text,
    { languageVersion: ts.ScriptTarget.ESNext, jsDocParsingMode: ts.JSDocParsingMode.ParseNone },
    false,
    scriptKind(path),
  );
  // The walk that finds the scopes sets the parents on its way: a third less than to have the parser do it.
  scopesOf(ast);
  return { path, text, ast };
}

/**
 * The same for a file of which an earlier version is parsed: takes its statements over where neither the edit nor a syntax
 * error has part in them. The earlier tree is of no use to anybody from then on.
 */
export function parseAgain(
  { path, text: before, ast: { statements }, ast: old }: ParsedFile,
  text: string,
): ParsedFile {
  const { span, newLength } = changeBetween(before, text);
  let { start } = span;
  let end = start + span.length;
  for (const error of syntaxErrors(old)) {
    start = Math.min(start, error.start);
    end = Math.max(end, error.start + error.length);
  }
  // Whole statements, and one more: of parts of one the parser believes that they mean the same in another.
  const above = statements.filter((statement) => statement.end < start);
  const below = statements.filter((statement) => statement.pos > end).slice(1);
  const first = above.at(-1)?.end ?? 0;
  const last = below[0] ? below[0].pos - 1 : before.length;
  const ast = ts.updateSourceFile(old, text, {
    span: { start: first, length: last - first },
    newLength: last - first + newLength - span.length,
  });
  // The last one above it looks at again, for the sake of what follows.
  const isTakenOver =
    above.slice(0, -1).every((statement, i) => ast.statements[i] === statement) &&
    below.every((statement, i) => ast.statements.at(i - below.length) === statement);
  if (!isTakenOver) return parseFile(path, text);
  scopesOf(ast);
  return { path, text, ast };
}

/** Where the text of a file is not as the language wants it. */
export function syntaxErrors(file: typescript.SourceFile): readonly typescript.TextSpan[] {
  // Not in the public types; `Program.getSyntacticDiagnostics` reads the same list.
  return (file as unknown as { readonly parseDiagnostics: readonly typescript.TextSpan[] }).parseDiagnostics;
}

/** Compared in pieces that become shorter where they differ: one by one takes as long as to parse what was edited. */
const PIECES = [4096, 64, 1];

function changeBetween(before: string, after: string): typescript.TextChangeRange {
  const most = Math.min(before.length, after.length);
  let start = 0;
  let rest = 0;
  for (const piece of PIECES) {
    while (start + piece <= most && before.startsWith(after.slice(start, start + piece), start)) start += piece;
  }
  for (const piece of PIECES) {
    const isSame = (): boolean => {
      const end = after.length - rest;
      return before.endsWith(after.slice(end - piece, end), before.length - rest);
    };
    while (start + rest + piece <= most && isSame()) rest += piece;
  }
  return { span: { start, length: before.length - rest - start }, newLength: after.length - rest - start };
}

/** JavaScript is read as JSX (as every bundler does), TypeScript only where the name says so (`<T>x` is a cast). */
function scriptKind(path: string): typescript.ScriptKind {
  if (/\.tsx$/.test(path)) return ts.ScriptKind.TSX;
  if (/\.[cm]?ts$/.test(path)) return ts.ScriptKind.TS;
  return path.endsWith('.json') ? ts.ScriptKind.JSON : ts.ScriptKind.JSX;
}
