import type typescript from 'typescript';
import type { Construction } from '../constructions/construction';
import { callsOf, ownUsesOf } from '../evaluation/call-sites';
import { alternatives, stringIn } from '../evaluation/inspect-value';
import type { Call, Evaluator } from '../evaluation/value';
import type { Project } from '../files/project';
import { hasModifier } from '../syntax/modifiers';
import { scopesOf } from '../syntax/scopes';
import { ts } from '../syntax/typescript';
import { askedFirst } from './asked-first';
import { listsThatCall, mayBeCalledElsewhere } from './called-elsewhere';
import { eitherOr } from './either-or';
import type { Process } from './processes';
import { isProduction } from './production';
import { ANY, atMostOne, eitherOf, NONE, ONE, oneOf, plus, sumOf, times, type QueueCount } from './queue-count';

export interface CountSources {
  readonly evaluator: Evaluator;
  /** The calls of a function or class in other files. */
  callersOf(code: typescript.Node): readonly Call[];
  /** The classes of any file that extend a class. */
  extensionsOf(code: typescript.Node): readonly typescript.ClassLikeDeclaration[];
  /** The process that is asked about: what its files do not call makes nothing there. Absent for all code that is run. */
  readonly process?: Process;
  readonly project: Project;
  /** The files that were looked at. */
  readonly files: readonly string[];
  /** The files that take a function or class of another otherwise than to call it. */
  filesHandingOn(code: typescript.Node): readonly string[];
}

/** Longer ways from a queue to the top of a file are not followed. */
const DEEPEST = 6;

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
      if (!asked) return runs;
      if (!asked.isFilled) return { ...runs, isOpen: true };
      return asked.isShared && !asked.isTable ? atMostOne(runs) : runs;
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
  const listed = listsThatCall(code).map((list) =>
    times(lengthOf(list.expression.expression, sources.evaluator), timesOf(list, way, sources, left - 1)),
  );
  if (calls.length + listed.length === 0) return ANY;
  const { atLeast, isOpen } = plus(sumOfCalls(calls, way, sources, left), sumOf(listed));
  const isLoaded = isLoadedIn(way, sources);
  return { atLeast, isOpen: isOpen || mayBeCalledElsewhere(code, calls, { ...sources, isLoaded }) };
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
  const made = ownUsesOf(owner)?.calls.filter((call) => ts.isNewExpression(call)) ?? [];
  const calls = [...made, ...sources.callersOf(owner)];
  const extensions = sources.extensionsOf(owner);
  const isLoaded = isLoadedIn(way, sources);
  if (calls.length === 0 && extensions.length === 0) return isLoaded(owner.getSourceFile().fileName) ? ONE : NONE;
  const inherited = sumOf(extensions.map((each) => instancesOfClass(each, way, sources, left - 1)));
  if (calls.length === 0) return inherited;
  const { atLeast, isOpen } = plus(sumOfCalls(calls, way, sources, left), inherited);
  return { atLeast, isOpen: isOpen || mayBeCalledElsewhere(owner, calls, { ...sources, isLoaded }) };
}

/** Of which files the calls count: what only tests and tools call makes queues for them alone. */
function isLoadedIn({ made }: Way, { process, project }: CountSources): (file: string) => boolean {
  if (process) return (file) => process.loads(file);
  const isOfTool = !isProduction(made.getSourceFile().fileName, project);
  return (file) => isOfTool || isProduction(file, project);
}

/** Over calls; those that are answered from a cache count once for each of its keys. */
function sumOfCalls(all: readonly Call[], way: Way, sources: CountSources, left: number): QueueCount {
  const isLoaded = isLoadedIn(way, sources);
  const calls = [...new Set(all.filter((call) => isLoaded(call.getSourceFile().fileName)))];
  const counts = calls.map((call) => timesOf(call, way, sources, left - 1));
  if (!way.isCached) return sumOfHolders(calls, counts);
  const keys = calls.map((call, i) => (counts[i]?.atLeast ? keyOf(call, way.made, sources.evaluator) : null));
  const known = new Set(keys.filter((key) => key !== null));
  const { atLeast, isOpen } = sumOf(counts);
  return { atLeast: Math.max(known.size, Math.min(atLeast, 1)), isOpen: isOpen || keys.includes(null) };
}

/** Those that ask the same holder first may get what another has put there, as those that ask a table what is in it from the start. */
function sumOfHolders(calls: readonly Call[], counts: readonly QueueCount[]): QueueCount {
  const direct: { readonly node: Call; readonly count: QueueCount }[] = [];
  const tables = new Map<string, QueueCount>();
  const variables = new Map<string, QueueCount>();
  calls.forEach((call, i) => {
    const count = counts[i] ?? NONE;
    const asked = askedFirst(call);
    const holders = asked?.isTable ? tables : variables;
    if (asked) holders.set(asked.holder, eitherOf(holders.get(asked.holder) ?? NONE, count));
    else direct.push({ node: call, count });
  });
  const made = sumOf(eitherOr(direct).map((group) => oneOf(group.map(({ count }) => count))));
  const own = eitherOf(made, sumOf([...tables.values()]));
  return [...variables.values()].reduce(plus, own);
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
