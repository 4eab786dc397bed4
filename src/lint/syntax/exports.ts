import type typescript from 'typescript';
import { oncePerNode } from './node-map';
import { ts } from './typescript';
import { scopesOf } from './scopes';

/** Where the value of an export is to be found. */
export type ExportSource =
  | { readonly kind: 'expression'; readonly node: typescript.Expression }
  /** A name of the file's own scope. */
  | { readonly kind: 'name'; readonly name: string; readonly node: typescript.Node }
  /** Passed on from another module; `*` is its namespace. */
  | { readonly kind: 'from'; readonly specifier: string; readonly name: string };

/** What a file exports, ESM and CommonJS together, as it stands in the text. */
export interface ExportTable {
  readonly names: ReadonlyMap<string, ExportSource>;
  /** Those of the names that are given an expression. */
  readonly expressions: ReadonlySet<typescript.Node>;
  /** `export * from`, in order. */
  readonly stars: readonly string[];
  /** `module.exports = …` or `export = …`: the module itself. */
  readonly whole: typescript.Expression | null;
  readonly isEsModule: boolean;
}

export const exportsOf = oncePerNode(read);

/** The code that an export is given: its expression, or that of its variable, or its declaration; null where another module has it. */
export function codeOfExport(source: ExportSource): typescript.Node | null {
  if (source.kind === 'from') return null;
  if (source.kind === 'expression') return source.node;
  const { name, node } = source;
  const [declaration = node] = scopesOf(node.getSourceFile()).resolve(name, node)?.declarations ?? [];
  return ts.isVariableDeclaration(declaration) ? (declaration.initializer ?? null) : declaration;
}

function read(file: typescript.SourceFile): ExportTable {
  const names = new Map<string, ExportSource>();
  const stars: string[] = [];
  let whole = jsonValue(file);
  let isEsModule = false;
  for (const statement of file.statements) {
    if (ts.isExportAssignment(statement)) {
      if (statement.isExportEquals) whole = statement.expression;
      else names.set('default', { kind: 'expression', node: statement.expression });
      isEsModule = true;
    } else if (ts.isExportDeclaration(statement)) {
      isEsModule = true;
      if (!statement.isTypeOnly) readExportDeclaration(statement, names, stars);
    } else if (ts.isImportDeclaration(statement)) {
      isEsModule = true;
    } else if (ts.canHaveModifiers(statement) && hasModifier(statement, ts.SyntaxKind.ExportKeyword)) {
      isEsModule = true;
      readDeclaration(statement, names);
    }
  }
  for (const assignment of scopesOf(file).assignments) {
    const target = commonJsTarget(assignment);
    if (target === null) continue;
    if (target === '') whole = lastRight(assignment);
    else names.set(target, { kind: 'expression', node: lastRight(assignment) });
  }
  const given = [...names.values()].flatMap((source) => (source.kind === 'expression' ? [source.node] : []));
  return { names, expressions: new Set(given), stars, whole, isEsModule };
}

function jsonValue(file: typescript.SourceFile): typescript.Expression | null {
  const [statement] = file.fileName.endsWith('.json') ? file.statements : [];
  return statement && ts.isExpressionStatement(statement) ? statement.expression : null;
}

function readExportDeclaration(
  node: typescript.ExportDeclaration,
  names: Map<string, ExportSource>,
  stars: string[],
): void {
  const specifier = node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier) ? node.moduleSpecifier.text : null;
  const clause = node.exportClause;
  if (!clause) {
    if (specifier !== null) stars.push(specifier);
  } else if (ts.isNamespaceExport(clause)) {
    if (specifier !== null) names.set(clause.name.text, { kind: 'from', specifier, name: '*' });
  } else {
    for (const element of clause.elements) {
      if (element.isTypeOnly) continue;
      const inner = element.propertyName ?? element.name;
      const source: ExportSource =
        specifier === null
          ? { kind: 'name', name: inner.text, node: inner }
          : { kind: 'from', specifier, name: inner.text };
      names.set(element.name.text, source);
    }
  }
}

function readDeclaration(statement: typescript.Statement, names: Map<string, ExportSource>): void {
  if (ts.isVariableStatement(statement)) {
    for (const declaration of statement.declarationList.declarations) {
      for (const name of boundNames(declaration.name))
        names.set(name.text, { kind: 'name', name: name.text, node: name });
    }
  } else if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) {
    const isDefault = hasModifier(statement, ts.SyntaxKind.DefaultKeyword);
    // An unnamed default function or class is evaluated as the expression that it reads like.
    const expression = statement as unknown as typescript.Expression;
    if (isDefault) names.set('default', { kind: 'expression', node: expression });
    else if (statement.name)
      names.set(statement.name.text, { kind: 'name', name: statement.name.text, node: statement.name });
  } else if (ts.isEnumDeclaration(statement)) {
    names.set(statement.name.text, { kind: 'name', name: statement.name.text, node: statement.name });
  } else if (ts.isImportEqualsDeclaration(statement)) {
    names.set(statement.name.text, { kind: 'name', name: statement.name.text, node: statement.name });
  }
}

function boundNames(name: typescript.BindingName): typescript.Identifier[] {
  if (ts.isIdentifier(name)) return [name];
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? boundNames(element.name) : []));
}

function hasModifier(node: typescript.HasModifiers, kind: typescript.SyntaxKind): boolean {
  return node.modifiers?.some((modifier) => modifier.kind === kind) ?? false;
}

/** `''` for `module.exports =`, the name for `exports.x =` and `module.exports.x =`, null for any other assignment. */
export function commonJsTarget({ left }: typescript.BinaryExpression): string | null {
  if (isModuleExports(left)) return '';
  if (!ts.isPropertyAccessExpression(left)) return null;
  return isCommonJsExports(left.expression) ? left.name.text : null;
}

/** `exports` or `module.exports`. */
export function isCommonJsExports(node: typescript.Node): boolean {
  return isModuleExports(node) || (ts.isIdentifier(node) && node.text === 'exports');
}

function isModuleExports(node: typescript.Node): boolean {
  return (
    ts.isPropertyAccessExpression(node) &&
    node.name.text === 'exports' &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === 'module'
  );
}

/** The value at the end of `module.exports = exports = Queue`. */
function lastRight(assignment: typescript.BinaryExpression): typescript.Expression {
  let { right } = assignment;
  while (ts.isBinaryExpression(right) && right.operatorToken.kind === ts.SyntaxKind.EqualsToken) right = right.right;
  return right;
}
