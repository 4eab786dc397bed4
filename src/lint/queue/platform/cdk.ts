import type typescript from 'typescript';
import { absent } from '../../evaluation/build-value';
import { alternatives, option, stringIn } from '../../evaluation/inspect-value';
import type { Evaluator, SingleValue } from '../../evaluation/value';
import { join, nameOf } from '../../files/paths';
import { packagesAbove } from '../../modules/package-json';
import { PLATFORM_PACKAGES } from '../../modules/platform-packages';
import { expressionAt } from '../expression-at';
import { locationOf } from '../../syntax/location';
import { moduleOf } from '../../syntax/module-of';
import { scopesOf } from '../../syntax/scopes';
import { ts } from '../../syntax/typescript';
import type { Budget } from '../budget';
import { functionOf, functionsThatMatch, type FunctionSource } from './function';
import { secondsIn } from './written-limit';

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
    const [, , options] = node.arguments ?? [];
    evaluator.refuel();
    const given = options ? evaluator.evaluate(options) : absent(locationOf(node));
    const handlersIn = name.text === 'NodejsFunction' ? entriesIn : assetsIn;
    return alternatives(given).flatMap((each) =>
      handlersIn(each, node, evaluator).map((handler) => ({ ...functionOf(handler), limit: limitIn(each, evaluator) })),
    );
  });
}

/** The handlers as other platforms have them: `src/jobs.send`. */
function entriesIn(given: SingleValue, node: typescript.NewExpression, evaluator: Evaluator): readonly string[] {
  const { fileName } = node.getSourceFile();
  const id = node.arguments?.[1];
  const own = id && ts.isStringLiteralLike(id) ? fileName.replace(/\.[cm]?[jt]s$/, `.${id.text}`) : null;
  const handler = stringIn(option(given, 'handler'))?.split('.').at(-1) ?? 'handler';
  return alternatives(option(given, 'entry')).flatMap((entry) => {
    const module = entry.kind === 'absent' ? own : pathOf(entry, fileName, evaluator);
    return module === null ? [] : `${module.replace(/\.[cm]?[jt]sx?$/, '')}.${handler}`;
  });
}

function assetsIn(given: SingleValue, node: typescript.NewExpression, evaluator: Evaluator): readonly string[] {
  const code = expressionAt(option(given, 'code').at, evaluator.project);
  const handler = stringIn(option(given, 'handler'));
  const [asset] = code && ts.isCallExpression(code) ? code.arguments : [];
  if (!asset || handler === undefined) return [];
  return alternatives(evaluator.evaluate(asset)).flatMap((each) => {
    const folder = pathOf(each, node.getSourceFile().fileName, evaluator);
    return folder === null ? [] : join(folder, handler);
  });
}

/** A path as code of the CDK has it: seen from its package, unless it begins at the root. */
function pathOf(value: SingleValue, file: string, { project }: Evaluator): string | null {
  const [nearest] = packagesAbove(file, project);
  const path = stringIn(value);
  return path === undefined ? null : join(nearest?.directory ?? '', path);
}

/** `timeout: Duration.minutes(5)` */
function limitIn(given: SingleValue, evaluator: Evaluator): Budget | null {
  const at = option(given, 'timeout').at;
  const timeout = expressionAt(at, evaluator.project);
  if (!timeout || !ts.isCallExpression(timeout)) return null;
  const unit = /\bDuration\.(seconds|minutes)$/.exec(timeout.expression.getText())?.[1];
  const [amount] = timeout.arguments;
  const seconds = unit && amount ? secondsIn(evaluator.evaluate(amount)) : null;
  if (seconds === null) return null;
  return { ms: seconds * (unit === 'minutes' ? 60_000 : 1000), source: `${nameOf(at.file)}, timeout`, at };
}
