import { validRange } from 'semver';
import type typescript from 'typescript';
import { ts } from '../syntax/typescript';
import type { ParsedFile } from '../syntax/parsed-file';
import type { Evaluator, SingleValue, Value } from '../evaluation/value';
import { dependencyOf } from '../modules/dependency';
import { directoryOf, upwards } from '../files/paths';
import { locationOf, type Location } from '../syntax/location';
import { absent, either, literal, unknown } from '../evaluation/build-value';
import { ObjectBuilder } from '../evaluation/objects';
import { isExport } from '../evaluation/packages';
import { alternatives, every, isNotGiven, option, stringIn } from '../evaluation/inspect-value';
import { scopesOf } from '../syntax/scopes';
import { isBefore } from './bull-version';
import type { BullVersion, Construction, NestParts, NestRoot } from './construction';
import { provided } from './nest-providers';

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
    return [
      {
        file: file.path,
        key,
        call: node as typescript.CallExpression,
        value:
          method === 'forRoot'
            ? config
            : (provided(config, 'createSharedConfiguration', evaluator) ?? absent(config.at)),
      },
    ];
  });
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
  if (isMadeByProvider(node)) return [];
  const registration = areOneIfEqual(node, evaluator) ? node.getText().replace(/\s+/g, ' ') : null;
  const construct = (own: Value, argument: typescript.Expression): Construction =>
    nestQueue(node, own, argument, {
      // Without a provider it is as `registerQueue` (@nestjs/bull lib/bull.module.ts).
      given: (method === 'registerQueueAsync' ? provided(own, 'createBullOptions', evaluator) : null) ?? own,
      roots: roots && fitting(option(own, 'configKey'), rootsAround(locationOf(node), roots, evaluator)),
      registration: registration && `${registration} ${node.arguments.indexOf(argument)}`,
      bull: bull(),
      evaluator,
    });
  return node.arguments.flatMap((argument) => {
    if (!ts.isSpreadElement(argument)) return [construct(evaluator.evaluate(argument), argument)];
    const list = evaluator.evaluate(argument.expression);
    if (list.kind !== 'array' || list.open) return [construct(unknown(list.at), argument)];
    return list.elements.map((own) => construct(own, argument));
  });
}

/** Equal dynamic modules are one in Nest; from @nestjs/bull 0.2.2 on no two registrations are equal. */
function areOneIfEqual(node: typescript.CallExpression, { project }: Evaluator): boolean {
  const found = dependencyOf('@nestjs/bull', directoryOf(node.getSourceFile().fileName), project);
  return isBefore({ range: found && validRange(found.range) }, '0.2.2');
}

/** A module that a provider's factory returns is a value like any other: Nest makes nothing of it. */
function isMadeByProvider(node: typescript.Node): boolean {
  const code = ts.findAncestor(node, ts.isFunctionLike);
  const property = code && (ts.isPropertyAssignment(code.parent) ? code.parent : code);
  return !!property?.name && property.name.getText() === 'useFactory';
}

function nestQueue(
  node: typescript.CallExpression,
  own: Value,
  argument: typescript.Expression,
  { bull, evaluator, ...nest }: NestParts & { readonly bull: BullVersion; readonly evaluator: Evaluator },
): Construction {
  const { given } = nest;
  const at = locationOf(node);
  const options = merged([sharedBy(nest.roots, at), given], given, evaluator);
  const name = option(own, 'name');
  const url = option(given, 'url');
  return {
    file: at.file,
    via: 'nest',
    node,
    range: { start: argument.getStart(), end: argument.end },
    callee: { start: node.expression.getStart(), end: node.expression.end },
    form: every(url, isNotGiven) ? 'name, options' : url.kind === 'unknown' ? 'unknown' : 'name, url, options',
    name: every(name, isNotGiven) ? literal(DEFAULT_NAME, at) : name,
    url,
    options,
    optionsArgument: ts.isSpreadElement(argument) ? null : argument,
    dropped: [],
    bullCall: node,
    nest,
    bull,
  };
}

/** @nestjs/bull lib/bull.providers.ts: `{ ...shared, ...own }`. */
function merged(sources: readonly Value[], own: Value, evaluator: Evaluator): Value {
  const builder = new ObjectBuilder(evaluator);
  for (const source of sources) builder.merge(source);
  return builder.build(own.at, own.kind === 'object' ? own.node : null);
}

/** What a folder with an app of its own has. */
const APP_FILES = ['package.json', 'project.json', 'tsconfig.app.json'];

/** The roots of the app that a file belongs to; all of them where it is for any. */
function rootsAround({ file }: Location, roots: readonly NestRoot[], { project }: Evaluator): readonly NestRoot[] {
  for (const directory of upwards(directoryOf(file))) {
    const names = project.names(directory);
    const own = roots.filter((root) => upwards(directoryOf(root.file)).includes(directory));
    if (own.length > 0 && APP_FILES.some((name) => names.has(name))) return own;
  }
  return roots;
}

/** The shared configurations that a queue may get. */
function fitting(configKey: Value, roots: readonly NestRoot[]): readonly NestRoot[] {
  const keys = alternatives(configKey).map(keyIn);
  return roots.filter((root) => root.key === undefined || keys.includes(undefined) || keys.includes(root.key));
}

/** Several of one key (several apps in a workspace) are alternatives. */
function sharedBy(roots: readonly NestRoot[] | null, at: Location): Value {
  if (roots === null) return unknown(at);
  const values = roots.map((root) => root.value);
  return values.length ? either(values, at) : absent(at);
}

function keyIn(value: SingleValue): string | null | undefined {
  return isNotGiven(value) ? null : stringIn(value);
}
