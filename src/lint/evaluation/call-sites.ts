import type typescript from 'typescript';
import { exportsOf } from '../syntax/exports';
import { locationOf } from '../syntax/location';
import { referencesTo, scopesOf, type Binding } from '../syntax/scopes';
import { ts } from '../syntax/typescript';
import { evaluateArguments, withDefault } from './arguments';
import { absent, either, unknown } from './build-value';
import { elementOf } from './members';
import type { Frame, UnknownValue, Value } from './value';

/** More calls than this say nothing in common. */
const MOST_CALLS = 20;

/**
 * What a parameter may be when nobody's call is being followed: what all calls in its file give it, and unknown besides
 * when the function can be called from elsewhere.
 */
export function parameterFromCalls(parameter: typescript.ParameterDeclaration, frame: Frame): Value {
  const at = locationOf(parameter);
  const otherwise = unknown(at, { type: annotatedType(parameter.type) });
  const code = parameter.parent;
  const index = code.parameters.indexOf(parameter);
  const passed = index === 0 ? passedByMethod(code, frame) : undefined;
  if (passed && passed.kind !== 'unknown') return passed;
  const binding = ts.isConstructorDeclaration(code) ? undefined : bindingOf(code);
  if (!binding || parameter.dotDotDotToken) return otherwise;
  const values: Value[] = [];
  for (const use of referencesTo(binding)) {
    if (use.parent === binding.declarations[0]) continue;
    const call = use.parent;
    if (!ts.isCallExpression(call) || call.expression !== use || values.length > MOST_CALLS) return otherwise;
    const argument = evaluateArguments(call.arguments, frame)[index] ?? absent(at);
    values.push(withDefault(argument, parameter.initializer, frame));
  }
  if (values.length === 0) return otherwise;
  return either(isExported(binding) ? [...values, otherwise] : values, at);
}

/** What a method calls its callback with: `list.map(…)` an element, `promise.then(…)` what it resolves to. */
function passedByMethod(code: typescript.Node, frame: Frame): Value | undefined {
  const { parent } = code;
  if (!ts.isCallExpression(parent) || parent.arguments[0] !== code) return undefined;
  const { expression } = parent;
  if (!ts.isPropertyAccessExpression(expression)) return undefined;
  if (/^(map|forEach|filter|flatMap)$/.test(expression.name.text)) {
    return elementOf(frame.evaluate(expression.expression), locationOf(code));
  }
  return expression.name.text === 'then' ? frame.evaluate(expression.expression) : undefined;
}

/** The calls of a function by its name, in its own file; none for what is called in other ways. */
export function callsOf(code: typescript.Node): readonly typescript.CallExpression[] {
  const binding = bindingOf(code);
  return (binding ? referencesTo(binding) : []).flatMap(({ parent }) => (ts.isCallExpression(parent) ? [parent] : []));
}

/** The variable or declaration through which a function is called. */
function bindingOf(code: typescript.Node): Binding | undefined {
  const scopes = scopesOf(code.getSourceFile());
  if (ts.isFunctionDeclaration(code)) return code.name && scopes.resolve(code.name.text, code);
  const { parent } = code;
  if (!ts.isVariableDeclaration(parent) || !ts.isIdentifier(parent.name)) return undefined;
  const isConstant = ts.isVariableDeclarationList(parent.parent) && (parent.parent.flags & ts.NodeFlags.Const) !== 0;
  return isConstant ? scopes.resolve(parent.name.text, parent) : undefined;
}

function isExported(binding: Binding): boolean {
  if (!ts.isSourceFile(binding.scope)) return false;
  const { names } = exportsOf(binding.scope);
  return (
    [...names.values()].some((source) => source.kind === 'name' && source.name === binding.name) ||
    hasExportKeyword(binding)
  );
}

function hasExportKeyword({ declarations: [declaration] }: Binding): boolean {
  return !!declaration && ts.isFunctionDeclaration(declaration) && !!declaration.modifiers?.length;
}

function annotatedType(type: typescript.TypeNode | undefined): UnknownValue['type'] {
  switch (type?.kind) {
    case ts.SyntaxKind.StringKeyword:
      return 'string';
    case ts.SyntaxKind.NumberKeyword:
      return 'number';
    case ts.SyntaxKind.BooleanKeyword:
      return 'boolean';
    case ts.SyntaxKind.FunctionType:
      return 'function';
    case ts.SyntaxKind.TypeLiteral:
      return 'object';
    default:
      return undefined;
  }
}
