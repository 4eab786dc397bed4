import type typescript from 'typescript';
import type { RuleContext } from '../../engine/rule';
import { scopesOf } from '../../syntax/scopes';
import { ts } from '../../syntax/typescript';
import { isWrapper } from '../../syntax/unwrap';
import { importedNames } from './imported-names';

const BULL_TYPE = /Bull|\bQueueOptions\b/;
const BULL_CALL = /Bull\w*\.(forRoot|forRootAsync|registerQueue|registerQueueAsync)$/;

/**
 * Whether the options that a call of BullModule gets are written for Bull alone, so that a `createClient` has a place in
 * them: in the call itself, or under a name that has no type of another library and that no other code reads.
 */
export function isForBull(
  options: typescript.ObjectLiteralExpression,
  call: typescript.CallExpression,
  context: RuleContext,
): boolean {
  if (ts.findAncestor(options, (node) => node === call)) return true;
  const holder = ts.findAncestor(options, isHolder);
  if (!holder) return true;
  const types = [holder.type, ...wrappersOf(options).map((node) => node.type)];
  if (!types.every((type) => !type || BULL_TYPE.test(type.getText()) || type.getText() === 'const')) return false;
  const named = ts.isArrowFunction(holder) ? ts.findAncestor(holder, ts.isVariableDeclaration) : holder;
  if (!named?.name || !ts.isIdentifier(named.name) || isNested(options, holder)) return true;
  return usesOf(named.name, context).every(isInBullCall);
}

type Holder =
  | typescript.VariableDeclaration
  | typescript.FunctionDeclaration
  | typescript.MethodDeclaration
  | typescript.ArrowFunction;

function isHolder(node: typescript.Node): node is Holder {
  return (
    ts.isVariableDeclaration(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isArrowFunction(node)
  );
}

/** A part of a larger object: who reads the others is no matter. */
function isNested(options: typescript.Node, holder: typescript.Node): boolean {
  return ts.findAncestor(options, (node) => node === holder || ts.isPropertyAssignment(node)) !== holder;
}

function wrappersOf(node: typescript.Node): readonly (typescript.AsExpression | typescript.SatisfiesExpression)[] {
  const { parent } = node;
  if (!isWrapper(parent)) return [];
  const own = ts.isAsExpression(parent) || ts.isSatisfiesExpression(parent) ? [parent] : [];
  return [...own, ...wrappersOf(parent)];
}

/** Where a name of its file stands, there and in the files that import it. */
function usesOf(name: typescript.Identifier, context: RuleContext): readonly typescript.Identifier[] {
  const { fileName } = name.getSourceFile();
  return [fileName, ...context.workspace.importersOf(fileName)].flatMap((path) => {
    const file = context.project.parse(path);
    const local = file && (path === fileName ? name.text : importedNames(file, fileName, context).get(name.text));
    const uses = (local && scopesOf(file.ast).identifiers.get(local)) || [];
    return uses.filter((use) => use !== name && !isDeclared(use));
  });
}

function isDeclared({ parent }: typescript.Identifier): boolean {
  return (
    ts.isImportSpecifier(parent) ||
    ts.isImportClause(parent) ||
    ts.isExportSpecifier(parent) ||
    ts.isExportAssignment(parent)
  );
}

function isInBullCall(use: typescript.Identifier): boolean {
  return !!ts.findAncestor(use, (node) => ts.isCallExpression(node) && BULL_CALL.test(node.expression.getText()));
}
