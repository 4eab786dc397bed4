import type typescript from 'typescript';
import type { Construction } from '../constructions/construction';
import { callsOf } from '../evaluation/call-sites';
import { alternatives, stringIn } from '../evaluation/inspect-value';
import type { Call, Evaluator } from '../evaluation/value';
import { isGuardedBy } from '../syntax/guards';
import { hasModifier } from '../syntax/modifiers';
import { referencesTo, scopesOf } from '../syntax/scopes';
import { ts } from '../syntax/typescript';
import type { Process } from './processes';

/** How many queues a place in the code makes. */
export interface QueueCount {
  readonly atLeast: number;
  /** Whether there may be more: its list or its callers are not all known. */
  readonly isOpen: boolean;
}

export interface CountSources {
  readonly evaluator: Evaluator;
  /** The calls of a function or class in other files. */
  callersOf(code: typescript.Node): readonly Call[];
  /** The classes of any file that extend a class. */
  extensionsOf(code: typescript.Node): readonly typescript.ClassLikeDeclaration[];
  /** The process that is asked about: what its files do not call makes nothing there. Absent for all code. */
  readonly process?: Process;
}

/** Longer ways from a queue to the top of a file are not followed. */
const DEEPEST = 6;

const NONE: QueueCount = { atLeast: 0, isOpen: false };
const ONE: QueueCount = { atLeast: 1, isOpen: false };
/** Nothing is known of how often: perhaps never, as a function is run that nobody is seen to call. */
const ANY: QueueCount = { atLeast: 0, isOpen: true };

/** As many as the lists, loops and calls around a construction show. */
export function countOf({ node }: Construction, sources: CountSources): QueueCount {
  sources.evaluator.refuel();
  return timesOf(node, node, sources, DEEPEST);
}

/** Whether a piece of code is surely run, where its file is loaded; undefined where that is not known. */
export function isRun(node: typescript.Node, sources: CountSources): boolean | undefined {
  // A container runs the decorated methods of its classes.
  if (ts.isClassElement(node)) return true;
  sources.evaluator.refuel();
  const { atLeast, isOpen } = timesOf(node, node, sources, DEEPEST);
  return atLeast > 0 || (isOpen ? undefined : false);
}

/** How often the code that holds `node` runs it; `made` is what makes the queue in the end. */
function timesOf(node: typescript.Node, made: typescript.Node, sources: CountSources, left: number): QueueCount {
  if (left === 0) return ANY;
  for (let at = node; !ts.isSourceFile(at); at = at.parent) {
    const { parent } = at;
    if (ts.isIterationStatement(parent, false) && parent.statement === at) {
      return times(turnsOf(parent, sources.evaluator), timesOf(parent, made, sources, left - 1));
    }
    if (ts.isPropertyDeclaration(parent) && parent.initializer === at) return instancesOf(parent, made, sources, left);
    if (ts.isFunctionLike(at)) return runsOf(at, made, sources, left);
  }
  return ONE;
}

function runsOf(code: typescript.Node, made: typescript.Node, sources: CountSources, left: number): QueueCount {
  if (ts.isConstructorDeclaration(code)) return instancesOf(code, made, sources, left);
  const call = callAround(code);
  if (call) {
    const { expression } = call;
    if (unwrapCallee(expression) === code) return timesOf(call, made, sources, left - 1);
    const method = ts.isPropertyAccessExpression(expression) ? expression.name.text : '';
    if (/^(map|forEach|flatMap|reduce)$/.test(method) && ts.isPropertyAccessExpression(expression)) {
      return times(lengthOf(expression.expression, sources.evaluator), timesOf(call, made, sources, left - 1));
    }
    // `Array.from(names, (name) => new Bull(name))`
    if (expression.getText() === 'Array.from')
      return times(lengthOf(call, sources.evaluator), timesOf(call, made, sources, left - 1));
    return method === 'then' ? timesOf(call, made, sources, left - 1) : ANY;
  }
  const calls = [...callsOf(code), ...methodCallsOf(code, sources.evaluator), ...sources.callersOf(code)];
  return calls.length > 0 ? sumOf(calls, made, sources, left) : ANY;
}

/** The calls of a method in its own file. */
function methodCallsOf(code: typescript.Node, evaluator: Evaluator): readonly typescript.CallExpression[] {
  if (!ts.isMethodDeclaration(code) || !('text' in code.name)) return [];
  const { text } = code.name;
  return scopesOf(code.getSourceFile()).constructs.flatMap((call) => {
    if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return [];
    if (call.expression.name.text !== text) return [];
    const isMeant = alternatives(evaluator.evaluate(call.expression)).some(
      (callee) => 'node' in callee && callee.node === code,
    );
    return isMeant ? [call] : [];
  });
}

/** The call that a function is an argument of, or calls at once. */
function callAround(code: typescript.Node): typescript.CallExpression | undefined {
  const parent = ts.isParenthesizedExpression(code.parent) ? code.parent.parent : code.parent;
  return ts.isCallExpression(parent) ? parent : undefined;
}

function unwrapCallee(node: typescript.Expression): typescript.Node {
  return ts.isParenthesizedExpression(node) ? unwrapCallee(node.expression) : node;
}

/** One for each instance of the class around. */
function instancesOf(member: typescript.Node, made: typescript.Node, sources: CountSources, left: number): QueueCount {
  const owner = member.parent;
  if (!ts.isClassLike(owner)) return ANY;
  return hasModifier(member, ts.SyntaxKind.StaticKeyword) ? ONE : instancesOfClass(owner, made, sources, left);
}

/** Those of the classes that extend it among them; where nobody is seen to make one, a container makes one. */
function instancesOfClass(
  owner: typescript.ClassLikeDeclaration,
  made: typescript.Node,
  sources: CountSources,
  left: number,
): QueueCount {
  if (left === 0) return ANY;
  const binding = owner.name && scopesOf(owner.getSourceFile()).resolve(owner.name.text, owner);
  const here = (binding ? referencesTo(binding) : []).flatMap(({ parent }) =>
    ts.isNewExpression(parent) ? [parent] : [],
  );
  const calls = [...here, ...sources.callersOf(owner)];
  const extensions = sources.extensionsOf(owner);
  if (calls.length === 0 && extensions.length === 0) return isLoaded(owner, sources) ? ONE : NONE;
  const inherited = extensions.map((each) => instancesOfClass(each, made, sources, left - 1));
  return inherited.reduce(plus, calls.length > 0 ? sumOf(calls, made, sources, left) : NONE);
}

function isLoaded(node: typescript.Node, { process }: CountSources): boolean {
  return process === undefined || process.loads(node.getSourceFile().fileName);
}

/** Over calls; those that are answered from a cache count once for each of its keys. */
function sumOf(all: readonly Call[], made: typescript.Node, sources: CountSources, left: number): QueueCount {
  const calls = all.filter((call) => isLoaded(call, sources));
  if (calls.length === 0) return NONE;
  const isCached = isGuarded(made);
  const keys = new Set<string>();
  let atLeast = 0;
  let isOpen = false;
  for (const call of new Set(calls)) {
    const count = timesOf(call, made, sources, left - 1);
    const key = isCached && count.atLeast > 0 ? keyOf(call, made, sources.evaluator) : null;
    if (key !== null) keys.add(key);
    atLeast += count.atLeast;
    isOpen ||= count.isOpen || (isCached && key === null);
  }
  return { atLeast: isCached ? Math.max(keys.size, Math.min(atLeast, 1)) : atLeast, isOpen };
}

/** Whether the code asks for a queue before it makes one. */
function isGuarded(made: typescript.Node): boolean {
  const store = ts.findAncestor(made, (node) => ts.isBinaryExpression(node) || ts.isFunctionLike(node));
  if (!store || !ts.isBinaryExpression(store)) return false;
  const { kind } = store.operatorToken;
  if (kind === ts.SyntaxKind.QuestionQuestionEqualsToken || kind === ts.SyntaxKind.BarBarEqualsToken) return true;
  let root: typescript.Node = store.left;
  while (ts.isElementAccessExpression(root)) root = root.expression;
  const name = ts.isPropertyAccessExpression(root) ? root.name.text : ts.isIdentifier(root) ? root.text : null;
  return name !== null && isGuardedBy(store, store.right, name);
}

/** Which of a cache's queues a call gives, by its name; null where that is not known. */
function keyOf(call: Call, made: typescript.Node, evaluator: Evaluator): string | null {
  const [value, ...others] = alternatives(evaluator.evaluate(call));
  if (value?.kind !== 'instance' || value.node !== made || others.length > 0) return null;
  const [name] = value.args;
  return name ? (stringIn(name) ?? null) : null;
}

function turnsOf(loop: typescript.IterationStatement, evaluator: Evaluator): QueueCount {
  return ts.isForOfStatement(loop) ? lengthOf(loop.expression, evaluator) : ANY;
}

function lengthOf(list: typescript.Expression, evaluator: Evaluator): QueueCount {
  const value = evaluator.evaluate(list);
  if (value.kind !== 'array') return ANY;
  return { atLeast: value.elements.length, isOpen: value.open };
}

function times(a: QueueCount, b: QueueCount): QueueCount {
  return { atLeast: a.atLeast * b.atLeast, isOpen: a.isOpen || b.isOpen };
}

function plus(a: QueueCount, b: QueueCount): QueueCount {
  return { atLeast: a.atLeast + b.atLeast, isOpen: a.isOpen || b.isOpen };
}
