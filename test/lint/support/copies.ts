import ts from 'typescript';
import { mutations } from './mutations';
import { isSound } from './tokens';

/** Another text with the same meaning, or near to it. */
export type Rewrite = (path: string, text: string) => readonly string[];

/** A numbered comment before each statement, property, argument and comma, and before each closing brace. */
export const commented: Rewrite = (path, text) => {
  const ast = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const places = new Set<number>();
  const visit = (node: ts.Node): void => {
    if (ts.isTemplateExpression(node) || ts.isJsxElement(node) || ts.isJsxSelfClosingElement(node)) return;
    const children = node.getChildren(ast);
    const isClosing = node.kind === ts.SyntaxKind.CloseBraceToken || node.kind === ts.SyntaxKind.CloseParenToken;
    const starting = node.kind === ts.SyntaxKind.SyntaxList ? children : isClosing ? [node] : [];
    for (const each of starting) if (each.end > each.pos) places.add(each.getStart(ast));
    children.forEach(visit);
  };
  visit(ast);
  const backwards = [...places].sort((a, b) => b - a);
  const copy = backwards.reduce((code, at, i) => `${code.slice(0, at)}/* ${i} */ ${code.slice(at)}`, text);
  return isSound(path, copy) ? [copy] : [];
};

export const withWindowsLineEnds: Rewrite = (_path, text) => [text.replace(/\r?\n/g, '\r\n')];

/** A few ways to spoil it that still parse: parts left out, doubled or moved, and tokens put in. */
export const spoilt: Rewrite = (path, text) => mutations(text, 8).filter((copy) => isSound(path, copy));
