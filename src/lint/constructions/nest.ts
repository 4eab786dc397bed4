import type typescript from 'typescript';
import { ts } from '../syntax/typescript';
import type { ParsedFile } from '../syntax/parsed-file';
import { invoke } from '../evaluation/calls';
import type { Evaluator, SingleValue, Value } from '../evaluation/value';
import { locationOf } from '../syntax/location';
import { absent, either, literal, unknown } from '../evaluation/build-value';
import { ObjectBuilder } from '../evaluation/objects';
import { isExport } from '../evaluation/packages';
import { alternatives, every, isNeverGiven, isNotGiven, option, stringIn } from '../evaluation/inspect-value';
import { scopesOf } from '../syntax/scopes';
import type { BullVersion, Construction } from './construction';

/** A configuration that `BullModule.forRoot` or `forRootAsync` shares with the queues. */
export interface NestRoot {
  readonly file: string;
  /** The name that a queue's `configKey` asks for; null for the default one, undefined when it is not known. */
  readonly key: string | null | undefined;
  readonly value: Value;
}

type BullModuleMethod = 'forRoot' | 'forRootAsync' | 'registerQueue' | 'registerQueueAsync';

/** The name of Nest's queue without a name (@nestjs/bull lib/utils/get-queue-token.util.ts). */
const DEFAULT_NAME = 'default';

/** The method of @nestjs/bull's BullModule that a call calls, if it calls one. */
function methodOf(node: typescript.CallExpression, evaluator: Evaluator): BullModuleMethod | null {
  const { expression } = node;
  if (!ts.isPropertyAccessExpression(expression)) return null;
  const method = expression.name.text;
  if (!/^(forRoot|registerQueue)(Async)?$/.test(method)) return null;
  const module = evaluator.evaluate(expression.expression);
  return module.kind === 'imported' && isExport(module, '@nestjs/bull', ['BullModule'])
    ? (method as BullModuleMethod)
    : null;
}

/** The shared configurations that a file declares. */
export function nestRoots(file: ParsedFile, evaluator: Evaluator): readonly NestRoot[] {
  return scopesOf(file.ast).constructs.flatMap((node): NestRoot[] => {
    const method = ts.isCallExpression(node) ? methodOf(node, evaluator) : null;
    if (method !== 'forRoot' && method !== 'forRootAsync') return [];
    const args = (node.arguments ?? []).map((argument) => evaluator.evaluate(argument));
    const [first, second] = args;
    if (!first) return [];
    const config = second ?? first;
    const key = second ? stringIn(first) : null;
    return [{ file: file.path, key, value: method === 'forRoot' ? config : fromFactory(config) }];
  });
}

/** What `useFactory` returns, whatever Nest injects into it; Nest calls it once. */
function fromFactory(config: Value): Value {
  const factory = option(config, 'useFactory');
  if (factory.kind === 'function') {
    const injected = factory.node.parameters.map((parameter) => unknown(locationOf(parameter)));
    const once = `${factory.at.file}:${factory.at.start}`;
    return invoke(factory, injected, { at: factory.at, once });
  }
  const providers = ['useFactory', 'useClass', 'useExisting'].map((name) => option(config, name));
  return providers.every(isNeverGiven) ? absent(config.at) : unknown(config.at);
}

/** The queues that a `registerQueue` or `registerQueueAsync` makes; none for any other call. */
export function nestQueues(
  node: typescript.CallExpression,
  roots: readonly NestRoot[] | null,
  evaluator: Evaluator,
  bull: () => BullVersion,
): readonly Construction[] {
  const method = methodOf(node, evaluator);
  if (method !== 'registerQueue' && method !== 'registerQueueAsync') return [];
  const construct = (own: Value, argument: typescript.Expression | null): Construction =>
    nestQueue(node, own, argument, method === 'registerQueueAsync', roots, bull());
  if (node.arguments.length === 0) return [construct(absent(locationOf(node)), null)];
  return node.arguments.flatMap((argument) => {
    if (!ts.isSpreadElement(argument)) return [construct(evaluator.evaluate(argument), argument)];
    const list = evaluator.evaluate(argument.expression);
    if (list.kind !== 'array' || list.open) return [construct(unknown(list.at), argument)];
    return list.elements.map((own) => construct(own, argument));
  });
}

function nestQueue(
  node: typescript.CallExpression,
  own: Value,
  argument: typescript.Expression | null,
  isAsync: boolean,
  roots: readonly NestRoot[] | null,
  bull: BullVersion,
): Construction {
  const at = locationOf(node);
  const given = isAsync ? fromFactory(own) : own;
  const shared = sharedWith(option(own, 'configKey'), roots, at);
  const options = merged([shared, given], given);
  const name = option(own, 'name');
  const url = option(given, 'url');
  const place = argument ?? node;
  return {
    file: at.file,
    via: 'nest',
    node,
    range: { start: place.getStart(), end: place.end },
    callee: { start: node.expression.getStart(), end: node.expression.end },
    form: every(url, isNotGiven) ? 'name, options' : url.kind === 'unknown' ? 'unknown' : 'name, url, options',
    name: every(name, isNotGiven) ? literal(DEFAULT_NAME, at) : name,
    url,
    options,
    optionsArgument: argument && !ts.isSpreadElement(argument) ? argument : null,
    dropped: [],
    bull,
  };
}

/** @nestjs/bull lib/bull.providers.ts: `{ ...shared, ...own }`. */
function merged(sources: readonly Value[], own: Value): Value {
  const builder = new ObjectBuilder();
  for (const source of sources) builder.merge(source);
  return builder.build(own.at, own.kind === 'object' ? own.node : null);
}

/** The shared configuration that a queue gets; several of one key (several apps in a workspace) are alternatives. */
function sharedWith(configKey: Value, roots: readonly NestRoot[] | null, at: typeof configKey.at): Value {
  if (roots === null) return unknown(at);
  const keys = alternatives(configKey).map(keyIn);
  const fitting = roots.filter((root) => root.key === undefined || keys.includes(undefined) || keys.includes(root.key));
  return fitting.length
    ? either(
        fitting.map((root) => root.value),
        at,
      )
    : absent(at);
}

function keyIn(value: SingleValue): string | null | undefined {
  return isNotGiven(value) ? null : stringIn(value);
}
