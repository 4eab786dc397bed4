import type typescript from 'typescript';
import { parseFile } from '../syntax/parsed-file';
import { ts } from '../syntax/typescript';
import type { Finding, Fix } from './finding';

/**
 * The two ways to say that a finding is wanted as it is: for its line and for its file. `text` is what was linted. The
 * comment ends with `-- `, for the reason.
 */
export function disableFixes({ file, rule, start }: Pick<Finding, 'file' | 'rule' | 'start'>, text: string): Fix[] {
  const edits = [
    { title: `Disable ${rule} on this line`, edit: onLine(parseFile(file, text).ast, start, rule) },
    { title: `Disable ${rule} in this file`, edit: inFile(text, rule) },
  ];
  return edits.map(({ title, edit: { at, newText } }) => ({
    title,
    isPreferred: false,
    edits: [{ file, start: at, end: at, newText }],
    newFiles: [],
  }));
}

interface Insertion {
  readonly at: number;
  readonly newText: string;
}

function onLine(ast: typescript.SourceFile, start: number, rule: string): Insertion {
  const { text } = ast;
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const endOfRules = endOfRulesAbove(text.slice(0, lineStart));
  if (endOfRules !== undefined) return { at: endOfRules, newText: `, ${rule}` };

  const indent = /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? '';
  const around = tokenAcross(ast, lineStart);
  const comment = `bull-lens-disable-next-line ${rule} -- `;
  if (!around) return { at: lineStart, newText: `${indent}// ${comment}${newline(text)}` };
  if (ts.isJsxText(around)) return { at: lineStart, newText: `${indent}{/* ${comment}*/}${newline(text)}` };
  return { at: start, newText: `/* bull-lens-disable-line ${rule} -- */ ` };
}

/** At the top, below a shebang. */
function inFile(text: string, rule: string): Insertion {
  const shebang = /^#!.*\r?\n/.exec(text)?.[0] ?? '';
  return { at: shebang.length, newText: `/* bull-lens-disable ${rule} -- */${newline(text)}` };
}

/** Where another rule can be added to a comment for the next line that ends `text`. */
function endOfRulesAbove(text: string): number | undefined {
  const comment = /(\/[/*]\s*bull-lens-disable-next-line\s+[\w-]+(?:[\s,]+(?!--)[\w-]+)*)[^\n]*\n$/.exec(text);
  return comment?.[1] === undefined ? undefined : comment.index + comment[1].length;
}

function newline(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

/** The token in which a line begins, where a comment would be text: a template's or JSX's. */
function tokenAcross(ast: typescript.SourceFile, lineStart: number): typescript.Node | undefined {
  let at: typescript.Node = ast;
  for (;;) {
    const inner: typescript.Node | undefined = ts.forEachChild(at, (child) =>
      child.pos <= lineStart && lineStart < child.end ? child : undefined,
    );
    if (!inner) return undefined;
    if (ts.isJsxText(inner)) return inner;
    const isText = ts.isTemplateLiteralToken(inner) || ts.isStringLiteral(inner);
    if (isText && inner.getStart(ast) < lineStart) return inner;
    at = inner;
  }
}
