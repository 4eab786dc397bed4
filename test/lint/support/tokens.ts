import ts from 'typescript';
import { parses } from '../../../src/lint/fixes/parses';

/** The words, literals and comments of a source file, each as often as it is there; punctuation is left out. */
export function tokensOf(path: string, text: string): ReadonlyMap<string, number> {
  const ast = parsed(path, text);
  const counts = new Map<string, number>();
  const count = (token: string): void => void counts.set(token, (counts.get(token) ?? 0) + 1);
  const comments = new Map<number, string>();
  const visit = (node: ts.Node): void => {
    const around = [ts.getLeadingCommentRanges(text, node.pos), ts.getTrailingCommentRanges(text, node.end)];
    for (const { pos, end } of around.flatMap((ranges) => ranges ?? [])) comments.set(pos, text.slice(pos, end));
    const children = node.getChildren(ast);
    const token = children.length === 0 ? node.getText(ast) : '';
    if (/[\w'"`]/.test(token)) count(token);
    children.forEach(visit);
  };
  visit(ast);
  for (const comment of comments.values()) count(comment);
  return counts;
}

/** What is there less often after than before. */
export function lostTokens(path: string, before: string, after: string): readonly string[] {
  const left = tokensOf(path, after);
  return [...tokensOf(path, before)].filter(([token, count]) => (left.get(token) ?? 0) < count).map(([token]) => token);
}

/**
 * The comments that are gone although what they speak of is not: the innermost statement, property, argument or import
 * around one stands in the new text as it did.
 */
export function lostComments(path: string, before: string, after: string): readonly string[] {
  const ast = parsed(path, before);
  const [had, has] = [wordsOf(ast), wordsOf(parsed(path, after))];
  return lostTokens(path, before, after).filter((token) => {
    if (!/^\/[/*]/.test(token)) return false;
    const around = elementAround(ast, before.indexOf(token));
    const words = wordsOf(around);
    return ts.isSourceFile(around) || has.split(words).length >= had.split(words).length;
  });
}

/** The innermost element of a list that a place belongs to, with what is before it up to the element before. */
function elementAround(ast: ts.SourceFile, at: number): ts.Node {
  let found: ts.Node = ast;
  const visit = (node: ts.Node): void => {
    for (const child of node.getChildren(ast)) {
      if (child.pos > at || child.end <= at) continue;
      if (node.kind === ts.SyntaxKind.SyntaxList && ts.isToken(child) === false) found = child;
      visit(child);
    }
  };
  visit(ast);
  return found;
}

/** The code without white space and comments. */
function wordsOf(node: ts.Node): string {
  const children = node.getChildren();
  return children.length === 0 ? ` ${node.getText()}` : children.map(wordsOf).join('');
}

export function isSound(path: string, text: string): boolean {
  return parses(parsed(path, text));
}

function parsed(path: string, text: string): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
}
