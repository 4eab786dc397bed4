import type typescript from 'typescript';
import { ts } from '../../syntax/typescript';
import { wrapped } from '../../syntax/unwrap';
import { referencesTo, scopesOf } from '../../syntax/scopes';

/** Where a name that is declared here is used as a value, so that it matters what it is at run time. */
export function valueUsesOf(declared: typescript.Identifier): readonly typescript.Identifier[] {
  return usesOf(declared).filter((use) => !isType(use));
}

/** Where it is used as a type only. */
export function typeUsesOf(declared: typescript.Identifier): readonly typescript.Identifier[] {
  return usesOf(declared).filter(isType);
}

function usesOf(declared: typescript.Identifier): readonly typescript.Identifier[] {
  const binding = scopesOf(declared.getSourceFile()).resolve(declared.text, declared);
  return binding ? referencesTo(binding).filter((use) => use.parent !== declared.parent) : [];
}

/** An export of the name counts as a type: what it means to others is theirs to say. */
function isType(use: typescript.Identifier): boolean {
  const { parent } = use;
  if (ts.isExpressionWithTypeArguments(parent) && ts.isHeritageClause(parent.parent)) {
    return parent.parent.token === ts.SyntaxKind.ImplementsKeyword || ts.isInterfaceDeclaration(parent.parent.parent);
  }
  return (
    ts.isTypeReferenceNode(parent) ||
    ts.isTypeQueryNode(parent) ||
    ts.isQualifiedName(parent) ||
    ts.isExportSpecifier(parent) ||
    ts.isTypeElement(parent)
  );
}

const LOGICAL = [
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.QuestionQuestionToken,
] as const;

/** Whether the code is prepared for the value to be undefined: `x || y`, `x ? …`, `typeof x`. */
export function isGuarded(use: typescript.Expression): boolean {
  const node = wrapped(use);
  const { parent } = node;
  if (ts.isBinaryExpression(parent)) return LOGICAL.some((kind) => kind === parent.operatorToken.kind);
  return (
    ts.isTypeOfExpression(parent) ||
    (ts.isConditionalExpression(parent) && parent.condition === node) ||
    (ts.isIfStatement(parent) && parent.expression === node) ||
    ts.isPrefixUnaryExpression(parent)
  );
}
