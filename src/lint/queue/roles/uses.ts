import type typescript from 'typescript';
import { ts } from '../../syntax/typescript';
import type { ParsedFile } from '../../syntax/parsed-file';
import type { Evaluator, Value } from '../../evaluation/value';
import { locationOf } from '../../syntax/location';
import { isBull, isExport } from '../../evaluation/packages';
import { alternatives, option, some, stringIn } from '../../evaluation/inspect-value';
import { hasModifier } from '../../syntax/modifiers';
import { referencesTo, scopesOf } from '../../syntax/scopes';
import { isWrapper } from '../../syntax/unwrap';
import type { Construction } from '../../constructions/construction';
import type { Roles, Use } from './roles';
import { actOf, needsSubscriber, type QueueAct } from './methods';
import { provides } from './nest-modules';
import { mayUseQueue } from './open-uses';
import { QueueSearch } from './queue-search';
import { areOne, areSame } from '../either-or';
import { isOnlyKept } from './registry';

/** One act on one queue. */
export interface QueueUse {
  readonly act: QueueAct;
  readonly use: Use;
  /** Which queue: that of `queueKey`, or all of a name in NestJS; '' for any of the same process. */
  readonly queue: string;
}

/** Names the queue that a call makes. */
export function queueKey(node: typescript.Node): string {
  return `${node.getSourceFile().fileName}:${node.getStart()}`;
}

function nestKey(name: string): string {
  return `@nestjs/bull ${name}`;
}

/** Stands for any queue: of a use that could not be followed to one. */
const ANY = '';

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
  const act = actOf(expression.name.text);
  if (!act) return [];
  const use = { ...locationOf(node), node };
  const queues = queuesIn(expression.expression, search);
  if (queues.length === 0) return mayUseQueue(node, search.evaluator) ? [{ act: 'escape', use, queue: ANY }] : [];
  if (act === 'subscribe' && !subscribes(node, search.evaluator)) return [];
  return queues.map(({ key, name }) => ({ act, use: { ...use, name }, queue: key }));
}

function subscribes({ arguments: [event] }: typescript.CallExpression, evaluator: Evaluator): boolean {
  const name = event && stringIn(evaluator.evaluate(event));
  return name !== undefined && needsSubscriber(name);
}

/** A queue that an expression may be: its key, and what the code there calls it. */
interface MeantQueue {
  readonly key: string;
  readonly name?: Value;
}

/** The queues that an expression may be. */
function queuesIn(node: typescript.Expression, search: QueueSearch): readonly MeantQueue[] {
  const injected = injectedName(node, search.evaluator);
  if (injected !== undefined) return [{ key: nestKey(injected) }];
  if (!search.mayBeQueue(node)) return [];
  const queues = queuesOf(search.evaluator.evaluate(node));
  // As much for each use of a queue, however many there are.
  if (queues.length > 0) search.evaluator.refuel();
  return queues;
}

function queuesOf(value: Value): readonly MeantQueue[] {
  return alternatives(value).flatMap((single) =>
    single.kind === 'instance' && isBull(single.of) ? [{ key: queueKey(single.node), name: single.args[0] }] : [],
  );
}

function keysOf(value: Value): readonly string[] {
  return queuesOf(value).map(({ key }) => key);
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

/** Where the decorators come from: `InjectQueue` is made by the second, and passed on by the first. */
const DECORATORS = ['@nestjs/bull', '@nestjs/bull-shared'];

/** What a decorator of @nestjs/bull is given: `mail` for `@Processor('mail')` and `@Processor({ name: 'mail' })`. */
function nestArgument(node: typescript.HasDecorators, decorator: string, evaluator: Evaluator): string | undefined {
  for (const { expression } of ts.getDecorators(node) ?? []) {
    if (!ts.isCallExpression(expression)) continue;
    const callee = evaluator.evaluate(expression.expression);
    if (callee.kind !== 'imported' || !DECORATORS.some((from) => isExport(callee, from, [decorator]))) continue;
    const [argument] = expression.arguments;
    if (!argument) return 'default';
    const value = evaluator.evaluate(argument);
    return stringIn(value.kind === 'object' ? (value.properties.get('name')?.value ?? value) : value);
  }
  return undefined;
}

/** `@Processor('mail')` with its `@Process` methods, each once however often it is decorated, and the `@OnGlobalQueue…` ones. */
function processorUses(node: typescript.ClassLikeDeclaration, evaluator: Evaluator): readonly QueueUse[] {
  const name = ts.canHaveDecorators(node) ? nestArgument(node, 'Processor', evaluator) : undefined;
  if (name === undefined) return [];
  const queue = nestKey(name);
  const { members, isFollowed } = membersOf(node, evaluator);
  const uses = members.flatMap((member) =>
    [...new Set(decoratorNames(member))].flatMap((decorator): QueueUse[] => {
      const act = decorator === 'Process' ? 'process' : decorator.startsWith('OnGlobalQueue') ? 'subscribe' : null;
      return act ? [{ act, use: { ...locationOf(member), node: member }, queue }] : [];
    }),
  );
  return isFollowed ? uses : [...uses, { act: 'escape', use: { ...locationOf(node), node }, queue }];
}

interface Members {
  readonly members: readonly typescript.ClassElement[];
  /** False where a class above it is not of the workspace, and may have more. */
  readonly isFollowed: boolean;
}

/** Those of a class and of the classes that it extends: Nest looks at the decorators of them all. */
function membersOf(node: typescript.ClassLikeDeclaration, evaluator: Evaluator, left = DEEPEST): Members {
  const clause = node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword);
  const [base] = clause?.types ?? [];
  if (!base) return { members: node.members, isFollowed: true };
  const value = evaluator.evaluate(base.expression);
  if (value.kind !== 'class' || left === 0) return { members: node.members, isFollowed: false };
  const above = membersOf(value.node, evaluator, left - 1);
  return { members: [...node.members, ...above.members], isFollowed: above.isFollowed };
}

/** Classes that extend more than this many are not followed to the end. */
const DEEPEST = 8;

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
  const arguments_ = node.arguments?.filter((each) => mayHoldQueue(each, search)) ?? [];
  if (arguments_.length === 0) return [];
  const act = onlyLooks(node, search.evaluator) ? 'look' : 'escape';
  return arguments_
    .filter((each) => !isOnlyKept(node, each, search.evaluator))
    .flatMap((argument) => {
      const use = { ...locationOf(argument), node: argument };
      const queues = queuesHeld(argument, search);
      return queues.map((queue): QueueUse => ({ act, use, queue }));
    });
}

/** Dashboards and monitors add no processor to the queues that they are given. */
function onlyLooks(
  { expression }: typescript.NewExpression | typescript.CallExpression,
  evaluator: Evaluator,
): boolean {
  const callee = evaluator.evaluate(expression);
  return (
    callee.kind === 'imported' &&
    /^(@?bull-board|bull-arena|@bull-monitor|bull-monitor|bull-prom)(\/|$)/.test(callee.module)
  );
}

/**
 * Of a list and of an object only the parts are read that may be queues: a module of NestJS names many others, and none
 * of their files is needed to tell what is done with queues.
 */
function queuesHeld(node: typescript.Expression, search: QueueSearch): readonly string[] {
  const parts = partsOf(node);
  if (!parts) return heldIn(search.evaluator.evaluate(node));
  const candidates = parts.filter((part) => partsOf(part) === null && search.mayBeQueue(part));
  return candidates.flatMap((part) => keysOf(search.evaluator.evaluate(part)));
}

/** What stands in a list or in an object that is written out; null of all else. */
function partsOf(node: typescript.Expression): readonly typescript.Expression[] | null {
  if (ts.isArrayLiteralExpression(node)) return node.elements.some(ts.isSpreadElement) ? null : node.elements;
  if (!ts.isObjectLiteralExpression(node)) return null;
  const parts = node.properties.map((property) => {
    if (ts.isShorthandPropertyAssignment(property)) return property.name;
    return ts.isPropertyAssignment(property) ? property.initializer : null;
  });
  return parts.every((part) => part !== null) ? parts : null;
}

function heldIn(value: Value): readonly string[] {
  if (value.kind === 'array') return value.elements.flatMap(keysOf);
  if (value.kind === 'object') return [...value.properties.values()].flatMap((property) => keysOf(property.value));
  return keysOf(value);
}

/** A name whose own file says what it is: others would have to be read only to be told that they are no queue. */
function mayHoldQueue(argument: typescript.Expression, search: QueueSearch): boolean {
  if (ts.isNewExpression(argument) || ts.isArrayLiteralExpression(argument)) return search.mayBeQueue(argument);
  if (ts.isObjectLiteralExpression(argument)) {
    return argument.properties.some((property) => {
      if (ts.isShorthandPropertyAssignment(property)) return mayHoldQueue(property.name, search);
      return ts.isPropertyAssignment(property) && mayHoldQueue(property.initializer, search);
    });
  }
  if (ts.isPropertyAccessExpression(argument)) return search.mayBeQueue(argument);
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

/** What is done with the queue of a construction, and in NestJS with others of its name. */
export function usesOf(
  construction: Pick<Construction, 'via' | 'name' | 'node'>,
  uses: RoleSources['uses'],
): readonly QueueUse[] {
  const name = nestName(construction);
  return uses.get(name === undefined ? queueKey(construction.node) : nestKey(name)) ?? [];
}

/** What roles are told from. */
export interface RoleSources {
  /** By queue, as `usesByQueue` gives them. */
  readonly uses: ReadonlyMap<string, readonly QueueUse[]>;
  readonly constructions: readonly Construction[];
  /** No file that may use a queue is missing. */
  readonly isComplete: boolean;
  /** Whether some process loads both files. */
  areLoadedTogether(a: string, b: string): boolean;
  /** Whether a processor goes to it, of several of the name that NestJS modules register; undefined where that is not known. */
  takesProcessor(construction: Construction, namesakes: readonly Construction[], processor: Use): boolean | undefined;
}

/**
 * What the code of the workspace does with one queue; of its uses only those that happen, as far as `happens` knows
 * (undefined where it does not).
 */
export function rolesOf(
  construction: Construction,
  sources: RoleSources,
  happens: (use: Use) => boolean | undefined = () => true,
): Roles {
  const name = nestName(construction);
  const all = usesOf(construction, sources.uses);
  const own = all.filter(({ use }) => happens(use) === true);
  const mayBeMore = all.some(
    ({ act, use }) => (act === 'process' || act === 'subscribe') && happens(use) === undefined,
  );
  const those = (act: QueueAct): Use[] => own.filter((each) => each.act === act).map((each) => each.use);
  const ownOf = (act: QueueAct): readonly Use[] | null =>
    name === undefined ? those(act) : ofItsModule(construction, name, those(act), sources);
  const [processes, subscribes] = [ownOf('process'), ownOf('subscribe')] as const;
  const isUsedSomewhere = (sources.uses.get(ANY) ?? []).some(({ use }) => {
    const { file } = use;
    return happens(use) !== false && (file === construction.file || sources.areLoadedTogether(file, construction.file));
  });
  return {
    processes: processes ?? [],
    subscribes: subscribes ?? [],
    adds: ownOf('add') ?? those('add'),
    looks: those('look'),
    closes: those('close'),
    escapes:
      !sources.isComplete ||
      processes === null ||
      subscribes === null ||
      mayBeMore ||
      isHandedOn(construction, all) ||
      isUsedSomewhere ||
      (construction.via === 'nest' && (name === undefined || hasProcessors(construction))) ||
      all.some(({ act, use }) => act === 'escape' && happens(use) !== false),
  };
}

/** Of a queue that nothing is seen to be done with, somebody does what is not seen: it is returned, exported or stored. */
function isHandedOn({ via, node }: Construction, uses: readonly QueueUse[]): boolean {
  if (via === 'nest' || uses.length > 0) return false;
  let made: typescript.Node = node;
  while (isWrapper(made.parent)) made = made.parent;
  const { parent } = made;
  return !ts.isExpressionStatement(parent) && !(ts.isVariableDeclaration(parent) && isUnused(parent));
}

function isUnused({ name, parent }: typescript.VariableDeclaration): boolean {
  if (!ts.isIdentifier(name) || hasModifier(parent.parent, ts.SyntaxKind.ExportKeyword)) return false;
  const binding = scopesOf(name.getSourceFile()).resolve(name.text, name);
  return !!binding && referencesTo(binding).every((reference) => reference === name);
}

/** Processors in files of their own: `registerQueue({ name, processors: [join(__dirname, 'mail.processor')] })`. */
function hasProcessors({ options }: Construction): boolean {
  return some(option(options, 'processors'), ({ kind }) => kind === 'array');
}

function nestName({ via, name }: Pick<Construction, 'via' | 'name'>): string | undefined {
  return via === 'nest' ? stringIn(name) : undefined;
}

/** Of what the classes of NestJS modules do, that with the queue of one module; null where another of its name may be meant. */
function ofItsModule(
  construction: Construction,
  name: string,
  all: readonly Use[],
  sources: RoleSources,
): readonly Use[] | null {
  const namesakes = sources.constructions.filter(
    (each) =>
      each === construction ||
      (nestName(each) === name &&
        !areSame(each, construction) &&
        sources.areLoadedTogether(each.file, construction.file)),
  );
  if (namesakes.length < 2 || all.length === 0) return all;
  if (namesakes.some((each) => each !== construction && areOne(each, construction))) return null;
  const takes = all.map((use) => isDecorated(use) && sources.takesProcessor(construction, namesakes, use));
  const isPlaced = (use: Use): boolean => isDecorated(use) || namesakes.some((each) => provides(each, use));
  if (takes.includes(undefined) || !all.every(isPlaced)) return null;
  return all.filter((use, i) => takes[i] || (!isDecorated(use) && provides(construction, use)));
}

/** `@Process()` before a method, where `this.mail.process(…)` is about the queue that its own module gets. */
export function isDecorated({ node }: Use): boolean {
  return ts.isClassElement(node);
}
