import type typescript from 'typescript';
import { alternatives } from '../evaluation/inspect-value';
import type { Call, Evaluator, Value } from '../evaluation/value';
import { moduleOf } from '../syntax/module-of';
import type { ParsedFile } from '../syntax/parsed-file';
import { scopesOf } from '../syntax/scopes';
import { ts } from '../syntax/typescript';

/** What a file does with functions and classes that it imports from files which may make queues. */
export interface CallsToOthers {
  /** Its calls, by what they call. */
  readonly calls: ReadonlyMap<typescript.Node, readonly Call[]>;
  /** What it takes otherwise than to call it: somebody else may. */
  readonly handedOn: ReadonlySet<typescript.Node>;
}

export const NO_CALLS: CallsToOthers = { calls: new Map(), handedOn: new Set() };

export function callsToOthers(file: ParsedFile, evaluator: Evaluator): CallsToOthers {
  const calls = new Map<typescript.Node, Call[]>();
  for (const call of scopesOf(file.ast).constructs) {
    if (!isFromOthers(call.expression, evaluator)) continue;
    for (const code of codeIn(evaluator.evaluate(call.expression))) {
      const known = calls.get(code);
      if (known) known.push(call);
      else calls.set(code, [call]);
    }
  }
  const handedOn = handedOnIn(file, evaluator).flatMap((use) => codeIn(evaluator.evaluate(use)));
  return { calls, handedOn: new Set(handedOn) };
}

function isFromOthers(callee: typescript.Expression, evaluator: Evaluator): boolean {
  const specifier = moduleOf(callee);
  const module = specifier && evaluator.modules.resolve(specifier.text, specifier.getSourceFile().fileName);
  return module?.kind === 'file' && evaluator.others.leadsToQueues(module.path);
}

/** The functions and classes that a value may be. */
function codeIn(value: Value): readonly typescript.Node[] {
  return alternatives(value).flatMap((single) =>
    single.kind === 'function' || single.kind === 'class' ? [single.node] : [],
  );
}

/** The uses of imported names, and of members of theirs, that are no calls. */
function handedOnIn({ ast }: ParsedFile, evaluator: Evaluator): readonly typescript.Expression[] {
  const scopes = scopesOf(ast);
  return [...scopes.identifiers.keys()].flatMap((name) => {
    const binding = scopes.resolve(name, ast);
    const [first] = binding ? scopes.referencesTo(binding) : [];
    if (!binding || !first || !isFromOthers(first, evaluator)) return [];
    return scopes.referencesTo(binding).map(memberAt).filter(isHandedOn);
  });
}

/** The longest chain of members that starts with a name. */
function memberAt(name: typescript.Identifier): typescript.Expression {
  let at: typescript.Expression = name;
  while (ts.isPropertyAccessExpression(at.parent) && at.parent.expression === at) at = at.parent;
  return at;
}

function isHandedOn(use: typescript.Expression): boolean {
  const { parent } = use;
  const isCalled = (ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression === use;
  const isDeclared = ts.isImportClause(parent) || ts.isImportSpecifier(parent) || ts.isNamespaceImport(parent);
  const isBound = (ts.isVariableDeclaration(parent) || ts.isBindingElement(parent)) && parent.name === use;
  const isCompared = ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword;
  const isNamed = isCalled || isDeclared || isBound || isCompared;
  return !isNamed && !ts.isTypeNode(parent) && !ts.isExportSpecifier(parent);
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
    const specifier = base && moduleOf(base.expression);
    const module = specifier && evaluator.modules.resolve(specifier.text, path);
    if (!base || (module && (module.kind !== 'file' || !evaluator.others.leadsToQueues(module.path)))) continue;
    for (const extended of alternatives(evaluator.evaluate(base.expression))) {
      if (extended.kind === 'class') byClass.set(extended.node, [...(byClass.get(extended.node) ?? []), node]);
    }
  }
  return byClass;
}
