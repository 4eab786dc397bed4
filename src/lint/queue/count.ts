import type typescript from 'typescript';
import type { Construction } from '../constructions/construction';
import { callsOf } from '../evaluation/call-sites';
import { alternatives, stringIn } from '../evaluation/inspect-value';
import type { Call, Evaluator } from '../evaluation/value';
import type { Project } from '../files/project';
import { hasModifier } from '../syntax/modifiers';
import { referencesTo, scopesOf } from '../syntax/scopes';
import { ts } from '../syntax/typescript';
import { askedFirst } from './asked-first';
import type { Process } from './processes';
import { isProduction } from './production';

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
  /** The process that is asked about: what its files do not call makes nothing there. Absent for all code that is run. */
  readonly process?: Process;
  readonly project: Project;
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
  return timesOf(node, { made: node, isCached: false }, sources, DEEPEST);
}

/** Whether a piece of code is surely run, where its file is loaded; undefined where that is not known. */
export function isRun(node: typescript.Node, sources: CountSources): boolean | undefined {
  // A container runs the decorated methods of its classes.
  if (ts.isClassElement(node)) return true;
  sources.evaluator.refuel();
  const { atLeast, isOpen } = timesOf(node, { made: node, isCached: false }, sources, DEEPEST);
  return atLeast > 0 || (isOpen ? undefined : false);
}

/** A way from a construction to the top of a file. */
interface Way {
  /** What makes the queue in the end. */
  readonly made: typescript.Node;
  /** Whether its code asks for a queue before it makes one. */
  readonly isCached: boolean;
}

/** How often the code that holds `node` runs it. */
function timesOf(node: typescript.Node, way: Way, sources: CountSources, left: number): QueueCount {
  if (left === 0) return ANY;
  for (let at = node; !ts.isSourceFile(at); at = at.parent) {
    const { parent } = at;
    if (ts.isIterationStatement(parent, false) && parent.statement === at) {
      return times(turnsOf(parent, sources.evaluator), timesOf(parent, way, sources, left - 1));
    }
    if (ts.isPropertyDeclaration(parent) && parent.initializer === at) return instancesOf(parent, way, sources, left);
    if (ts.isFunctionLike(at)) {
      const asked = askedFirst(node);
      const runs = runsOf(at, asked ? { ...way, isCached: true } : way, sources, left);
      return asked && !asked.isFilled ? { ...runs, isOpen: true } : runs;
    }
  }
  return ONE;
}

function runsOf(code: typescript.Node, way: Way, sources: CountSources, left: number): QueueCount {
  if (ts.isConstructorDeclaration(code)) return instancesOf(code, way, sources, left);
  const call = callAround(code);
  if (call) {
    const { expression } = call;
    if (unwrapCallee(expression) === code) return timesOf(call, way, sources, left - 1);
    const method = ts.isPropertyAccessExpression(expression) ? expression.name.text : '';
    if (/^(map|forEach|flatMap|reduce)$/.test(method) && ts.isPropertyAccessExpression(expression)) {
      return times(lengthOf(expression.expression, sources.evaluator), timesOf(call, way, sources, left - 1));
    }
    // `Array.from(names, (name) => new Bull(name))`
    if (expression.getText() === 'Array.from')
      return times(lengthOf(call, sources.evaluator), timesOf(call, way, sources, left - 1));
    return method === 'then' ? timesOf(call, way, sources, left - 1) : ANY;
  }
  const calls = [...callsOf(code), ...methodCallsOf(code, sources.evaluator), ...sources.callersOf(code)];
  return calls.length > 0 ? sumOf(calls, way, sources, left) : ANY;
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
function instancesOf(member: typescript.Node, way: Way, sources: CountSources, left: number): QueueCount {
  const owner = member.parent;
  if (!ts.isClassLike(owner)) return ANY;
  return hasModifier(member, ts.SyntaxKind.StaticKeyword) ? ONE : instancesOfClass(owner, way, sources, left);
}

/** Those of the classes that extend it among them; where nobody is seen to make one, a container makes one. */
function instancesOfClass(
  owner: typescript.ClassLikeDeclaration,
  way: Way,
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
  if (calls.length === 0 && extensions.length === 0) return isLoaded(owner, way, sources) ? ONE : NONE;
  const inherited = extensions.map((each) => instancesOfClass(each, way, sources, left - 1));
  return inherited.reduce(plus, calls.length > 0 ? sumOf(calls, way, sources, left) : NONE);
}

/** What only tests and tools call makes queues for them alone. */
function isLoaded(node: typescript.Node, { made }: Way, { process, project }: CountSources): boolean {
  const file = node.getSourceFile().fileName;
  if (process) return process.loads(file);
  return isProduction(file, project) || !isProduction(made.getSourceFile().fileName, project);
}

/** Over calls; those that are answered from a cache count once for each of its keys. */
function sumOf(all: readonly Call[], way: Way, sources: CountSources, left: number): QueueCount {
  const calls = [...new Set(all.filter((call) => isLoaded(call, way, sources)))];
  const counts = calls.map((call) => timesOf(call, way, sources, left - 1));
  if (!way.isCached) return sumOfHolders(calls, counts);
  const keys = calls.map((call, i) => (counts[i]?.atLeast ? keyOf(call, way.made, sources.evaluator) : null));
  const known = new Set(keys.filter((key) => key !== null));
  const { atLeast, isOpen } = counts.reduce(plus, NONE);
  return { atLeast: Math.max(known.size, Math.min(atLeast, 1)), isOpen: isOpen || keys.includes(null) };
}

/** Those that ask the same holder first may get what another has put there, as those that ask a table what is in it from the start. */
function sumOfHolders(calls: readonly Call[], counts: readonly QueueCount[]): QueueCount {
  let direct = NONE;
  const tables = new Map<string, QueueCount>();
  const variables = new Map<string, QueueCount>();
  calls.forEach((call, i) => {
    const count = counts[i] ?? NONE;
    const asked = askedFirst(call);
    const holders = asked?.isTable ? tables : variables;
    if (asked) holders.set(asked.holder, eitherOf(holders.get(asked.holder) ?? NONE, count));
    else direct = plus(direct, count);
  });
  const own = eitherOf(direct, [...tables.values()].reduce(plus, NONE));
  return [...variables.values()].reduce(plus, own);
}

/** The same queues, or others. */
function eitherOf(a: QueueCount, b: QueueCount): QueueCount {
  const isOpen = a.isOpen || b.isOpen || (a.atLeast > 0 && b.atLeast > 0);
  return { atLeast: Math.max(a.atLeast, b.atLeast), isOpen };
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
