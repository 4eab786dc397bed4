import type typescript from 'typescript';
import { ts } from '../../syntax/typescript';
import { isMemberName, scopesOf } from '../../syntax/scopes';

/** What an expression needs where it moves to. */
export interface Needs {
  /** Constants of its file, each after those that it needs itself: `const PORT = 6379;`. */
  readonly constants: ReadonlySet<typescript.VariableStatement>;
  /** Imports and requires of its file, with the names that are needed of each. */
  readonly imports: ReadonlyMap<ImportStatement, ReadonlySet<string>>;
}

export type ImportStatement = typescript.ImportDeclaration | typescript.VariableStatement;

const GLOBALS = new Set(['process', 'undefined', 'Number', 'String', 'Boolean', 'parseInt', 'Math', 'JSON', 'URL']);

/** Deeper than constants are made of constants. */
const DEEPEST = 8;

/** What `expressions` need in another module of the same directory; null where they cannot stand there. */
export function needsOf(expressions: readonly typescript.Expression[]): Needs | null {
  const constants = new Set<typescript.VariableStatement>();
  const imports = new Map<ImportStatement, Set<string>>();
  const follow = (node: typescript.Node, depth: number): boolean => {
    if (depth > DEEPEST || isBound(node)) return false;
    if (ts.isIdentifier(node)) return isMemberName(node) || followName(node, depth);
    return !ts.forEachChild(node, (child) => !follow(child, depth));
  };
  const followName = (name: typescript.Identifier, depth: number): boolean => {
    const binding = scopesOf(name.getSourceFile()).resolve(name.text, name);
    if (!binding) return GLOBALS.has(name.text);
    const [declaration, ...more] = binding.declarations;
    if (!declaration || more.length > 0) return false;
    if (expressions.some((each) => each.pos <= declaration.pos && declaration.end <= each.end)) return true;
    const statement = ts.findAncestor(declaration, ts.isStatement);
    if (!statement || !ts.isSourceFile(statement.parent)) return false;
    if (isImport(statement)) {
      imports.set(statement, (imports.get(statement) ?? new Set()).add(name.text));
      return true;
    }
    const initializer = loneConstant(statement);
    if (!initializer || !follow(initializer, depth + 1)) return false;
    constants.add(statement as typescript.VariableStatement);
    return true;
  };
  return expressions.every((expression) => follow(expression, 0)) ? { constants, imports } : null;
}

/** `import … from 'x'` and `const … = require('x')`. */
function isImport(statement: typescript.Statement): statement is ImportStatement {
  if (ts.isImportDeclaration(statement)) return true;
  const initializer = loneConstant(statement, true);
  return (
    initializer !== null &&
    ts.isCallExpression(initializer) &&
    initializer.expression.getText() === 'require' &&
    initializer.arguments.length === 1
  );
}

/** What means something else in another place. */
function isBound(node: typescript.Node): boolean {
  return (
    node.kind === ts.SyntaxKind.ThisKeyword ||
    node.kind === ts.SyntaxKind.SuperKeyword ||
    ts.isAwaitExpression(node) ||
    ts.isYieldExpression(node) ||
    ts.isMetaProperty(node) ||
    (ts.isTypeReferenceNode(node) && node.getText() !== 'const')
  );
}

/** The value of a `const` that stands alone in its statement, has no type of its own and is not exported; else null. */
function loneConstant(statement: typescript.Statement, isPatternFine = false): typescript.Expression | null {
  if (!ts.isVariableStatement(statement) || statement.modifiers) return null;
  const { declarations, flags } = statement.declarationList;
  const [declaration] = declarations;
  if (!declaration?.initializer || declarations.length > 1 || declaration.type) return null;
  const isNamed = isPatternFine || ts.isIdentifier(declaration.name);
  return isNamed && (flags & ts.NodeFlags.Const) !== 0 ? declaration.initializer : null;
}

/** An import of some names only, as the file writes it. */
export function importText(statement: ImportStatement, names: ReadonlySet<string>): string {
  const list = namedIn(statement);
  if (!list || list.every(({ name }) => names.has(name.getText()))) return statement.getText();
  const kept = list.filter(({ name }) => names.has(name.getText())).map((element) => element.getText());
  const text = statement.getText();
  const [start, end] = [list.pos - statement.getStart(), list.end - statement.getStart()];
  return `${text.slice(0, start)} ${kept.join(', ')} ${text.slice(end).trimStart()}`;
}

/** The elements inside the braces of an import or a destructured require. */
export function namedIn(
  statement: ImportStatement,
): typescript.NodeArray<typescript.ImportSpecifier | typescript.BindingElement> | null {
  if (ts.isImportDeclaration(statement)) {
    const bindings = statement.importClause?.namedBindings;
    return bindings && ts.isNamedImports(bindings) ? bindings.elements : null;
  }
  const name = statement.declarationList.declarations[0]?.name;
  return name && ts.isObjectBindingPattern(name) ? name.elements : null;
}
