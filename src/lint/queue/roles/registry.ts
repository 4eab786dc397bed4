import type typescript from 'typescript';
import { ts } from '../../syntax/typescript';
import type { Evaluator } from '../../evaluation/value';
import { scopesOf, referencesTo } from '../../syntax/scopes';
import { needsSubscriber } from './methods';

/** Methods of arrays, sets and maps that only store what they are given, or forget it. */
const STORES = new Set(['push', 'unshift', 'add', 'set', 'delete']);

/**
 * Whether `call` hands its argument to a function of the workspace that only stores and returns it and listens to its own
 * events, as a registry for the shutdown does. What is done with the queue is then done with what the call returns.
 */
export function isOnlyKept(
  call: typescript.NewExpression | typescript.CallExpression,
  argument: typescript.Expression,
  evaluator: Evaluator,
): boolean {
  const index = call.arguments?.indexOf(argument) ?? -1;
  if (!ts.isCallExpression(call) || !ts.isIdentifier(call.expression)) return false;
  const callee = evaluator.evaluate(call.expression);
  const parameter = callee.kind === 'function' ? callee.node.parameters[index] : undefined;
  if (!parameter || parameter.dotDotDotToken || !ts.isIdentifier(parameter.name)) return false;
  const binding = scopesOf(parameter.getSourceFile()).resolve(parameter.name.text, parameter.name);
  if (!binding) return false;
  const uses = referencesTo(binding).filter((each) => each !== parameter.name);
  return uses.length > 0 && uses.every((use) => ts.isReturnStatement(use.parent) || isStored(use) || isListenedTo(use));
}

function isStored({ parent }: typescript.Identifier): boolean {
  return (
    ts.isCallExpression(parent) &&
    ts.isPropertyAccessExpression(parent.expression) &&
    STORES.has(parent.expression.name.text)
  );
}

/** `queue.on('close', …)`; an event of other processes makes the queue a subscriber. */
function isListenedTo({ parent }: typescript.Identifier): boolean {
  if (!ts.isPropertyAccessExpression(parent) || !/^(on|once)$/.test(parent.name.text)) return false;
  const [event] = ts.isCallExpression(parent.parent) ? parent.parent.arguments : [];
  return event !== undefined && ts.isStringLiteralLike(event) && !needsSubscriber(event.text);
}
