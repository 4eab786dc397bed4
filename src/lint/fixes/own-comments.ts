import type typescript from 'typescript';
import { commentsBefore } from '../syntax/comments';
import type { Range } from '../syntax/location';
import { ts } from '../syntax/typescript';

/** The comments that speak of a property or an argument, and so go where it goes. */
export interface OwnComments {
  /** On its line, and on the lines above up to an empty one. */
  readonly before: readonly Range[];
  /** Up to its comma, and behind that where nothing else follows on the line. */
  readonly after: readonly Range[];
}

export function ownComments(element: typescript.Node): OwnComments {
  const { text } = element.getSourceFile();
  const { comma, next } = whatFollows(element);
  const inFront = comma ? (ts.getLeadingCommentRanges(text, element.end) ?? []) : [];
  const isAloneBehind = comma && !(next && !text.slice(comma.end, next.getStart()).includes('\n'));
  const after = [
    ...(ts.getTrailingCommentRanges(text, element.end) ?? []),
    ...inFront,
    ...((isAloneBehind && ts.getTrailingCommentRanges(text, comma.end)) || []),
  ];
  return { before: attached(commentsBefore(element, text), element), after: after.map(rangeOf) };
}

/** From the first comment that goes with an element to the last one, its comma included. */
export function rangeWithComments(element: typescript.Node): Range {
  const { before, after } = ownComments(element);
  const end = Math.max(element.end, whatFollows(element).comma?.end ?? 0, after.at(-1)?.end ?? 0);
  return { start: before[0]?.start ?? element.getStart(), end };
}

/** What stands above an empty line speaks of more than the element. */
function attached(comments: readonly typescript.CommentRange[], element: typescript.Node): readonly Range[] {
  const { text } = element.getSourceFile();
  const detached = comments.findLastIndex(({ end }, i) => {
    const gap = text.slice(end, comments[i + 1]?.pos ?? element.getStart());
    return gap.split('\n').length > 2;
  });
  return comments.slice(detached + 1).map(rangeOf);
}

function whatFollows(element: typescript.Node): { comma: typescript.Node | null; next: typescript.Node | null } {
  const lists = element.parent.getChildren().filter(({ kind }) => kind === ts.SyntaxKind.SyntaxList);
  for (const siblings of lists.map((list) => list.getChildren())) {
    const at = siblings.indexOf(element);
    if (at >= 0) return { comma: siblings[at + 1] ?? null, next: siblings[at + 2] ?? null };
  }
  return { comma: null, next: null };
}

function rangeOf({ pos, end }: typescript.CommentRange): Range {
  return { start: pos, end };
}
