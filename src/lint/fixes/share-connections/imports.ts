import type typescript from 'typescript';
import type { ParsedFile } from '../../files/parsed-file';
import { ts } from '../../files/typescript';
import type { Range, TextEdit } from '../../findings';
import { scopesOf } from '../../values/scopes';
import { inStyle, type Style } from '../style';
import type { ModuleKind } from './modules';

/** Names of a module, as a file imports them: the name there, and here. */
export type Imported = readonly (readonly [name: string, local: string])[];

/** An import of its own line, behind the last one that stays. */
export function addImport(
  file: ParsedFile,
  { names, specifier, kind }: { names: Imported; specifier: string; kind: ModuleKind },
  removed: readonly Range[],
  style: Style,
): TextEdit {
  const separator = kind === 'esm' ? ' as ' : ': ';
  const list = names.map(([name, local]) => (name === local ? name : name + separator + local)).join(', ');
  const code =
    kind === 'esm' ? `import { ${list} } from '${specifier}';` : `const { ${list} } = require('${specifier}');`;
  return insertAfterImports(file, inStyle(code, style), removed, style);
}

/** Puts code behind the imports that stay, on lines of its own; where there are none, before the first statement. */
export function insertAfterImports(
  { path, ast, text }: ParsedFile,
  code: string,
  removed: readonly Range[],
  style: Style,
): TextEdit {
  const staying = ast.statements.filter(
    (node) => isImport(node) && !removed.some(({ start, end }) => start <= node.getStart() && node.end <= end),
  );
  const last = staying.at(-1);
  if (last) {
    const comment = ts.getTrailingCommentRanges(text, last.end)?.at(-1);
    const at = comment?.end ?? last.end;
    return { file: path, start: at, end: at, newText: style.newline + code };
  }
  const first = ast.statements.find((node) => !isDirective(node));
  const at = first ? first.getStart() : text.length;
  return { file: path, start: at, end: at, newText: code + style.newline + style.newline };
}

function isImport(node: typescript.Statement): boolean {
  if (ts.isImportDeclaration(node) || ts.isImportEqualsDeclaration(node)) return true;
  if (!ts.isVariableStatement(node)) return false;
  return node.declarationList.declarations.every(
    ({ initializer }) => initializer !== undefined && /^(await import|require)\s*\(/.test(initializer.getText()),
  );
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
