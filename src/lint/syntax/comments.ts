import type typescript from 'typescript';
import { ts } from './typescript';
import type { Location, Range } from './location';

/** A comment with its delimiters. */
export interface Comment extends Location {
  readonly text: string;
}

/**
 * The comments that speak of `node`: directly before it, before each expression around it, and before the statement or
 * class member that holds it; the nearest first.
 */
export function commentsAbout(node: typescript.Node): readonly Comment[] {
  const file = node.getSourceFile();
  const comments: Comment[] = [];
  const starts = new Set<number>();
  for (let at: typescript.Node = node; !ts.isSourceFile(at); at = at.parent) {
    for (const { pos, end } of commentsBefore(at, file.text)) {
      if (starts.has(pos)) continue;
      starts.add(pos);
      comments.push({ file: file.fileName, start: pos, end, text: file.text.slice(pos, end) });
    }
    if (ts.isStatement(at) || ts.isClassElement(at)) break;
  }
  return comments;
}

/** Whether a node holds a comment outside of some of its parts. */
export function hasCommentOutside(node: typescript.Node, ...parts: readonly (typescript.Node | Range)[]): boolean {
  const { text } = node.getSourceFile();
  const ends = [node.getStart(), ...parts.map(({ end }) => end)];
  const starts = [...parts.map((part) => ('start' in part ? part.start : part.getStart())), node.end];
  return ends.some((end, i) => hasComment(text.slice(end, starts[i])));
}

function hasComment(code: string): boolean {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, false, ts.LanguageVariant.Standard, code);
  for (let token = scanner.scan(); token !== ts.SyntaxKind.EndOfFileToken; token = scanner.scan()) {
    if (token === ts.SyntaxKind.SingleLineCommentTrivia || token === ts.SyntaxKind.MultiLineCommentTrivia) return true;
  }
  return false;
}

/** On the lines before it, and on its own: for TypeScript those of its line trail what stands before them. */
export function commentsBefore(node: typescript.Node, text: string): readonly typescript.CommentRange[] {
  const start = node.getFullStart();
  const onItsLine = (ts.getTrailingCommentRanges(text, start) ?? []).filter(
    ({ end }) => !text.slice(end, node.getStart()).includes('\n'),
  );
  return [...onItsLine, ...(ts.getLeadingCommentRanges(text, start) ?? [])];
}
