import type typescript from 'typescript';
import { ownUsesOf } from '../evaluation/call-sites';
import { alternatives } from '../evaluation/inspect-value';
import type { Call, Evaluator } from '../evaluation/value';
import type { Project } from '../files/project';
import { hasModifier } from '../syntax/modifiers';
import { scopesOf } from '../syntax/scopes';
import { ts } from '../syntax/typescript';

interface ElsewhereSources {
  readonly evaluator: Evaluator;
  readonly project: Project;
  /** The files that were looked at. */
  readonly files: readonly string[];
  /** Whether the calls of a file are asked for. */
  isLoaded(file: string): boolean;
  /** The files that take a function or class of another otherwise than to call it. */
  filesHandingOn(code: typescript.Node): readonly string[];
}

/**
 * Whether a function or class of which some calls are known may have others: it is handed to code that is not followed, or
 * is a method, and one of its name is called on something that is not known.
 */
export function mayBeCalledElsewhere(
  code: typescript.Node,
  calls: readonly Call[],
  sources: ElsewhereSources,
): boolean {
  const file = code.getSourceFile().fileName;
  if (sources.isLoaded(file) && ownUsesOf(code)?.others.some((use) => !isLookedAt(use) && !listThatCalls(use)))
    return true;
  if (sources.filesHandingOn(code).some((each) => sources.isLoaded(each))) return true;
  const name = memberName(code);
  if (name === undefined) return false;
  const files = isPrivate(code) ? [file] : sources.files;
  const mayBeIt = (use: typescript.Identifier): boolean => mayBeMember(use, code, sources.evaluator);
  return files.some((each) => {
    if (!sources.isLoaded(each)) return false;
    const ast = sources.project.parse(each)?.ast;
    const uses = (ast && scopesOf(ast).identifiers.get(name)) ?? [];
    return uses.filter(mayBeIt).length > callsIn(each, name, calls);
  });
}

/** The lists whose every element a function is called with, in its own file: `names.map(createQueue)`. */
export function listsThatCall(code: typescript.Node): readonly ListCall[] {
  return (ownUsesOf(code)?.others ?? []).flatMap((use) => listThatCalls(use) ?? []);
}

type ListCall = typescript.CallExpression & { readonly expression: typescript.PropertyAccessExpression };

function listThatCalls(use: typescript.Identifier): ListCall | null {
  const { parent } = use;
  if (!ts.isCallExpression(parent) || parent.arguments[0] !== use) return null;
  const { expression } = parent;
  const isList = ts.isPropertyAccessExpression(expression) && /^(map|forEach|flatMap)$/.test(expression.name.text);
  return isList ? (parent as ListCall) : null;
}

/** `Mailer.instance` and `sender instanceof Mailer` call nothing. */
function isLookedAt({ parent }: typescript.Identifier): boolean {
  if (ts.isPropertyAccessExpression(parent)) return true;
  return ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword;
}

/** `make` of a class's method, and of `{ make(name) {…} }` and `{ make: (name) => … }`. */
function memberName(code: typescript.Node): string | undefined {
  const member = ts.isMethodDeclaration(code) ? code : ts.isPropertyAssignment(code.parent) ? code.parent : null;
  return member && ts.isIdentifier(member.name) ? member.name.text : undefined;
}

function isPrivate(code: typescript.Node): boolean {
  return ts.isMethodDeclaration(code) && hasModifier(code, ts.SyntaxKind.PrivateKeyword);
}

/** Whether a name takes the member `code` of something; `ConfigModule.forRoot` of a package and `Object.create` do not. */
function mayBeMember(name: typescript.Identifier, code: typescript.Node, evaluator: Evaluator): boolean {
  const { parent: access } = name;
  if (!ts.isPropertyAccessExpression(access) || access.name !== name) return false;
  if (ts.isPropertyAccessExpression(access.parent) || isGlobal(access.expression)) return false;
  evaluator.refuel();
  const values = alternatives(evaluator.evaluate(access));
  const functions = values.flatMap((value) => (value.kind === 'function' ? [value.node] : []));
  return functions.length > 0 ? functions.some((each) => each === code) : values.some(({ kind }) => kind === 'unknown');
}

function isGlobal(node: typescript.Expression): boolean {
  return ts.isIdentifier(node) && !scopesOf(node.getSourceFile()).resolve(node.text, node);
}

function callsIn(file: string, name: string, calls: readonly Call[]): number {
  const called = new Set(calls.filter((call) => call.getSourceFile().fileName === file));
  return [...called].filter(
    ({ expression }) => ts.isPropertyAccessExpression(expression) && expression.name.text === name,
  ).length;
}
