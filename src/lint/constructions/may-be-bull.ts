import type typescript from 'typescript';
import { ts } from '../syntax/typescript';
import { isWrapper } from '../syntax/unwrap';
import { mentionsBull } from '../files/mentions';
import type { Evaluator } from '../evaluation/value';
import { writesTo } from '../syntax/writes';
import { callsOf } from '../evaluation/call-sites';
import { superCallOf } from '../evaluation/es5-classes';
import { scopesOf, type Binding, type Declaration } from '../syntax/scopes';

/** A chain of aliases longer than this is no queue. */
const LONGEST_CHAIN = 8;

/**
 * Whether evaluating a callee may lead to Bull. A look at where its name comes from, so that the many calls in a file
 * that have nothing to do with queues are not evaluated, and the files that they come from are not even read. Each variable
 * is looked at once for a file.
 */
export class BullSearch {
  private readonly called = new Map<Binding, boolean>();
  private readonly constructed = new Map<Binding, boolean>();

  constructor(private readonly evaluator: Evaluator) {}

  mayBeBull(callee: typescript.Expression, isNew: boolean): boolean {
    const root = rootOf(callee);
    if (!ts.isIdentifier(root) || root.text === 'require') return this.leads(root, isNew);
    const binding = scopesOf(root.getSourceFile()).resolve(root.text, root);
    if (!binding) return false;
    const known = isNew ? this.constructed : this.called;
    let may = known.get(binding);
    if (may === undefined) known.set(binding, (may = this.leads(root, isNew)));
    return may;
  }

  private leads(root: typescript.Expression, isNew: boolean): boolean {
    return leadsToBull(root, { isNew, evaluator: this.evaluator, left: LONGEST_CHAIN, seen: new Set() });
  }
}

interface Search {
  readonly isNew: boolean;
  readonly evaluator: Evaluator;
  readonly left: number;
  /** What has been looked at: to look again would find the same. */
  readonly seen: Set<Declaration>;
}

function leadsToBull(node: typescript.Expression, search: Search): boolean {
  if (search.left === 0) return false;
  const root = rootOf(node);
  if (root.kind === ts.SyntaxKind.ThisKeyword || ts.isConditionalExpression(root) || ts.isBinaryExpression(root))
    return search.isNew;
  if (ts.isCallExpression(root)) return search.isNew || loadsModule(root) || root.arguments.some(wrapsModule);
  if (ts.isClassLike(root)) return classLeads(root, search);
  if (!ts.isIdentifier(root)) return false;
  const scopes = scopesOf(root.getSourceFile());
  if (root.text === 'require') return scopes.resolve('require', root) === undefined;
  const binding = scopes.resolve(root.text, root);
  const further = { ...search, left: search.left - 1 };
  if (!binding) return false;
  if (binding.declarations.some((declaration) => declarationLeads(declaration, further))) return true;
  // `let Bull; try { Bull = require('bull'); } catch {}`
  const isLate = binding.declarations.some((each) => ts.isVariableDeclaration(each) && !each.initializer);
  return isLate && writesTo(binding).some(({ value }) => value !== null && valueLeads(value, further));
}

/** The name (or call) that a chain of members starts with, through casts and parentheses. */
function rootOf(node: typescript.Expression): typescript.Expression {
  let at = node;
  for (;;) {
    if (isWrapper(at) || ts.isPropertyAccessExpression(at) || ts.isElementAccessExpression(at)) {
      at = at.expression;
    } else if (ts.isBinaryExpression(at) && at.operatorToken.kind === ts.SyntaxKind.CommaToken) {
      // `(0, bull_1.default)(…)`, as compilers write a call without `this`.
      at = at.right;
    } else {
      return at;
    }
  }
}

function loadsModule({ expression, arguments: [specifier] }: typescript.CallExpression): boolean {
  const isLoad =
    expression.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(expression) && expression.text === 'require');
  return isLoad && !!specifier && ts.isStringLiteralLike(specifier);
}

/** The argument of `__importDefault(require('bull'))`. */
function wrapsModule(argument: typescript.Expression): boolean {
  return ts.isCallExpression(argument) && loadsModule(argument);
}

function declarationLeads(declaration: Declaration, search: Search): boolean {
  if (search.seen.has(declaration)) return false;
  search.seen.add(declaration);
  if (ts.isClassLike(declaration)) return search.isNew && classLeads(declaration, search);
  if (ts.isParameter(declaration)) return search.isNew && parameterLeads(declaration, search);
  if (ts.isFunctionLike(declaration)) return search.isNew && functionLeads(declaration, search);
  if (ts.isBindingElement(declaration)) return patternLeads(declaration, search);
  if (ts.isVariableDeclaration(declaration)) {
    const { initializer } = declaration;
    if (!initializer) return false;
    return ts.isObjectLiteralExpression(initializer) || valueLeads(initializer, search);
  }
  if (ts.isEnumDeclaration(declaration) || ts.isEnumMember(declaration) || ts.isModuleDeclaration(declaration))
    return false;
  return importLeads(declaration, search);
}

/** A class that extends Bull, or one that does. */
function classLeads({ heritageClauses }: typescript.ClassLikeDeclaration, search: Search): boolean {
  const base = heritageClauses?.find((clause) => clause.token === ts.SyntaxKind.ExtendsKeyword)?.types[0];
  return !!base && leadsToBull(base.expression, { ...search, left: search.left - 1 });
}

/** The constructor of an ES5 class, which calls its base on itself. */
function functionLeads(code: typescript.FunctionLikeDeclaration, search: Search): boolean {
  const call = superCallOf(code);
  return !!call && leadsToBull(call.expression, { ...search, left: search.left - 1 });
}

/** A parameter is what the calls of its function give it, or what a method passes to a callback. */
function parameterLeads(parameter: typescript.ParameterDeclaration, search: Search): boolean {
  const code = parameter.parent;
  const further = { ...search, left: search.left - 1 };
  if (ts.isCallExpression(code.parent) && ts.isPropertyAccessExpression(code.parent.expression)) {
    return leadsToBull(code.parent.expression.expression, further);
  }
  const index = code.parameters.indexOf(parameter);
  return callsOf(code).some(({ arguments: { [index]: argument } }) => !!argument && leadsToBull(argument, further));
}

function patternLeads(element: typescript.BindingElement, search: Search): boolean {
  let at: typescript.Node = element;
  while (!ts.isVariableDeclaration(at) && !ts.isParameter(at)) at = at.parent;
  return declarationLeads(at, search);
}

function valueLeads(initializer: typescript.Expression, search: Search): boolean {
  const root = rootOf(initializer);
  if (ts.isCallExpression(root) && ts.isIdentifier(root.expression) && root.expression.text === 'require') {
    const [specifier] = root.arguments;
    return !!specifier && ts.isStringLiteralLike(specifier) && moduleLeads(specifier, search);
  }
  if (ts.isFunctionExpression(root)) return search.isNew && functionLeads(root, search);
  if (ts.isArrowFunction(root)) return false;
  return leadsToBull(initializer, search);
}

function importLeads(declaration: typescript.Node, search: Search): boolean {
  let at = declaration;
  while (!ts.isImportDeclaration(at) && !ts.isImportEqualsDeclaration(at)) at = at.parent;
  if (ts.isImportDeclaration(at))
    return ts.isStringLiteral(at.moduleSpecifier) && moduleLeads(at.moduleSpecifier, search);
  const { moduleReference } = at;
  if (!ts.isExternalModuleReference(moduleReference)) return true;
  return ts.isStringLiteral(moduleReference.expression) && moduleLeads(moduleReference.expression, search);
}

function moduleLeads(specifier: typescript.StringLiteralLike, { isNew, evaluator }: Search): boolean {
  const module = evaluator.modules.resolve(specifier.text, specifier.getSourceFile().fileName);
  if (module.kind === 'package') return module.name === 'bull' || module.name === '@nestjs/bull';
  if (module.kind === 'missing' || !evaluator.others.leadsToQueues(module.path)) return false;
  // A class may extend one that extends Bull; a function that is called like Bull is Bull itself.
  const text = isNew ? null : evaluator.project.read(module.path);
  return isNew || text === undefined || (text !== null && mentionsBull(text));
}
