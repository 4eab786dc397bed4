import detectIndent from 'detect-indent';
import type typescript from 'typescript';
import type { ParsedFile } from '../syntax/parsed-file';
import { ts } from '../syntax/typescript';

/** How a file is written; what the file does not show is as Prettier would have it. */
export interface Style {
  /** One level: two spaces, a tab. */
  readonly indent: string;
  readonly newline: '\n' | '\r\n';
  readonly quote: "'" | '"';
  readonly semicolons: boolean;
  /** After the last element of an object, array or call that is spread over lines. */
  readonly trailingCommas: boolean;
  /** `{ a }`, not `{a}`. */
  readonly bracketSpacing: boolean;
}

/** Reads the style off a file: for each question the majority of the places that answer it. */
export function styleOf({ ast, text }: ParsedFile): Style {
  const votes = { doubleQuotes: 0, semicolons: 0, trailingCommas: 0, bracketSpacing: 0 };
  const vote = (about: keyof typeof votes, yes: boolean): void => {
    votes[about] += yes ? 1 : -1;
  };
  const visit = (node: typescript.Node): void => {
    if (ts.isStringLiteral(node) && !ts.isJsxAttribute(node.parent) && !/['"]/.test(node.text)) {
      vote('doubleQuotes', text[node.end - 1] === '"');
    }
    if (endsInSemicolon(node)) vote('semicolons', text[node.end - 1] === ';');
    if (isBraced(node)) {
      const afterBrace = text[node.getStart(ast) + 1] ?? '';
      if (afterBrace !== '\n' && afterBrace !== '\r') vote('bracketSpacing', afterBrace === ' ');
      else vote('trailingCommas', elementsOf(node).hasTrailingComma);
    }
    ts.forEachChild(node, visit);
  };
  visit(ast);
  return {
    indent: detectIndent(text).indent || '  ',
    newline: text.includes('\r\n') ? '\r\n' : '\n',
    quote: votes.doubleQuotes > 0 ? '"' : "'",
    semicolons: votes.semicolons >= 0,
    trailingCommas: votes.trailingCommas >= 0,
    bracketSpacing: votes.bracketSpacing >= 0,
  };
}

/** Statements that end in a semicolon where a file has any. */
function endsInSemicolon(node: typescript.Node): boolean {
  return (
    ts.isVariableStatement(node) ||
    ts.isExpressionStatement(node) ||
    ts.isReturnStatement(node) ||
    ts.isImportDeclaration(node) ||
    ts.isExportAssignment(node)
  );
}

type Braced = typescript.ObjectLiteralExpression | typescript.ObjectBindingPattern | typescript.NamedImportsOrExports;

function isBraced(node: typescript.Node): node is Braced {
  const isKind =
    ts.isObjectLiteralExpression(node) ||
    ts.isObjectBindingPattern(node) ||
    ts.isNamedImports(node) ||
    ts.isNamedExports(node);
  return isKind && elementsOf(node).length > 0;
}

function elementsOf(node: Braced): typescript.NodeArray<typescript.Node> {
  return ts.isObjectLiteralExpression(node) ? node.properties : node.elements;
}

/** The white space before the first word of the line that `offset` is on. */
export function indentationAt(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1);
  return /^[ \t]*/.exec(line)![0];
}

/**
 * Code that was written as this codebase is (two spaces, single quotes, semicolons, trailing commas), in another style,
 * each line after the first behind `indentation`. No line of it may need the semicolon before it, and no string may
 * hold a quote or span lines.
 */
export function inStyle(code: string, style: Style, indentation = ''): string {
  let styled = code.replaceAll("'", style.quote);
  if (!style.trailingCommas) styled = styled.replace(/,(?=\n\s*[}\])])/g, '');
  if (!style.semicolons) styled = styled.replace(/;$/gm, '');
  if (!style.bracketSpacing) styled = styled.replace(/\{ (?=\S)/g, '{').replace(/(?<=\S) \}/g, '}');
  const lines = styled
    .split('\n')
    .map((line) => line.replace(/^( {2})+/, (spaces) => style.indent.repeat(spaces.length / 2)));
  return lines.map((line, i) => (i > 0 && line ? indentation + line : line)).join(style.newline);
}
