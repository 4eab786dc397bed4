import type typescript from 'typescript';
import type { ParsedFile } from '../../syntax/parsed-file';
import { ts } from '../../syntax/typescript';
import type { TextEdit } from '../../engine/finding';
import type { Range } from '../../syntax/location';
import { scopesOf } from '../../syntax/scopes';
import { inStyle, type Style } from '../style';
import type { ModuleKind } from './modules';

/** Names of a module, as a file imports them: the name there, and here. */
export type Imported = readonly (readonly [name: string, local: string])[];

/** An import on its own line, behind the last one that stays. `edits` are those that the file gets besides. */
export function addImport(
  file: ParsedFile,
  { names, specifier, kind }: { names: Imported; specifier: string; kind: ModuleKind },
  edits: readonly Range[],
  style: Style,
): TextEdit {
  const separator = kind === 'esm' ? ' as ' : ': ';
  const list = names.map(([name, local]) => (name === local ? name : name + separator + local)).join(', ');
  const code =
    kind === 'esm' ? `import { ${list} } from '${specifier}';` : `const { ${list} } = require('${specifier}');`;
  return insertAfterImports(file, inStyle(code, style), edits, style);
}

/**
 * Puts code on lines of its own behind the imports, before all that the other edits of the file change; where there are
 * no imports, before the first statement.
 */
export function insertAfterImports(
  { path, ast, text }: ParsedFile,
  code: string,
  edits: readonly Range[],
  style: Style,
): TextEdit {
  const isRemoved = (node: typescript.Node): boolean =>
    edits.some(({ start, end }) => start <= node.getStart() && node.end <= end);
  const staying = ast.statements.filter((node) => !isRemoved(node));
  const firstUse = staying.findIndex(
    (node) => !isImport(node) && edits.some(({ start }) => node.pos <= start && start < node.end),
  );
  const last = staying.slice(0, firstUse < 0 ? undefined : firstUse).findLast(isImport);
  if (last) {
    const comment = ts.getTrailingCommentRanges(text, last.end)?.at(-1);
    const end = comment?.end ?? last.end;
    const at = end + (/^[ \t]*(?=\r?\n|$)/.exec(text.slice(end))?.[0].length ?? 0);
    return { file: path, start: at, end: at, newText: style.newline + code };
  }
  const first = staying.find((node) => !isDirective(node));
  const at = first ? first.getStart() : text.length;
  return { file: path, start: at, end: at, newText: code + style.newline + style.newline };
}

function isImport(node: typescript.Statement): boolean {
  if (ts.isImportDeclaration(node) || ts.isImportEqualsDeclaration(node)) return true;
  return (
    ts.isVariableStatement(node) && node.declarationList.declarations.every(({ initializer }) => isRequire(initializer))
  );
}

/** `require('x')`, `require('x').y`, `await import('x')`. */
function isRequire(node: typescript.Expression | undefined): boolean {
  if (!node) return false;
  if (ts.isPropertyAccessExpression(node) || ts.isAwaitExpression(node) || ts.isParenthesizedExpression(node)) {
    return isRequire(node.expression);
  }
  return ts.isCallExpression(node) && /^(require|import)$/.test(node.expression.getText());
}

function isDirective(node: typescript.Statement): boolean {
  return ts.isExpressionStatement(node) && ts.isStringLiteral(node.expression);
}

/** The first of some names that nothing in the file is called. */
export function freeName(file: ParsedFile, ...candidates: readonly string[]): string | null {
  const { identifiers } = scopesOf(file.ast);
  return candidates.find((name) => (identifiers.get(name) ?? []).every(isProperty)) ?? null;
}

function isProperty(node: typescript.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isPropertyAssignment(parent) && parent.name === node)
  );
}
