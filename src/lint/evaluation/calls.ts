import type typescript from 'typescript';
import { locationOf, type Location } from '../syntax/location';
import { scopesOf } from '../syntax/scopes';
import { ts } from '../syntax/typescript';
import { bindArguments, evaluateArguments } from './arguments';
import { either, literal, unknown } from './build-value';
import { identityOf, onceOf, readSlot } from './caches';
import { construct, packageConstruction } from './classes';
import { inheritedConstruction } from './es5-classes';
import { callGlobal, newGlobal } from './globals';
import { alternatives } from './inspect-value';
import { flattened, listMethod, mapped } from './lists';
import { memberOf } from './members';
import { callPackage, isBull, isNodeRedisClient } from './packages';
import { returnsOf } from './returns';
import type { Frame, InstanceValue, Value } from './value';

export function evaluateCall(node: typescript.CallExpression, frame: Frame): Value {
  const module = moduleCall(node, frame) ?? callGlobal(node, frame);
  if (module) return module;
  const method = methodCall(node, frame);
  if (method) return method;
  const at = locationOf(node);
  const callee = frame.evaluate(node.expression);
  if (callee.kind === 'unknown') return unknown(at);
  const args = evaluateArguments(node.arguments, frame);
  return either(
    alternatives(callee).map((single): Value => {
      if (single.kind !== 'imported') return invoke(single, args, { at, once: onceOf(node, frame) });
      if (isBull(single) || isNodeRedisClient(single)) return instance(node, { of: single, args }, frame);
      return callPackage(single, args, at);
    }),
    at,
  );
}

/** `require('x')` and `import('x')`. */
function moduleCall(
  { expression, arguments: [specifier] }: typescript.CallExpression,
  frame: Frame,
): Value | undefined {
  const isImport = expression.kind === ts.SyntaxKind.ImportKeyword;
  if (!isImport && !isRequire(expression, frame)) return undefined;
  return specifier && ts.isStringLiteralLike(specifier) ? frame.evaluator.imported(specifier, '*') : undefined;
}

/** The global `require`, or one from `createRequire`. */
function isRequire(node: typescript.Expression, frame: Frame): boolean {
  if (!ts.isIdentifier(node)) return false;
  const binding = scopesOf(node.getSourceFile()).resolve(node.text, node);
  if (!binding) return node.text === 'require';
  const [declaration] = binding.declarations;
  const initializer = declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  if (!initializer || !ts.isCallExpression(initializer)) return false;
  const made = frame.evaluate(initializer.expression);
  return made.kind === 'imported' && made.module === 'module' && made.path.at(-1) === 'createRequire';
}

/** Methods that say what they return whatever they are called on: slots of a cache, promises, `bind`. */
function methodCall(node: typescript.CallExpression, frame: Frame): Value | undefined {
  const { expression } = node;
  if (!ts.isPropertyAccessExpression(expression)) return undefined;
  const [argument] = node.arguments;
  switch (expression.name.text) {
    case 'get': {
      if (!argument || node.arguments.length !== 1) return undefined;
      const key = frame.evaluate(argument);
      const name = key.kind === 'literal' ? String(key.value) : undefined;
      const slot = readSlot(expression.expression, name, frame);
      if (slot) return slot;
      const holder = frame.evaluate(expression.expression);
      const isMap = holder.kind === 'object' && holder.node === null && !holder.properties.has('get');
      return isMap && name !== undefined ? memberOf(holder, name, locationOf(node)) : undefined;
    }
    case 'bind':
    case 'unref':
      return frame.evaluate(expression.expression);
    case 'duplicate': {
      const original = frame.evaluate(expression.expression);
      if (original.kind !== 'instance' || original.of.module !== 'ioredis' || original.of.path.at(-1) === 'Cluster') {
        return undefined;
      }
      // ioredis takes the first that has an option, so what is given here is over what the original has.
      const args = [...evaluateArguments(node.arguments, frame), ...original.args];
      return instance(node, { of: original.of, args }, frame);
    }
    case 'then': {
      const value = frame.evaluate(expression.expression);
      if (value.kind === 'unknown' || !argument) return undefined;
      const handler = frame.evaluate(argument);
      return invoke(handler, [value], { at: locationOf(node), once: onceOf(node, frame) });
    }
    case 'map':
    case 'flatMap': {
      const handler = argument && frame.evaluate(argument);
      if (handler?.kind !== 'function') return undefined;
      return mapWith(handler, frame.evaluate(expression.expression), node, frame);
    }
    default:
      return listMethod(node, frame);
  }
}

/** What `list.map(handler)` returns: of a list that is not known, any number of what the handler makes of one element. */
function mapWith(handler: Value, list: Value, node: typescript.CallExpression, frame: Frame): Value {
  const at = locationOf(node);
  const once = onceOf(node, frame);
  const made = mapped(list, at, (element, index) =>
    invoke(handler, index === null ? [element] : [element, literal(index, at)], {
      at,
      once: once === null || index === null ? null : `${once}#${index}`,
    }),
  );
  const { expression } = node;
  const isFlat = ts.isPropertyAccessExpression(expression) && expression.name.text === 'flatMap';
  return isFlat ? flattened(made, at) : made;
}

export function evaluateNew(node: typescript.NewExpression, frame: Frame): Value {
  const global = newGlobal(node, frame);
  if (global) return global;
  const at = locationOf(node);
  const callee = frame.evaluate(node.expression);
  if (callee.kind === 'unknown') return unknown(at, { is: 'truthy' });
  const args = evaluateArguments(node.arguments, frame);
  return either(
    alternatives(callee).map((single): Value => {
      if (single.kind === 'imported') return instance(node, { of: single, args }, frame);
      if (single.kind === 'class') {
        const made = packageConstruction(single, args);
        if (made) return instance(node, made, frame);
        return construct(single, args, onceOf(node, frame));
      }
      const made = single.kind === 'function' ? inheritedConstruction(single, args) : null;
      return made ? instance(node, made, frame) : unknown(at, { is: 'truthy' });
    }),
    at,
  );
}

function instance(
  node: typescript.NewExpression | typescript.CallExpression,
  made: Pick<InstanceValue, 'of' | 'args'>,
  frame: Frame,
): InstanceValue {
  const identity = identityOf(node, frame);
  return { kind: 'instance', of: made.of, args: made.args, node, identity, at: locationOf(node) };
}

/**
 * What a call of `callee` with `args` returns (all returns, joined; of an async function what it resolves to), if it is
 * called again and again from outside, as Bull calls `createClient`. Unknown for what is no function that can be read.
 */
export function call(callee: Value, args: readonly Value[]): Value {
  return invoke(callee, args, { at: callee.at, once: null });
}

/** What a function returns for `args`. `once` names what it makes if this call runs once; null if it runs again. */
export function invoke(
  callee: Value,
  args: readonly Value[],
  { at, once }: { at: Location; once: string | null },
): Value {
  return either(
    alternatives(callee).map((single): Value => {
      if (single.kind !== 'function') return unknown(at);
      const { node } = single;
      const frame = bindArguments(node.parameters, args, { code: node, outer: single.scope, once });
      if (!node.body || ts.isBlock(node.body)) return returnsOf(node, frame);
      return frame.evaluate(node.body);
    }),
    at,
  );
}
