import type typescript from 'typescript';
import { ts } from '../syntax/typescript';
import type { Project } from '../files/project';
import { locationOf, type Location } from '../syntax/location';
import { ModuleResolver } from '../modules/resolve';
import { readIdentifier, readThis } from './bindings';
import { evaluateCall, evaluateNew, invoke } from './calls';
import { environmentOf, type Environment } from './activation';
import { classOf } from './classes';
import type { ForeignWrite } from './foreign-writes';
import { literal, unknown } from './build-value';
import { readElement, readProperty } from './members';
import { evaluateArray, evaluateObject } from './objects';
import { evaluateBinary, evaluateConditional, evaluatePrefix, evaluateTemplate } from './operators';
import type { Value } from './value';

/** Deeper than configuration is written, and far from the end of the call stack. */
const DEEPEST = 80;

/** Nodes evaluated for one expression, and for all of a file, before the rest is unknown: a few hundredths of a second. */
const MOST_STEPS_EACH = 2_000;
const MOST_STEPS = 15_000;

/** Stands for a value while it is evaluated: what leads back to itself is unknown. */
const IN_PROGRESS = unknown({ file: '', start: 0, end: 0 });

/** Evaluates expressions in part, across files. Never throws and never hangs: what it cannot follow is unknown. */
export class Evaluator {
  readonly modules: ModuleResolver;
  private readonly values = new Map<typescript.Node, Value>();
  private readonly named = new Map<string | typescript.Node, Value>();
  private depth = 0;
  private steps = 0;
  private limit = MOST_STEPS;

  constructor(
    readonly project: Project,
    /** What other files do to the exports of a file. */
    readonly foreignWritesTo: (file: string) => readonly ForeignWrite[] = () => [],
  ) {
    this.modules = new ModuleResolver(project);
  }

  /** What `expression` is, where it stands. */
  evaluate(expression: typescript.Expression): Value {
    if (this.depth > 0) return this.evaluateIn(expression, null);
    this.limit = Math.min(this.steps + MOST_STEPS_EACH, MOST_STEPS);
    try {
      return this.evaluateIn(expression, null);
    } finally {
      this.limit = MOST_STEPS;
    }
  }

  /**
   * What a call of `callee` with `args` returns (all returns, joined; of an async function what it resolves to), if it is
   * called again and again from outside, as Bull calls `createClient`. Unknown for what is no function that can be read.
   */
  call(callee: Value, args: readonly Value[]): Value {
    return invoke(callee, args, { at: callee.at, once: null }, this);
  }

  /** Allows as many steps again: for another pass over values that are kept. */
  refuel(): void {
    this.steps = 0;
  }

  /** `evaluate` within an activation of a function; for the parts of the evaluator. */
  evaluateIn(node: typescript.Node, from: Environment | null): Value {
    const environment = environmentOf(node, from);
    const values = environment?.values ?? this.values;
    const known = values.get(node);
    if (known) return known === IN_PROGRESS ? unknown(locationOf(node)) : known;
    if (this.depth >= DEEPEST || this.steps++ >= this.limit) return unknown(locationOf(node));
    values.set(node, IN_PROGRESS);
    const value = this.deeper(() => evaluateNode(node, environment, this));
    values.set(node, value);
    return value;
  }

  /** What `make` gives for something other than a node's own value; what leads back to itself is unknown. */
  remember(key: string | typescript.Node, at: Location, make: () => Value): Value {
    const known = this.named.get(key);
    if (known) return known;
    if (this.depth >= DEEPEST) return unknown(at);
    this.named.set(key, unknown(at));
    const value = this.deeper(make);
    this.named.set(key, value);
    return value;
  }

  private deeper(evaluate: () => Value): Value {
    this.depth++;
    try {
      return evaluate();
    } finally {
      this.depth--;
    }
  }
}

function evaluateNode(node: typescript.Node, environment: Environment | null, evaluator: Evaluator): Value {
  const inner = transparent(node);
  if (inner) return evaluator.evaluateIn(inner, environment);
  if (ts.isIdentifier(node)) return readIdentifier(node, environment, evaluator);
  if (ts.isPropertyAccessExpression(node)) return readProperty(node, environment, evaluator);
  if (ts.isElementAccessExpression(node)) return readElement(node, environment, evaluator);
  if (ts.isCallExpression(node)) return evaluateCall(node, environment, evaluator);
  if (ts.isNewExpression(node)) return evaluateNew(node, environment, evaluator);
  if (ts.isObjectLiteralExpression(node)) return evaluateObject(node, environment, evaluator);
  if (ts.isArrayLiteralExpression(node)) return evaluateArray(node, environment, evaluator);
  if (ts.isClassLike(node)) return classOf(node, environment);
  if (ts.isConditionalExpression(node)) return evaluateConditional(node, environment, evaluator);
  if (ts.isBinaryExpression(node)) return evaluateBinary(node, environment, evaluator);
  if (ts.isPrefixUnaryExpression(node)) return evaluatePrefix(node, environment, evaluator);
  if (ts.isTemplateExpression(node)) return evaluateTemplate(node, environment, evaluator);
  if (node.kind === ts.SyntaxKind.ThisKeyword) return readThis(node, environment, evaluator);
  return literalOrFunction(node, environment);
}

function literalOrFunction(node: typescript.Node, environment: Environment | null): Value {
  const at = locationOf(node);
  if (ts.isStringLiteralLike(node)) return literal(node.text, at);
  if (ts.isNumericLiteral(node)) return literal(Number(node.text), at);
  if (ts.isBigIntLiteral(node)) return literal(Number(node.text.slice(0, -1)), at);
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node) || ts.isFunctionDeclaration(node)) {
    return { kind: 'function', node, scope: environment, at };
  }
  switch (node.kind) {
    case ts.SyntaxKind.TrueKeyword:
      return literal(true, at);
    case ts.SyntaxKind.FalseKeyword:
      return literal(false, at);
    case ts.SyntaxKind.NullKeyword:
      return literal(null, at);
    case ts.SyntaxKind.VoidExpression:
      return literal(undefined, at);
    default:
      return unknown(at);
  }
}

/** The expression inside one that does not change its value. */
function transparent(node: typescript.Node): typescript.Expression | undefined {
  return ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isTypeAssertionExpression(node) ||
    ts.isAwaitExpression(node) ||
    ts.isExpressionWithTypeArguments(node)
    ? node.expression
    : undefined;
}
