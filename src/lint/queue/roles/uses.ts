import type typescript from 'typescript';
import { ts } from '../../syntax/typescript';
import type { ParsedFile } from '../../syntax/parsed-file';
import type { Evaluator, Value } from '../../evaluation/value';
import { locationOf } from '../../syntax/location';
import { isBull, isExport } from '../../evaluation/packages';
import { alternatives, stringIn } from '../../evaluation/inspect-value';
import { scopesOf } from '../../syntax/scopes';
import type { Construction } from '../../constructions/construction';
import type { Roles, Use } from './roles';
import { QueueSearch } from './queue-search';
import { isOnlyKept } from './registry';

/** What a piece of code does with a queue. */
export type QueueAct = 'process' | 'subscribe' | 'add' | 'close' | 'escape';

/** One act on one queue. */
export interface QueueUse {
  readonly act: QueueAct;
  readonly use: Use;
  /** Which queue: that of `queueKey`, or all of a name in NestJS. */
  readonly queue: string;
}

/** Names the queue that a call makes. */
export function queueKey(node: typescript.Node): string {
  return `${node.getSourceFile().fileName}:${node.getStart()}`;
}

function nestKey(name: string): string {
  return `@nestjs/bull ${name}`;
}

/** The methods of a queue that tell a role; `on` depends on its event. */
const ACTS: Readonly<Record<string, QueueAct>> = {
  process: 'process',
  add: 'add',
  addBulk: 'add',
  close: 'close',
  on: 'subscribe',
  once: 'subscribe',
  addListener: 'subscribe',
};

/** Events that need the subscriber (bull 4.16.5 lib/queue.js:404-521); the others are local. */
const SUBSCRIBING = /^(global:|waiting$|delayed$|duplicated$|debounced$)/;

/** What a file does with queues, of whatever file. */
export function queueUses(file: ParsedFile, evaluator: Evaluator): readonly QueueUse[] {
  const { constructs, classes } = scopesOf(file.ast);
  const search = new QueueSearch(evaluator);
  return [
    ...constructs.flatMap((node) => (ts.isCallExpression(node) ? methodUses(node, search) : [])),
    ...constructs.flatMap((node) => argumentUses(node, search)),
    ...classes.flatMap((node) => processorUses(node, evaluator)),
  ];
}

function methodUses(node: typescript.CallExpression, search: QueueSearch): readonly QueueUse[] {
  const { expression } = node;
  if (!ts.isPropertyAccessExpression(expression)) return [];
  const { text } = expression.name;
  const act = Object.hasOwn(ACTS, text) ? ACTS[text] : undefined;
  const queues = act ? queuesIn(expression.expression, search) : [];
  if (!act || queues.length === 0 || (act === 'subscribe' && !subscribes(node, search.evaluator))) return [];
  const use = { ...locationOf(node), node };
  return queues.map((queue) => ({ act, use, queue }));
}

function subscribes({ arguments: [event] }: typescript.CallExpression, evaluator: Evaluator): boolean {
  const name = event && stringIn(evaluator.evaluate(event));
  return name !== undefined && SUBSCRIBING.test(name);
}

/** The keys of the queues that an expression may be. */
function queuesIn(node: typescript.Expression, search: QueueSearch): readonly string[] {
  const injected = injectedName(node, search.evaluator);
  if (injected !== undefined) return [nestKey(injected)];
  return search.mayBeQueue(node) ? keysOf(search.evaluator.evaluate(node)) : [];
}

function keysOf(value: Value): readonly string[] {
  return alternatives(value).flatMap((single) =>
    single.kind === 'instance' && isBull(single.of) ? [queueKey(single.node)] : [],
  );
}

/** The name in the `@InjectQueue('mail')` of the field or constructor parameter that `this.mailQueue` is. */
function injectedName(node: typescript.Expression, evaluator: Evaluator): string | undefined {
  if (!ts.isPropertyAccessExpression(node) || node.expression.kind !== ts.SyntaxKind.ThisKeyword) return undefined;
  const owner = ts.findAncestor(node, ts.isClassLike);
  const candidates = owner?.members.flatMap(
    (member): readonly (typescript.ParameterDeclaration | typescript.PropertyDeclaration)[] =>
      ts.isConstructorDeclaration(member) ? member.parameters : ts.isPropertyDeclaration(member) ? [member] : [],
  );
  const declaration = candidates?.find(({ name }) => 'text' in name && name.text === node.name.text);
  return declaration && nestArgument(declaration, 'InjectQueue', evaluator);
}

/** What a decorator of @nestjs/bull is given: `mail` for `@Processor('mail')` and `@Processor({ name: 'mail' })`. */
function nestArgument(node: typescript.HasDecorators, decorator: string, evaluator: Evaluator): string | undefined {
  for (const { expression } of ts.getDecorators(node) ?? []) {
    if (!ts.isCallExpression(expression)) continue;
    const callee = evaluator.evaluate(expression.expression);
    if (callee.kind !== 'imported' || !isExport(callee, '@nestjs/bull', [decorator])) continue;
    const [argument] = expression.arguments;
    if (!argument) return 'default';
    const value = evaluator.evaluate(argument);
    return stringIn(value.kind === 'object' ? (value.properties.get('name')?.value ?? value) : value);
  }
  return undefined;
}

/** `@Processor('mail')` with its `@Process` methods, and the `@OnGlobalQueue…` ones. */
function processorUses(node: typescript.ClassLikeDeclaration, evaluator: Evaluator): readonly QueueUse[] {
  const name = ts.canHaveDecorators(node) ? nestArgument(node, 'Processor', evaluator) : undefined;
  if (name === undefined) return [];
  return node.members.flatMap((member) =>
    decoratorNames(member).flatMap((decorator): QueueUse[] => {
      const act = decorator === 'Process' ? 'process' : decorator.startsWith('OnGlobalQueue') ? 'subscribe' : null;
      return act ? [{ act, use: { ...locationOf(member), node: member }, queue: nestKey(name) }] : [];
    }),
  );
}

function decoratorNames(node: typescript.Node): readonly string[] {
  const decorators = ts.canHaveDecorators(node) ? (ts.getDecorators(node) ?? []) : [];
  return decorators.map(({ expression }) => {
    const callee = ts.isCallExpression(expression) ? expression.expression : expression;
    return ts.isIdentifier(callee) ? callee.text : '';
  });
}

/** A queue among the arguments of a call: what happens to it there is not followed. */
function argumentUses(
  node: typescript.NewExpression | typescript.CallExpression,
  search: QueueSearch,
): readonly QueueUse[] {
  return (node.arguments ?? [])
    .filter((each) => mayHoldQueue(each, search) && !isOnlyKept(node, each, search.evaluator))
    .flatMap((argument) => {
      const value = search.evaluator.evaluate(argument);
      const use = { ...locationOf(argument), node: argument };
      const values = value.kind === 'array' ? value.elements : [value];
      return values.flatMap(keysOf).map((queue): QueueUse => ({ act: 'escape', use, queue }));
    });
}

/** A name whose own file says what it is: others would have to be read only to be told that they are no queue. */
function mayHoldQueue(argument: typescript.Expression, search: QueueSearch): boolean {
  if (ts.isNewExpression(argument) || ts.isArrayLiteralExpression(argument)) return search.mayBeQueue(argument);
  if (!ts.isIdentifier(argument)) return false;
  const [declaration] = scopesOf(argument.getSourceFile()).resolve(argument.text, argument)?.declarations ?? [];
  const isVariable = !!declaration && ts.isVariableDeclaration(declaration) && !!declaration.initializer;
  return isVariable && search.mayBeQueue(argument);
}

/** What is done with queues, by queue. */
export function usesByQueue(uses: Iterable<QueueUse>): ReadonlyMap<string, readonly QueueUse[]> {
  const byQueue = new Map<string, QueueUse[]>();
  for (const use of uses) {
    const own = byQueue.get(use.queue);
    if (own) own.push(use);
    else byQueue.set(use.queue, [use]);
  }
  return byQueue;
}

/** What the code of some files does with one queue. `isComplete`: no file that may use it is missing. */
export function rolesOf(
  construction: Construction,
  uses: ReadonlyMap<string, readonly QueueUse[]>,
  isComplete: boolean,
): Roles {
  const name = construction.via === 'nest' ? stringIn(construction.name) : undefined;
  const own = uses.get(name === undefined ? queueKey(construction.node) : nestKey(name)) ?? [];
  const those = (act: QueueAct): Use[] => own.filter((each) => each.act === act).map((each) => each.use);
  return {
    processes: those('process'),
    subscribes: those('subscribe'),
    adds: those('add'),
    closes: those('close'),
    escapes: !isComplete || own.some((each) => each.act === 'escape'),
  };
}
