import type typescript from 'typescript';
import { numberIn, option, stringIn } from '../../evaluation/inspect-value';
import type { Evaluator } from '../../evaluation/value';
import { directoryOf, join, nameOf } from '../../files/paths';
import { packagesAbove } from '../../modules/package-json';
import { PLATFORM_PACKAGES } from '../../modules/platform-packages';
import { locationOf } from '../../syntax/location';
import { moduleOf } from '../../syntax/module-of';
import { scopesOf } from '../../syntax/scopes';
import { ts } from '../../syntax/typescript';
import { unwrap } from '../../syntax/unwrap';
import type { Budget } from '../budget';
import { functionOf, functionsThatMatch, type FunctionSource } from './function';

/**
 * The functions that code declares with the AWS CDK: `new NodejsFunction(this, 'send', { entry: 'src/jobs.ts', handler:
 * 'send' })`, and `new Function(this, 'send', { code: Code.fromAsset('src'), handler: 'jobs.send' })`.
 */
export function cdkFunctions(files: Iterable<string>, evaluator: Evaluator): FunctionSource {
  return functionsThatMatch([...files].flatMap((file) => functionsIn(file, evaluator)));
}

function functionsIn(file: string, evaluator: Evaluator): Parameters<typeof functionsThatMatch>[0] {
  const ast = evaluator.project.parse(file)?.ast;
  const made = ast ? scopesOf(ast).constructs.filter(ts.isNewExpression) : [];
  return made.flatMap((node) => {
    const name = ts.isPropertyAccessExpression(node.expression) ? node.expression.name : node.expression;
    if (!ts.isIdentifier(name) || !/^(NodejsFunction|Function)$/.test(name.text)) return [];
    if (!PLATFORM_PACKAGES.cdk.test(moduleOf(node.expression)?.text ?? '')) return [];
    const handler = handlerIn(node, name.text === 'NodejsFunction', evaluator);
    return handler === null ? [] : [{ ...functionOf(handler), limit: limitIn(node, evaluator) }];
  });
}

/** The handler as other platforms have it: `src/jobs.send`; null where it is not known. */
function handlerIn(node: typescript.NewExpression, isNodejs: boolean, evaluator: Evaluator): string | null {
  const { fileName } = node.getSourceFile();
  const [, id, options] = node.arguments ?? [];
  const given = options ? evaluator.evaluate(options) : null;
  const written = given ? stringIn(option(given, 'handler')) : undefined;
  if (!isNodejs) {
    const code = valueOf(options, 'code');
    const folder = code && ts.isCallExpression(code) && code.arguments[0] ? pathOf(code.arguments[0], evaluator) : null;
    return written && folder !== null ? join(folder, written) : null;
  }
  const entry = valueOf(options, 'entry');
  const own = id && ts.isStringLiteralLike(id) ? fileName.replace(/\.[cm]?[jt]s$/, `.${id.text}`) : null;
  const module = entry ? pathOf(entry, evaluator)?.replace(/\.[cm]?[jt]sx?$/, '') : own;
  return module ? `${module}.${(written ?? 'handler').split('.').at(-1)}` : null;
}

function valueOf(options: typescript.Expression | undefined, name: string): typescript.Expression | undefined {
  const literal = options && unwrap(options);
  if (!literal || !ts.isObjectLiteralExpression(literal)) return undefined;
  const property = literal.properties.find((each) => each.name?.getText() === name);
  return property && ts.isPropertyAssignment(property) ? unwrap(property.initializer) : undefined;
}

/** A path as code of the CDK has it: seen from its package, or made of `__dirname`. */
function pathOf(node: typescript.Expression, evaluator: Evaluator): string | null {
  const { fileName } = node.getSourceFile();
  const [nearest] = packagesAbove(fileName, evaluator.project);
  const parts: readonly typescript.Expression[] = isPathCall(node) ? node.arguments : [node];
  return parts.reduce<string | null>((path, part) => {
    if (part.getText() === '__dirname') return directoryOf(fileName);
    const text = path === null ? undefined : stringIn(evaluator.evaluate(part));
    return path === null || text === undefined ? null : join(path, text);
  }, nearest?.directory ?? '');
}

function isPathCall(node: typescript.Expression): node is typescript.CallExpression {
  return ts.isCallExpression(node) && /^(path\.)?(posix\.)?(join|resolve)$/.test(node.expression.getText());
}

/** `timeout: Duration.minutes(5)` */
function limitIn(node: typescript.NewExpression, evaluator: Evaluator): Budget | null {
  const timeout = valueOf(node.arguments?.[2], 'timeout');
  if (!timeout || !ts.isCallExpression(timeout)) return null;
  const unit = /\bDuration\.(seconds|minutes)$/.exec(timeout.expression.getText())?.[1];
  const [amount] = timeout.arguments;
  const value = amount && evaluator.evaluate(amount);
  const count = value && value.kind !== 'either' ? numberIn(value)?.value : undefined;
  if (!unit || !count || count <= 0) return null;
  const at = locationOf(timeout);
  return { ms: count * (unit === 'minutes' ? 60_000 : 1000), source: `${nameOf(at.file)}, timeout`, at };
}
