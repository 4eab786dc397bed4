import type typescript from 'typescript';
import { DEFAULT_JOB_NAME } from '../../../bull/keys';
import { evaluateArguments } from '../../evaluation/arguments';
import { absent, either, literal, unknown } from '../../evaluation/build-value';
import { alternatives, isNotGiven, option } from '../../evaluation/inspect-value';
import type { Evaluator, SingleValue, Value } from '../../evaluation/value';
import { locationOf, type Location } from '../../syntax/location';
import { ts } from '../../syntax/typescript';
import type { Use } from '../roles/roles';
import { isText } from './added-jobs';

/** What a call of `process()`, or a method with `@Process()`, takes. */
export interface Processor {
  readonly use: Use;
  /** What says so: `queue.process`, or the decorator. */
  readonly at: Location;
  /** The name of its jobs: `DEFAULT_JOB_NAME` for those without one, `*` for all. */
  readonly name: Value;
  /** How many of them run at once in one process. */
  readonly concurrency: Value;
}

export function processorOf(use: Use, evaluator: Evaluator): Processor {
  const { node } = use;
  if (ts.isCallExpression(node)) {
    const at = locationOf(node.expression);
    return { use, at, ...readArguments(evaluateArguments(node.arguments, evaluator.outermost), at) };
  }
  const decorator = processDecorator(node);
  const at = locationOf(decorator ?? node);
  if (!decorator) return { use, at, name: unknown(at), concurrency: unknown(at) };
  const args = ts.isCallExpression(decorator.expression) ? decorator.expression.arguments : [];
  return { use, at, ...readDecorator(args[0] ? evaluator.evaluate(args[0]) : absent(at), at) };
}

type Read = Pick<Processor, 'name' | 'concurrency'>;

/** `process(handler)`, `(name, handler)`, `(concurrency, handler)`, `(name, concurrency, handler)` (bull 4.16.5 lib/queue.js:668-684). */
function readArguments(args: readonly Value[], at: Location): Read {
  const [first, second] = args;
  const defaults: Read = { name: literal(DEFAULT_JOB_NAME, at), concurrency: literal(1, at) };
  if (args.length < 2 || !first) return defaults;
  if (args.length > 2) return { name: first, concurrency: second ?? unknown(at) };
  const readings = alternatives(first).map((single): Read => {
    const isName = isText(single);
    if (isName === undefined) return { name: unknown(single.at), concurrency: unknown(single.at) };
    return isName ? { ...defaults, name: single } : { ...defaults, concurrency: single };
  });
  return joined(readings, at);
}

/** `@Process()`, `@Process('name')`, `@Process({ name, concurrency })` (@nestjs/bull lib/bull.explorer.ts). */
function readDecorator(argument: Value, at: Location): Read {
  const defaults: Read = { name: literal(DEFAULT_JOB_NAME, at), concurrency: literal(1, at) };
  const orDefault = (value: Value, otherwise: Value): Value =>
    either(
      alternatives(value).map((single) => (isNotGiven(single) ? otherwise : single)),
      at,
    );
  const readings = alternatives(argument).map((single: SingleValue): Read => {
    if (isText(single)) return { ...defaults, name: single };
    return {
      name: orDefault(option(single, 'name'), defaults.name),
      concurrency: orDefault(option(single, 'concurrency'), defaults.concurrency),
    };
  });
  return joined(readings, at);
}

function joined(readings: readonly Read[], at: Location): Read {
  return {
    name: either(
      readings.map(({ name }) => name),
      at,
    ),
    concurrency: either(
      readings.map(({ concurrency }) => concurrency),
      at,
    ),
  };
}

function processDecorator(node: typescript.Node): typescript.Decorator | undefined {
  const decorators = ts.canHaveDecorators(node) ? (ts.getDecorators(node) ?? []) : [];
  return decorators.find(({ expression }) => {
    const callee = ts.isCallExpression(expression) ? expression.expression : expression;
    return ts.isIdentifier(callee) && callee.text === 'Process';
  });
}
