import type typescript from 'typescript';
import { alternatives } from '../evaluation/inspect-value';
import type { Evaluator } from '../evaluation/value';
import type { ParsedFile } from '../syntax/parsed-file';
import { scopesOf } from '../syntax/scopes';
import { ts } from '../syntax/typescript';

export type Call = typescript.CallExpression | typescript.NewExpression;

/** The calls in a file of functions and classes that it imports from files which may make queues, by what they call. */
export function callsToOthers(
  { ast, path }: ParsedFile,
  evaluator: Evaluator,
): ReadonlyMap<typescript.Node, readonly Call[]> {
  const byCode = new Map<typescript.Node, Call[]>();
  for (const call of scopesOf(ast).constructs) {
    const specifier = importOf(call.expression);
    const module = specifier && evaluator.modules.resolve(specifier.text, path);
    if (module?.kind !== 'file' || !evaluator.others.leadsToQueues(module.path)) continue;
    for (const callee of alternatives(evaluator.evaluate(call.expression))) {
      if (callee.kind !== 'function' && callee.kind !== 'class') continue;
      const known = byCode.get(callee.node);
      if (known) known.push(call);
      else byCode.set(callee.node, [call]);
    }
  }
  return byCode;
}

/** The classes in a file that extend others, here or in files which may make queues, by the class that they extend. */
export function extensionsIn(
  { ast, path }: ParsedFile,
  evaluator: Evaluator,
): ReadonlyMap<typescript.Node, readonly typescript.ClassLikeDeclaration[]> {
  const byClass = new Map<typescript.Node, typescript.ClassLikeDeclaration[]>();
  for (const node of scopesOf(ast).classes) {
    const clause = node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword);
    const [base] = clause?.types ?? [];
    const specifier = base && importOf(base.expression);
    const module = specifier && evaluator.modules.resolve(specifier.text, path);
    if (!base || (module && (module.kind !== 'file' || !evaluator.others.leadsToQueues(module.path)))) continue;
    for (const extended of alternatives(evaluator.evaluate(base.expression))) {
      if (extended.kind === 'class') byClass.set(extended.node, [...(byClass.get(extended.node) ?? []), node]);
    }
  }
  return byClass;
}

/** The module that the name at the start of a callee is imported from. */
function importOf(callee: typescript.Expression): typescript.StringLiteralLike | undefined {
  let root = callee;
  while (ts.isPropertyAccessExpression(root)) root = root.expression;
  if (ts.isCallExpression(root)) return requiredIn(root);
  if (!ts.isIdentifier(root)) return undefined;
  const [declaration] = scopesOf(root.getSourceFile()).resolve(root.text, root)?.declarations ?? [];
  const statement =
    declaration &&
    ts.findAncestor(declaration, (node) => ts.isImportDeclaration(node) || ts.isVariableDeclaration(node));
  if (!statement) return undefined;
  if (ts.isImportDeclaration(statement)) {
    return ts.isStringLiteral(statement.moduleSpecifier) ? statement.moduleSpecifier : undefined;
  }
  const { initializer } = statement;
  return initializer && requiredIn(initializer);
}

/** `require('./queues')`, and members of it. */
function requiredIn(node: typescript.Expression): typescript.StringLiteralLike | undefined {
  let at = node;
  while (ts.isPropertyAccessExpression(at)) at = at.expression;
  if (!ts.isCallExpression(at) || !ts.isIdentifier(at.expression) || at.expression.text !== 'require') return undefined;
  const [specifier] = at.arguments;
  return specifier && ts.isStringLiteralLike(specifier) ? specifier : undefined;
}
