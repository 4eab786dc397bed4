import type typescript from 'typescript';
import { scopesOf } from './scopes';
import { ts } from './typescript';

/** A source file and its syntax tree, parents set. Immutable: an edit makes a new one. */
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

/** JavaScript is read as JSX (as every bundler does), TypeScript only where the name says so (`<T>x` is a cast). */
function scriptKind(path: string): typescript.ScriptKind {
  if (/\.tsx$/.test(path)) return ts.ScriptKind.TSX;
  if (/\.[cm]?ts$/.test(path)) return ts.ScriptKind.TS;
  return path.endsWith('.json') ? ts.ScriptKind.JSON : ts.ScriptKind.JSX;
}
