import type typescript from 'typescript';
import { ts } from '../../syntax/typescript';
import type { RuleContext } from '../../engine/rule';
import { isBull } from '../../evaluation/packages';
import { every } from '../../evaluation/inspect-value';
import { scopesOf } from '../../syntax/scopes';
import { isGuarded, valueUsesOf } from './uses';

/** A name that is read from Bull and is not there at run time. */
export type MissingExport =
  | { readonly kind: 'import'; readonly name: string; readonly node: typescript.ImportSpecifier }
  | { readonly kind: 'binding'; readonly name: string; readonly node: typescript.BindingElement }
  | { readonly kind: 'member'; readonly name: string; readonly node: typescript.PropertyAccessExpression };

/** `module.exports = Queue`, with `Job` and `utils` on it (bull 4.16.5 index.js); no class but Job. */
function isMissing(name: string): boolean {
  return /^[A-Z]/.test(name) && name !== 'Job';
}

/** What the file takes from Bull under a name that Bull does not export, and uses as a value without looking first. */
export function* missingExports({ file, evaluator }: RuleContext): Iterable<MissingExport> {
  const fromBull = (node: typescript.Expression): boolean =>
    leadsToBull(node) && every(evaluator.evaluate(node), isBull);
  for (const [name, identifiers] of scopesOf(file.ast).identifiers) {
    if (!isMissing(name)) continue;
    for (const identifier of identifiers) {
      const found = missingAt(identifier, name);
      if (!found) continue;
      if (found.kind === 'import' ? isImportOfBull(found.node) : fromBull(sourceOf(found))) yield found;
    }
  }
}

/** The import, binding or member access that takes `name` out of something, and then uses it. */
function missingAt(identifier: typescript.Identifier, name: string): MissingExport | null {
  const node = identifier.parent;
  if (ts.isImportSpecifier(node) && (node.propertyName ?? node.name) === identifier) {
    const isUsed = !node.isTypeOnly && valueUsesOf(node.name).some((use) => !isGuarded(use));
    return isUsed ? { kind: 'import', name, node } : null;
  }
  if (ts.isBindingElement(node) && (node.propertyName ?? node.name) === identifier) {
    if (!isOfDeclaration(node) || node.initializer || !ts.isIdentifier(node.name)) return null;
    return valueUsesOf(node.name).some((use) => !isGuarded(use)) ? { kind: 'binding', name, node } : null;
  }
  if (ts.isPropertyAccessExpression(node) && node.name === identifier) {
    return isGuarded(node) || isAssigned(node) || isImplemented(node) ? null : { kind: 'member', name, node };
  }
  return null;
}

/** What the name is taken out of. */
export function sourceOf(found: Exclude<MissingExport, { kind: 'import' }>): typescript.Expression {
  if (found.kind === 'member') return found.node.expression;
  return (found.node.parent.parent as typescript.VariableDeclaration).initializer as typescript.Expression;
}

function isOfDeclaration({ parent }: typescript.BindingElement): boolean {
  return ts.isObjectBindingPattern(parent) && ts.isVariableDeclaration(parent.parent) && !!parent.parent.initializer;
}

function isImportOfBull(specifier: typescript.ImportSpecifier): boolean {
  const clause = specifier.parent.parent;
  const { moduleSpecifier } = clause.parent as typescript.ImportDeclaration;
  return (
    clause.phaseModifier !== ts.SyntaxKind.TypeKeyword &&
    ts.isStringLiteral(moduleSpecifier) &&
    moduleSpecifier.text === 'bull'
  );
}

/** Whether it is worth asking the evaluator: code reads members of everything, and this looks at each. */
function leadsToBull(node: typescript.Expression): boolean {
  if (!ts.isIdentifier(node)) return /\b(require|import)\(\s*(['"`])bull\2\s*\)/.test(node.getText());
  const binding = scopesOf(node.getSourceFile()).resolve(node.text, node);
  return (
    binding?.declarations.some((declaration) => {
      const whole = ts.findAncestor(
        declaration,
        (each) => ts.isImportDeclaration(each) || ts.isVariableDeclaration(each),
      );
      return /(['"`])bull\1/.test((whole ?? declaration).getText());
    }) ?? false
  );
}

function isAssigned(node: typescript.PropertyAccessExpression): boolean {
  const { parent } = node;
  return (
    ts.isBinaryExpression(parent) && parent.left === node && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken
  );
}

/** `implements Bull.Queue`, or an interface that extends it: a type, though it is written as an expression. */
function isImplemented(node: typescript.Node): boolean {
  const clause = ts.findAncestor(node, ts.isHeritageClause);
  return (
    clause !== undefined &&
    (clause.token === ts.SyntaxKind.ImplementsKeyword || ts.isInterfaceDeclaration(clause.parent)) &&
    clause.types.some((type) => type.expression === node)
  );
}
