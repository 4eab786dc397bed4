import type typescript from 'typescript';
import { scopesOf } from '../syntax/scopes';
import { ts } from '../syntax/typescript';
import { bindArguments, evaluateArguments } from './arguments';
import { unknown } from './build-value';
import type { PackageConstruction } from './classes';
import type { FunctionValue, Value } from './value';

/**
 * What `new Sub(…args)` gives to the package's class whose constructor `Sub` calls on itself, as in
 * `function Sub(name) { Bull.call(this, name, url); }`; null where it calls none.
 */
export function inheritedConstruction(sub: FunctionValue, args: readonly Value[]): PackageConstruction | null {
  const call = superCallOf(sub.node);
  if (!call || !ts.isPropertyAccessExpression(call.expression)) return null;
  const base = sub.scope.evaluate(call.expression.expression);
  if (base.kind !== 'imported') return null;
  const frame = bindArguments(sub.node.parameters, args, { code: sub.node, outer: sub.scope, once: null });
  const isCall = call.expression.name.text === 'call';
  const passed = evaluateArguments(isCall ? call.arguments.slice(1) : call.arguments, frame);
  return { of: base, args: isCall ? passed : elementsOf(passed[1]), superCall: call, lastSuperCall: call };
}

/** `Base.call(this, …)` or `Base.apply(this, …)` in a function's own code. */
export function superCallOf(node: typescript.FunctionLikeDeclaration): typescript.CallExpression | undefined {
  return scopesOf(node.getSourceFile()).constructs.find((each): each is typescript.CallExpression => {
    if (!ts.isCallExpression(each) || each.pos < node.pos || each.end > node.end) return false;
    const { expression } = each;
    if (!ts.isPropertyAccessExpression(expression) || !/^(call|apply)$/.test(expression.name.text)) return false;
    return each.arguments[0]?.kind === ts.SyntaxKind.ThisKeyword;
  });
}

/** The list that `apply` takes; `arguments` itself is not followed. */
function elementsOf(list: Value | undefined): readonly Value[] {
  if (list?.kind === 'array' && !list.open) return list.elements;
  return list ? [unknown(list.at), unknown(list.at), unknown(list.at)] : [];
}
