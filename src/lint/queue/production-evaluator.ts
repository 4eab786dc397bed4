import type typescript from 'typescript';
import { either, literal, unknown } from '../evaluation/build-value';
import { alternatives } from '../evaluation/inspect-value';
import { PartialEvaluator } from '../evaluation/partial-evaluator';
import type { Evaluator, Frame, SingleValue, Value } from '../evaluation/value';
import { locationOf } from '../syntax/location';
import { ts } from '../syntax/typescript';

/** Set by a tool that tests or builds, and by nothing else. */
const OF_TOOLS = /^(JEST_WORKER_ID|VITEST|VITEST_WORKER_ID|MOCHA|CI|TEST|TESTING|IS_TEST)$/;
/** Where a server is: a variable that is given is taken as set. */
const OF_SERVERS = /(^|_)(URL|URI|DSN|HOST|HOSTNAME|ENDPOINT)$/;
const PRODUCTION = /^is_?(in_?)?prod(uction)?(_?(mode|env))?$/i;
const OTHERWISE = /^is_?(in_?)?(test|testing|jest|dev|development|local|ci)(_?(mode|env))?$/i;

/** What expressions are in production, in programs that are started with some files: there `NODE_ENV` is `production`. */
export class ProductionEvaluator extends PartialEvaluator {
  constructor(
    { project, others }: Evaluator,
    private readonly starts: readonly string[],
  ) {
    super(project, others);
  }

  override evaluateIn(node: typescript.Node, from: Frame): Value {
    const isStart = (): boolean => this.starts.includes(node.getSourceFile().fileName);
    const isStartAsked = asksForStart(node);
    if (isStartAsked !== undefined) return literal(isStart() === isStartAsked, locationOf(node));
    if (isParentModule(node)) return isStart() ? literal(null, locationOf(node)) : unknown(locationOf(node));
    const value = super.evaluateIn(node, from);
    const singles = alternatives(value);
    const known = singles.map((single) => inProduction(single, node));
    return known.every((single, i) => single === singles[i]) ? value : either(known, value.at);
  }
}

/**
 * Whether an expression is true where the program was started with its file, as `require.main === module`,
 * `import.meta.main` and `fileURLToPath(import.meta.url) === process.argv[1]`, or where it was not; undefined for others.
 */
function asksForStart(node: typescript.Node): boolean | undefined {
  if (ts.isPropertyAccessExpression(node)) return node.getText() === 'import.meta.main' ? true : undefined;
  const isEqual = ts.isBinaryExpression(node) ? EQUALITIES.get(node.operatorToken.kind) : undefined;
  if (isEqual === undefined || !ts.isBinaryExpression(node)) return undefined;
  const sides = [node.left.getText(), node.right.getText()];
  const have = (pattern: RegExp): boolean => sides.some((side) => pattern.test(side));
  const isCommonJs = have(/^require\.main$/) && have(/^module$/);
  const isAsked = isCommonJs || (have(/\bimport\.meta\.(url|filename)\b/) && have(/\bprocess\.argv\b/));
  return isAsked ? isEqual : undefined;
}

const EQUALITIES: ReadonlyMap<typescript.SyntaxKind, boolean> = new Map([
  [ts.SyntaxKind.EqualsEqualsToken, true],
  [ts.SyntaxKind.EqualsEqualsEqualsToken, true],
  [ts.SyntaxKind.ExclamationEqualsToken, false],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, false],
]);

function isParentModule(node: typescript.Node): boolean {
  return ts.isPropertyAccessExpression(node) && node.getText() === 'module.parent';
}

function inProduction(value: SingleValue, node: typescript.Node): SingleValue {
  // Unless the environment says otherwise: what it says in production is not known.
  if (value.kind === 'literal' && value.certainty === 'default') return unknown(value.at);
  if (value.kind !== 'unknown' || value.is !== undefined) return value;
  const name = value.env ?? nameOf(node);
  if (name === 'NODE_ENV') return literal('production', value.at);
  if (value.env === undefined) {
    return PRODUCTION.test(name) ? literal(true, value.at) : OTHERWISE.test(name) ? literal(false, value.at) : value;
  }
  if (OF_TOOLS.test(name)) return literal(undefined, value.at);
  return OF_SERVERS.test(name) ? unknown(value.at, { ...value, is: 'truthy' }) : value;
}

/** `isTest` of `config.isTest` and `isTest()`; `NODE_ENV` of `config.NODE_ENV` and `config.get('NODE_ENV')`. */
function nameOf(node: typescript.Node): string {
  if (ts.isIdentifier(node)) return node.text;
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  if (!ts.isCallExpression(node)) return '';
  const [first] = node.arguments;
  return first && ts.isStringLiteralLike(first) ? first.text : nameOf(node.expression);
}
