import type typescript from 'typescript';
import { commonJsTarget, isCommonJsExports } from '../syntax/exports';
import { hasModifier } from '../syntax/modifiers';
import { requiredIn } from '../syntax/module-of';
import { ts } from '../syntax/typescript';

/** Whether a file only tells what there is, and passes on what others export: nothing starts with it. */
export function onlyDeclares({ statements }: typescript.SourceFile): boolean {
  return statements.length > 0 && statements.every(isDeclaration) && !statements.every(isLoading);
}

/** Whether a statement gives something to whoever loads the file: `exports.a = …`, `Object.assign(module.exports, …)`. */
export function isCommonJsExport(statement: typescript.Statement): boolean {
  if (!ts.isExpressionStatement(statement)) return false;
  const { expression } = statement;
  if (ts.isBinaryExpression(expression)) return isAssignment(expression) && isOfExports(expression);
  const [target] = ts.isCallExpression(expression) && isOfObject(expression) ? expression.arguments : [];
  return !!target && isCommonJsExports(target);
}

function isDeclaration(statement: typescript.Statement): boolean {
  if (ts.isImportDeclaration(statement)) return statement.importClause !== undefined;
  if (ts.isExpressionStatement(statement))
    return isDirective(statement) || (isCommonJsExport(statement) && isPlain(statement));
  if (ts.isVariableStatement(statement) || ts.isExportAssignment(statement)) return isPlain(statement);
  return (
    ts.isExportDeclaration(statement) ||
    ts.isImportEqualsDeclaration(statement) ||
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isEnumDeclaration(statement)
  );
}

/** Where a file has no other statements, it has nothing for anybody: it is there to start what it loads. */
function isLoading(statement: typescript.Statement): boolean {
  if (ts.isVariableStatement(statement)) return !hasModifier(statement, ts.SyntaxKind.ExportKeyword);
  return ts.isImportDeclaration(statement) || isDirective(statement);
}

function isDirective(statement: typescript.Statement): boolean {
  return ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression);
}

/** Whether code does nothing but to load modules, to name values and to put them together. */
function isPlain(node: typescript.Node): boolean {
  if (ts.isFunctionLike(node) || ts.isClassLike(node)) return true;
  if (ts.isNewExpression(node)) return false;
  if (ts.isCallExpression(node) && !requiredIn(node) && !isOfObject(node)) return false;
  if (ts.isBinaryExpression(node) && isAssignment(node) && !isOfExports(node)) return false;
  return !ts.forEachChild(node, (child) => !isPlain(child));
}

/** `Object.assign(…)` */
function isOfObject({ expression }: typescript.CallExpression): boolean {
  return (
    ts.isPropertyAccessExpression(expression) &&
    ts.isIdentifier(expression.expression) &&
    expression.expression.text === 'Object'
  );
}

function isAssignment({ operatorToken: { kind } }: typescript.BinaryExpression): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

/** `exports.a = …`, `module.exports = exports = …` */
function isOfExports(assignment: typescript.BinaryExpression): boolean {
  return commonJsTarget(assignment) !== null || isCommonJsExports(assignment.left);
}
