import type typescript from 'typescript';
import { ts } from './typescript';
import type { Location } from './location';

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
    for (const { pos, end } of ts.getLeadingCommentRanges(file.text, at.getFullStart()) ?? []) {
      if (starts.has(pos)) continue;
      starts.add(pos);
      comments.push({ file: file.fileName, start: pos, end, text: file.text.slice(pos, end) });
    }
    if (ts.isStatement(at) || ts.isClassElement(at)) break;
  }
  return comments;
}
