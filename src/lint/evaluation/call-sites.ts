import type typescript from 'typescript';
import { exportsOf } from '../syntax/exports';
import { superCallsIn } from '../syntax/constructors';
import { locationOf } from '../syntax/location';
import { hasModifier } from '../syntax/modifiers';
import { referencesTo, scopesOf, type Binding } from '../syntax/scopes';
import { ts } from '../syntax/typescript';
import { evaluateArguments, evaluateRest, withDefault } from './arguments';
import { absent, either, unknown } from './build-value';
import { elementOf } from './members';
import type { Call, Evaluator, Frame, UnknownValue, Value } from './value';

/** More calls than this say nothing in common. */
const MOST_CALLS = 20;

/**
 * What a parameter may be when nobody's call is being followed: what all calls give it, and unknown besides where it can be
 * called by others than are known.
 */
export function parameterFromCalls(parameter: typescript.ParameterDeclaration, frame: Frame): Value {
  const at = locationOf(parameter);
  const otherwise = unknown(at, { type: annotatedType(parameter.type) });
  const code = parameter.parent;
  const index = code.parameters.indexOf(parameter);
  const passed = index === 0 ? passedByMethod(code, frame) : undefined;
  if (passed && passed.kind !== 'unknown') return passed;
  const { calls, areAll } = callersOf(code, frame.evaluator);
  if (calls.length === 0 || calls.length > MOST_CALLS) return otherwise;
  const values = calls.map((call) => {
    if (parameter.dotDotDotToken) return evaluateRest(call.arguments ?? [], index, at, frame);
    const argument = evaluateArguments(call.arguments, frame)[index] ?? absent(at);
    return withDefault(argument, parameter.initializer, frame);
  });
  return either(areAll ? values : [...values, otherwise], at);
}

interface Callers {
  readonly calls: readonly Call[];
  readonly areAll: boolean;
}

const NOT_KNOWN: Callers = { calls: [], areAll: false };

/** The calls of a function, of its class where it is a constructor, in its own file and, where all are known, in others. */
function callersOf(code: typescript.SignatureDeclaration, evaluator: Evaluator): Callers {
  const called = ts.isConstructorDeclaration(code) ? code.parent : code;
  const own = ownUsesOf(called);
  if (!own || own.others.length > 0) return NOT_KNOWN;
  if (!own.isExported) return { calls: own.calls, areAll: true };
  const others = evaluator.others.callsOf(called);
  return { calls: [...own.calls, ...(others ?? [])], areAll: others !== null };
}

/** What its own file does with a function or class. */
export interface OwnUses {
  /** Its calls, and the `super(…)` of classes that extend it. */
  readonly calls: readonly Call[];
  readonly isExported: boolean;
  /** Where it is taken otherwise: somebody else may call it. */
  readonly others: readonly typescript.Identifier[];
}

/** Null for a function that is called in other ways than by a name of its own. */
export function ownUsesOf(code: typescript.Node): OwnUses | null {
  const binding = bindingOf(code);
  if (!binding) return isExportedItself(code) ? { calls: [], isExported: true, others: [] } : null;
  const uses = referencesTo(binding).filter((use) => !isDeclaredBy(use, code) && !isOfType(use));
  const rest = uses.filter((use) => callsAt(use).length === 0);
  return {
    calls: uses.flatMap(callsAt),
    isExported: hasExportKeyword(binding) || rest.some(isExporting),
    others: rest.filter((use) => !isExporting(use)),
  };
}

/** A call by this name, or the `super(…)` of a class that extends the one of this name. */
function callsAt(use: typescript.Identifier): readonly Call[] {
  const { parent } = use;
  if ((ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression === use) return [parent];
  const isBase = ts.isExpressionWithTypeArguments(parent) && ts.isClassLike(parent.parent.parent);
  return isBase ? superCallsIn(parent.parent.parent) : [];
}

function isDeclaredBy({ parent }: typescript.Identifier, called: typescript.Node): boolean {
  return parent === called || (ts.isVariableDeclaration(parent) && parent.initializer === called);
}

/** `export { make }`, `exports.make = make`, and `make` in `module.exports = { make }`. */
function isExporting(use: typescript.Identifier): boolean {
  const { parent } = use;
  if (ts.isExportSpecifier(parent) || ts.isExportAssignment(parent)) return true;
  const isMember =
    ts.isShorthandPropertyAssignment(parent) || (ts.isPropertyAssignment(parent) && parent.initializer === use);
  const value = isMember ? parent.parent : use;
  const { expressions, whole } = exportsOf(use.getSourceFile());
  return whole === value || expressions.has(value);
}

function isOfType({ parent }: typescript.Identifier): boolean {
  return (ts.isTypeNode(parent) && !ts.isExpressionWithTypeArguments(parent)) || ts.isQualifiedName(parent);
}

/** A function or class without a name that is an export, and is called in its own file by none of it. */
function isExportedItself(code: typescript.Node): boolean {
  const file = code.getSourceFile();
  const { expressions, whole } = exportsOf(file);
  const isMember = ts.isPropertyAssignment(code.parent) || ts.isObjectLiteralExpression(code.parent);
  const holder = ts.isPropertyAssignment(code.parent) ? code.parent.parent : isMember ? code.parent : code;
  if (whole !== holder && !expressions.has(holder)) return false;
  return !scopesOf(file).constructs.some(({ expression }) => isOwnExport(expression));
}

/** `exports.make`, `module.exports.make` and `this.make`. */
function isOwnExport(callee: typescript.Expression): boolean {
  return ts.isPropertyAccessExpression(callee) && /^(this|exports|module\.exports)$/.test(callee.expression.getText());
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
  return (binding ? referencesTo(binding) : []).flatMap((use) => {
    const { parent } = use;
    return ts.isCallExpression(parent) && parent.expression === use ? [parent] : [];
  });
}

/** The variable or declaration through which a function is called, or a class. */
function bindingOf(code: typescript.Node): Binding | undefined {
  const scopes = scopesOf(code.getSourceFile());
  if (ts.isFunctionDeclaration(code) || ts.isClassDeclaration(code))
    return code.name && scopes.resolve(code.name.text, code);
  const { parent } = code;
  if (!ts.isVariableDeclaration(parent) || !ts.isIdentifier(parent.name)) return undefined;
  const isConstant = ts.isVariableDeclarationList(parent.parent) && (parent.parent.flags & ts.NodeFlags.Const) !== 0;
  return isConstant ? scopes.resolve(parent.name.text, parent) : undefined;
}

function hasExportKeyword({ declarations: [declaration] }: Binding): boolean {
  const statement = declaration && ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
  return hasModifier(statement, ts.SyntaxKind.ExportKeyword);
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
