import type typescript from 'typescript';
import { ts } from '../syntax/typescript';
import { type Location, locationOf } from '../syntax/location';
import { returnsOf } from './returns';
import { withDefault } from './bindings';
import { construct, evaluateArguments, packageConstruction } from './classes';
import type { Environment } from './activation';
import { inheritedConstruction } from './es5-classes';
import type { Evaluator } from './evaluator';
import { callGlobal, newGlobal } from './globals';
import { absent, either, unknown } from './build-value';
import { memberOf } from './members';
import { requireModule } from './module-values';
import { callPackage, isBull } from './packages';
import { alternatives } from './inspect-value';
import { scopesOf } from '../syntax/scopes';
import { identityOf, onceOf, readSlot } from './caches';
import type { InstanceValue, Value } from './value';

export function evaluateCall(
  node: typescript.CallExpression,
  environment: Environment | null,
  evaluator: Evaluator,
): Value {
  const module = moduleCall(node, environment, evaluator) ?? callGlobal(node, environment, evaluator);
  if (module) return module;
  const method = methodCall(node, environment, evaluator);
  if (method) return method;
  const at = locationOf(node);
  const callee = evaluator.evaluateIn(node.expression, environment);
  if (callee.kind === 'unknown') return unknown(at);
  const args = evaluateArguments(node.arguments, environment, evaluator);
  return either(
    alternatives(callee).map((single): Value => {
      if (single.kind !== 'imported')
        return invoke(single, args, { at, once: onceOf(node, environment, evaluator) }, evaluator);
      if (isBull(single)) return instance(node, { of: single, args }, environment, evaluator);
      return callPackage(single, args, at);
    }),
    at,
  );
}

/** `require('x')` and `import('x')`. */
function moduleCall(
  { expression, arguments: [specifier] }: typescript.CallExpression,
  environment: Environment | null,
  evaluator: Evaluator,
): Value | undefined {
  const isImport = expression.kind === ts.SyntaxKind.ImportKeyword;
  if (!isImport && !isRequire(expression, environment, evaluator)) return undefined;
  return specifier && ts.isStringLiteralLike(specifier) ? requireModule(specifier, evaluator) : undefined;
}

/** The global `require`, or one from `createRequire`. */
function isRequire(node: typescript.Expression, environment: Environment | null, evaluator: Evaluator): boolean {
  if (!ts.isIdentifier(node)) return false;
  const binding = scopesOf(node.getSourceFile()).resolve(node.text, node);
  if (!binding) return node.text === 'require';
  const [declaration] = binding.declarations;
  const initializer = declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  if (!initializer || !ts.isCallExpression(initializer)) return false;
  const made = evaluator.evaluateIn(initializer.expression, environment);
  return made.kind === 'imported' && made.module === 'module' && made.path.at(-1) === 'createRequire';
}

/** Methods that say what they return whatever they are called on: slots of a cache, promises, `bind`. */
function methodCall(
  node: typescript.CallExpression,
  environment: Environment | null,
  evaluator: Evaluator,
): Value | undefined {
  const { expression } = node;
  if (!ts.isPropertyAccessExpression(expression)) return undefined;
  const [argument] = node.arguments;
  switch (expression.name.text) {
    case 'get': {
      if (!argument || node.arguments.length !== 1) return undefined;
      const key = evaluator.evaluateIn(argument, environment);
      const name = key.kind === 'literal' ? String(key.value) : undefined;
      const slot = readSlot(expression.expression, name, environment, evaluator);
      if (slot) return slot;
      const holder = evaluator.evaluateIn(expression.expression, environment);
      const isMap = holder.kind === 'object' && holder.node === null && !holder.properties.has('get');
      return isMap && name !== undefined ? memberOf(holder, name, locationOf(node)) : undefined;
    }
    case 'bind':
    case 'unref':
      return evaluator.evaluateIn(expression.expression, environment);
    case 'duplicate': {
      const original = evaluator.evaluateIn(expression.expression, environment);
      if (original.kind !== 'instance' || original.of.module !== 'ioredis' || original.of.path.at(-1) === 'Cluster') {
        return undefined;
      }
      // ioredis takes the first that has an option, so what is given here is over what the original has.
      const args = [...evaluateArguments(node.arguments, environment, evaluator), ...original.args];
      return instance(node, { of: original.of, args }, environment, evaluator);
    }
    case 'then': {
      const value = evaluator.evaluateIn(expression.expression, environment);
      if (value.kind === 'unknown' || !argument) return undefined;
      const handler = evaluator.evaluateIn(argument, environment);
      return invoke(handler, [value], { at: locationOf(node), once: onceOf(node, environment, evaluator) }, evaluator);
    }
    default:
      return undefined;
  }
}

export function evaluateNew(
  node: typescript.NewExpression,
  environment: Environment | null,
  evaluator: Evaluator,
): Value {
  const global = newGlobal(node, environment, evaluator);
  if (global) return global;
  const at = locationOf(node);
  const callee = evaluator.evaluateIn(node.expression, environment);
  if (callee.kind === 'unknown') return unknown(at);
  const args = evaluateArguments(node.arguments, environment, evaluator);
  return either(
    alternatives(callee).map((single): Value => {
      if (single.kind === 'imported') return instance(node, { of: single, args }, environment, evaluator);
      if (single.kind === 'class') {
        const made = packageConstruction(single, args, evaluator);
        if (made) return instance(node, made, environment, evaluator);
        return construct(single, args, onceOf(node, environment, evaluator), evaluator);
      }
      const made = single.kind === 'function' ? inheritedConstruction(single, args, evaluator) : null;
      return made ? instance(node, made, environment, evaluator) : unknown(at);
    }),
    at,
  );
}

function instance(
  node: typescript.NewExpression | typescript.CallExpression,
  made: Pick<InstanceValue, 'of' | 'args'>,
  environment: Environment | null,
  evaluator: Evaluator,
): InstanceValue {
  const identity = identityOf(node, environment, evaluator);
  return { kind: 'instance', of: made.of, args: made.args, node, identity, at: locationOf(node) };
}

/** What a function returns for `args`. `once` names what it makes if this call runs once; null if it runs again. */
export function invoke(
  callee: Value,
  args: readonly Value[],
  { at, once }: { at: Location; once: string | null },
  evaluator: Evaluator,
): Value {
  return either(
    alternatives(callee).map((single): Value => {
      if (single.kind !== 'function') return unknown(at);
      const { node } = single;
      const outer = single.scope as Environment | null;
      const environment = bindArguments(node.parameters, args, node, outer, once, evaluator);
      if (!node.body || ts.isBlock(node.body)) return returnsOf(node, environment, evaluator);
      return evaluator.evaluateIn(node.body, environment);
    }),
    at,
  );
}

/** The activation of `code` (a function, or a class for its constructor) with its parameters bound. */
export function bindArguments(
  parameters: readonly typescript.ParameterDeclaration[],
  args: readonly Value[],
  code: typescript.Node,
  outer: Environment | null,
  once: string | null,
  evaluator: Evaluator,
): Environment {
  const bound = new Map<typescript.ParameterDeclaration, Value>();
  const environment: Environment = { code, outer, arguments: bound, self: null, once, values: new Map() };
  parameters.forEach((parameter, index) => {
    const at = locationOf(parameter);
    if (parameter.dotDotDotToken) {
      bound.set(parameter, { kind: 'array', elements: args.slice(index), open: false, at });
    } else {
      bound.set(parameter, withDefault(args[index] ?? absent(at), parameter.initializer, environment, evaluator));
    }
  });
  return environment;
}
