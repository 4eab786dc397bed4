import type typescript from 'typescript';
import type { RuleContext } from '../../engine/rule';
import { scopesOf } from '../../syntax/scopes';
import { ts } from '../../syntax/typescript';
import { wrapped } from '../../syntax/unwrap';
import { importedNames } from './imported-names';

/**
 * The element of a list of modules that is what a call of BullModule makes: the call itself, or the constant that holds
 * it, or a call of the function that returns it, in whatever file; null where none is seen.
 */
export function listedModule(call: typescript.CallExpression, context: RuleContext): typescript.Expression | null {
  if (ts.isArrayLiteralExpression(call.parent)) return call;
  const holder = holderOf(call);
  if (!holder) return null;
  const { fileName } = call.getSourceFile();
  for (const path of [fileName, ...context.workspace.importersOf(fileName)]) {
    const file = context.project.parse(path);
    if (!file) continue;
    const name = path === fileName ? holder.name : importedNames(file, fileName, context).get(holder.name);
    for (const use of (name && scopesOf(file.ast).identifiers.get(name)) || []) {
      const element = holder.isFunction && ts.isCallExpression(use.parent) ? use.parent : use;
      if (holder.isFunction === (element !== use) && isImported(element)) return element;
    }
  }
  return null;
}

interface Holder {
  readonly name: string;
  /** It returns what the call makes. */
  readonly isFunction: boolean;
}

function holderOf(call: typescript.CallExpression): Holder | null {
  const { parent } = wrapped(call);
  if (ts.isArrowFunction(parent)) return named(parent, true);
  if (!ts.isReturnStatement(parent)) return named(wrapped(call), false);
  const code = ts.findAncestor(parent, ts.isFunctionLike);
  return code ? named(code, true) : null;
}

function named(node: typescript.Node, isFunction: boolean): Holder | null {
  const { name } = ts.isFunctionDeclaration(node) ? node : ts.isVariableDeclaration(node.parent) ? node.parent : {};
  return name && ts.isIdentifier(name) ? { name: name.text, isFunction } : null;
}

/** Whether it stands in the `imports` of a module. */
function isImported({ parent: list }: typescript.Expression): boolean {
  return (
    ts.isArrayLiteralExpression(list) &&
    ts.isPropertyAssignment(list.parent) &&
    list.parent.name.getText() === 'imports'
  );
}
