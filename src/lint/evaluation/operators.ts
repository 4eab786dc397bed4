import type typescript from 'typescript';
import { locationOf, type Location } from '../syntax/location';
import { ts } from '../syntax/typescript';
import { either, literal, unknown } from './build-value';
import { alternatives, isGiven, truthiness } from './inspect-value';
import type { Frame, LiteralValue, SingleValue, TextValue, UnknownValue, Value } from './value';

export function evaluateConditional(node: typescript.ConditionalExpression, frame: Frame): Value {
  const condition = frame.evaluate(node.condition);
  const isSame = (branch: typescript.Expression): boolean => isSameName(node.condition, branch);
  // `x ? x : y` is `x || y`, and `x ? y : x` is `x && y`.
  if (isSame(node.whenTrue)) return disjunction(condition, () => frame.evaluate(node.whenFalse), locationOf(node));
  if (isSame(node.whenFalse)) return conjunction(condition, () => frame.evaluate(node.whenTrue), locationOf(node));
  const truth = truthOf(condition);
  if (truth === true) return frame.evaluate(node.whenTrue);
  if (truth === false) return frame.evaluate(node.whenFalse);
  const whenTrue = frame.evaluate(node.whenTrue);
  const whenFalse = frame.evaluate(node.whenFalse);
  // `process.env.X ? Number(process.env.X) : 30000`
  if (condition.kind === 'unknown' && condition.env && whenTrue.kind === 'unknown' && whenTrue.env === condition.env) {
    return asDefault(whenFalse, condition.env);
  }
  return either([whenTrue, whenFalse], locationOf(node));
}

function isSameName(a: typescript.Expression, b: typescript.Expression): boolean {
  if (ts.isIdentifier(a)) return ts.isIdentifier(b) && a.text === b.text;
  if (!ts.isPropertyAccessExpression(a) || !ts.isPropertyAccessExpression(b)) return false;
  return a.name.text === b.name.text && isSameName(a.expression, b.expression);
}

/** The truth of a value whichever alternative it is; undefined where they differ or one is unknown. */
export function truthOf(value: Value): boolean | undefined {
  const truths = alternatives(value).map(truthiness);
  return truths.every((truth) => truth === truths[0]) ? truths[0] : undefined;
}

export function evaluateBinary(node: typescript.BinaryExpression, frame: Frame): Value {
  const evaluate = (side: typescript.Expression): Value => frame.evaluate(side);
  const at = locationOf(node);
  switch (node.operatorToken.kind) {
    case ts.SyntaxKind.CommaToken:
    case ts.SyntaxKind.EqualsToken:
      return evaluate(node.right);
    case ts.SyntaxKind.BarBarToken:
    case ts.SyntaxKind.BarBarEqualsToken:
      return disjunction(evaluate(node.left), () => evaluate(node.right), at);
    case ts.SyntaxKind.QuestionQuestionToken:
    case ts.SyntaxKind.QuestionQuestionEqualsToken:
      return fallback(evaluate(node.left), () => evaluate(node.right), { keeps: isThere, kept: 'there' }, at);
    case ts.SyntaxKind.AmpersandAmpersandToken:
      return conjunction(evaluate(node.left), () => evaluate(node.right), at);
    default:
      return pairs(evaluate(node.left), evaluate(node.right), at, node.operatorToken.kind);
  }
}

/** Whether a value is neither null nor undefined; undefined where it is not known. */
function isThere(value: SingleValue): boolean | undefined {
  if (value.kind === 'unknown') return isGiven(value) || undefined;
  return value.kind !== 'absent' && !(value.kind === 'literal' && (value.value === null || value.value === undefined));
}

function disjunction(left: Value, right: () => Value, at: Location): Value {
  return fallback(left, right, { keeps: truthiness, kept: 'truthy' }, at);
}

/** `left || right`, `left ?? right`: `keeps` says whether the left side is the result, and `kept` what it then is. */
function fallback(
  left: Value,
  right: () => Value,
  { keeps, kept }: { keeps: (value: SingleValue) => boolean | undefined; kept: UnknownValue['is'] },
  at: Location,
): Value {
  return either(
    alternatives(left).flatMap((single): Value[] => {
      const isKept = keeps(single);
      if (isKept === true) return [single];
      if (isKept === false) return [right()];
      if (single.kind !== 'unknown' || single.is === 'falsy') return [single, right()];
      const otherwise = right();
      if (!single.env) return [{ ...single, is: kept }, otherwise];
      // A default that is nothing is none: `process.env.REDIS_PASSWORD || undefined`.
      const isNothing = alternatives(otherwise).every((each) => isThere(each) === false);
      return [isNothing ? single : asDefault(otherwise, single.env, kept)];
    }),
    at,
  );
}

function conjunction(left: Value, right: () => Value, at: Location): Value {
  return either(
    alternatives(left).flatMap((single): Value[] => {
      const truth = truthiness(single);
      if (truth === true) return [right()];
      return truth === false ? [single] : [falsy(single), right()];
    }),
    at,
  );
}

/** What is left of a value on the path where it is falsy. */
function falsy(value: SingleValue): Value {
  if (value.kind === 'unknown') return { ...value, is: 'falsy' };
  return value.kind === 'literal' ? value : unknown(value.at, { is: 'falsy' });
}

/** A value that holds unless an environment variable is set; `is` says what that then is. */
export function asDefault(value: Value, variable: string, is?: UnknownValue['is']): Value {
  const marked = alternatives(value).map((single): SingleValue =>
    single.kind === 'literal' ? { ...single, certainty: 'default', defaultOf: variable } : single,
  );
  if (marked.every((single) => single.kind === 'literal')) return either(marked, value.at);
  return either([unknown(value.at, { env: variable, is }), ...marked], value.at);
}

function pairs(left: Value, right: Value, at: Location, operator: typescript.SyntaxKind): Value {
  return either(
    alternatives(left).flatMap((a) => alternatives(right).map((b) => operate(a, b, at, operator))),
    at,
  );
}

function operate(a: SingleValue, b: SingleValue, at: Location, operator: typescript.SyntaxKind): Value {
  if (operator === ts.SyntaxKind.PlusToken && (isText(a) || isText(b))) return concatenate([a, b], at);
  if (a.kind === 'literal' && b.kind === 'literal') {
    const value = compute(a.value, b.value, operator);
    const uncertain = [a, b].find((each) => each.certainty === 'default');
    if (value === undefined || (uncertain && typeof value === 'boolean')) return unknown(at);
    return { ...literal(value, at), certainty: uncertain ? 'default' : 'written', defaultOf: uncertain?.defaultOf };
  }
  return compareKinds(a, b, at, operator) ?? unknown(at);
}

/** `options === undefined` where it is an object: no. */
function compareKinds(
  a: SingleValue,
  b: SingleValue,
  at: Location,
  operator: typescript.SyntaxKind,
): Value | undefined {
  const nothing = [a, b].find((each) => isThere(each) === false);
  const something = [a, b].find((each) => isThere(each) === true && each.kind !== 'text');
  if (!nothing || !something) return undefined;
  if (isEquality(operator)) return literal(false, at);
  return isInequality(operator) ? literal(true, at) : undefined;
}

function isEquality(operator: typescript.SyntaxKind): boolean {
  return operator === ts.SyntaxKind.EqualsEqualsEqualsToken || operator === ts.SyntaxKind.EqualsEqualsToken;
}

function isInequality(operator: typescript.SyntaxKind): boolean {
  return operator === ts.SyntaxKind.ExclamationEqualsEqualsToken || operator === ts.SyntaxKind.ExclamationEqualsToken;
}

type Plain = LiteralValue['value'];

function compute(a: Plain, b: Plain, operator: typescript.SyntaxKind): Plain {
  if (isEquality(operator)) return a === b;
  if (isInequality(operator)) return a !== b;
  if (typeof a !== 'number' || typeof b !== 'number') return undefined;
  switch (operator) {
    case ts.SyntaxKind.PlusToken:
      return a + b;
    case ts.SyntaxKind.MinusToken:
      return a - b;
    case ts.SyntaxKind.AsteriskToken:
      return a * b;
    case ts.SyntaxKind.SlashToken:
      return a / b;
    case ts.SyntaxKind.PercentToken:
      return a % b;
    case ts.SyntaxKind.AsteriskAsteriskToken:
      return a ** b;
    case ts.SyntaxKind.LessThanLessThanToken:
      return a << b;
    case ts.SyntaxKind.GreaterThanGreaterThanToken:
      return a >> b;
    case ts.SyntaxKind.BarToken:
      return a | b;
    case ts.SyntaxKind.AmpersandToken:
      return a & b;
    case ts.SyntaxKind.LessThanToken:
      return a < b;
    case ts.SyntaxKind.GreaterThanToken:
      return a > b;
    case ts.SyntaxKind.LessThanEqualsToken:
      return a <= b;
    case ts.SyntaxKind.GreaterThanEqualsToken:
      return a >= b;
    default:
      return undefined;
  }
}

export function evaluatePrefix(node: typescript.PrefixUnaryExpression, frame: Frame): Value {
  const at = locationOf(node);
  const operand = frame.evaluate(node.operand);
  return either(
    alternatives(operand).map((single): Value => {
      if (node.operator === ts.SyntaxKind.ExclamationToken) {
        const truth = truthiness(single);
        return truth === undefined ? unknown(at, { type: 'boolean' }) : literal(!truth, at);
      }
      if (node.operator === ts.SyntaxKind.PlusToken) return toNumber(single, at);
      const value = toNumber(single, at);
      if (value.kind !== 'literal' || node.operator !== ts.SyntaxKind.MinusToken)
        return unknown(at, { type: 'number' });
      return { ...value, value: -Number(value.value), at };
    }),
    at,
  );
}

/** `Number(x)` and `+x`; parses as JavaScript does. What it converts stays where it was written. */
export function toNumber(value: SingleValue, at: Location, parse: (from: unknown) => number = Number): SingleValue {
  if (value.kind === 'unknown') return unknown(at, { env: value.env, type: 'number' });
  if (value.kind !== 'literal') return unknown(at, { type: 'number' });
  return { ...value, value: parse(value.value) };
}

export function evaluateTemplate(node: typescript.TemplateExpression, frame: Frame): Value {
  const at = locationOf(node);
  const parts: SingleValue[] = [literal(node.head.text, at)];
  for (const span of node.templateSpans) {
    const value = frame.evaluate(span.expression);
    parts.push(value.kind === 'either' ? unknown(at) : value, literal(span.literal.text, at));
  }
  return concatenate(parts, at);
}

function isText(value: SingleValue): boolean {
  return value.kind === 'text' || (value.kind === 'literal' && typeof value.value === 'string');
}

/** One string of several values; a plain literal when every part is known. */
function concatenate(values: readonly SingleValue[], at: Location): LiteralValue | TextValue {
  const parts: (string | null)[] = [];
  let variable: string | undefined;
  for (const value of values) {
    const own = value.kind === 'text' ? value.parts : [value.kind === 'literal' ? String(value.value) : null];
    if (value.kind === 'literal' && value.certainty === 'default') variable = value.defaultOf;
    for (const part of own) {
      const last = parts.at(-1);
      if (part !== null && typeof last === 'string') parts[parts.length - 1] = last + part;
      else parts.push(part);
    }
  }
  const [only] = parts;
  if (parts.length !== 1 || typeof only !== 'string') return { kind: 'text', parts, at };
  return variable === undefined
    ? literal(only, at)
    : { ...literal(only, at), certainty: 'default', defaultOf: variable };
}
