import type typescript from 'typescript';
import type { NestParts } from '../constructions/construction';
import { moduleOf } from '../syntax/module-of';
import { scopesOf } from '../syntax/scopes';
import { ts } from '../syntax/typescript';

/** Puts together what is made one of: the two sides of a condition, the cases of a switch, equal registrations of NestJS. */
export function eitherOr<T extends Made>(all: readonly T[]): readonly (readonly T[])[] {
  const groups: T[][] = [];
  for (const each of all) {
    const own = groups.find((group) => group.every((other) => excludes(other.node, each.node) || areOne(other, each)));
    if (own) own.push(each);
    else groups.push([each]);
  }
  return groups;
}

interface Made {
  readonly node: typescript.Node;
  readonly nest?: NestParts | null;
}

/** Whether two registrations of NestJS make one queue. */
export function areOne({ nest: a }: Pick<Made, 'nest'>, { nest: b }: Pick<Made, 'nest'>): boolean {
  return !!a?.registration && a.registration === b?.registration;
}

/** Whether these also have the same options: of two, Nest takes the first, and what a file calls its own may differ in another. */
export function areSame(a: Made, b: Made): boolean {
  return areOne(a, b) && (a.node.getSourceFile() === b.node.getSourceFile() || !usesOwnVariables(a.node));
}

function usesOwnVariables(node: typescript.Node): boolean {
  if (ts.isIdentifier(node)) {
    const binding = scopesOf(node.getSourceFile()).resolve(node.text, node);
    return !!binding && ts.isSourceFile(binding.scope) && moduleOf(node) === undefined;
  }
  if (ts.isPropertyAccessExpression(node)) return usesOwnVariables(node.expression);
  if (ts.isPropertyAssignment(node)) return usesOwnVariables(node.initializer);
  return ts.forEachChild(node, (child) => usesOwnVariables(child) || undefined) ?? false;
}

/** Whether code that runs one of two nodes, once, does not run the other. */
function excludes(a: typescript.Node, b: typescript.Node): boolean {
  const ways = [wayTo(a), wayTo(b)] as const;
  const [first, second] = a.pos <= b.pos ? ways : ([ways[1], ways[0]] as const);
  const fork = first.findIndex((node, i) => node !== second[i]);
  const [parent, earlier, later] = [first[fork - 1], first[fork], second[fork]];
  if (!parent || !earlier || !later) return false;
  if (ts.isConditionalExpression(parent)) return parent.whenTrue === earlier && parent.whenFalse === later;
  if (ts.isIfStatement(parent)) return parent.thenStatement === earlier && parent.elseStatement === later;
  if (ts.isCaseBlock(parent) && ts.isCaseOrDefaultClause(earlier)) return isLeft(earlier.statements);
  if (ts.isTryStatement(parent)) return parent.tryBlock === earlier && parent.catchClause === later;
  return ts.isIfStatement(earlier) && first[fork + 1] === earlier.thenStatement && isLeft([earlier.thenStatement]);
}

/** The nodes from the source file down to one. */
function wayTo(node: typescript.Node): readonly typescript.Node[] {
  const way = [node];
  for (let at = node; !ts.isSourceFile(at);) way.unshift((at = at.parent));
  return way;
}

/** Whether what follows some statements does not run after them. */
function isLeft(statements: readonly typescript.Statement[]): boolean {
  const last = statements.at(-1);
  if (!last) return false;
  if (ts.isBlock(last)) return isLeft(last.statements);
  return ts.isReturnStatement(last) || ts.isThrowStatement(last) || ts.isBreakOrContinueStatement(last);
}
