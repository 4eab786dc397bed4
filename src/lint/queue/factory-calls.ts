import type typescript from 'typescript';
import { readArguments } from '../constructions/arguments';
import type { Construction } from '../constructions/construction';
import { callsOf } from '../evaluation/call-sites';
import { alternatives, stringIn } from '../evaluation/inspect-value';
import type { Call, Evaluator, Value } from '../evaluation/value';
import type { Project } from '../files/project';
import { locationOf } from '../syntax/location';
import { ts } from '../syntax/typescript';
import { isProduction } from './production';
import type { Roles, Use } from './roles/roles';

/** What Bull is given where a call of the factory around a construction makes the queue. */
export interface MadeByCall {
  readonly call: Call;
  readonly args: readonly Value[];
}

export interface CallSources {
  readonly evaluator: Evaluator;
  /** The calls of a function or class in other files. */
  callersOf(code: typescript.Node): readonly Call[];
}

/** The queues of a construction that calls in other files make and return. */
export function madeByCallers({ node }: Construction, sources: CallSources): readonly MadeByCall[] {
  return functionsAround(node).flatMap((code) => madeBy(sources.callersOf(code), node, sources.evaluator));
}

/** A queue as one call makes it. */
export interface QueueOfCall extends Construction {
  readonly call: Call;
  readonly roles: Roles;
}

/** More calls than this are not told apart. */
const MOST_CALLS = 20;

/**
 * The queues that the calls of a factory make in production code, in whatever file, where each has a name of its own: the
 * code tells by it what is done with which. None where a queue is added to or processed under a name that is not known.
 */
export function queuesOfCalls(
  construction: Construction,
  roles: Roles,
  sources: CallSources & { readonly project: Project },
): readonly QueueOfCall[] {
  const { node } = construction;
  const all = functionsAround(node).flatMap((code) => [...callsOf(code), ...sources.callersOf(code)]);
  const calls = all.filter((call) => isProduction(call.getSourceFile().fileName, sources.project));
  if (calls.length < 2 || calls.length > MOST_CALLS) return [];
  if (![...roles.processes, ...roles.adds].every(({ name }) => name && stringIn(name) !== undefined)) return [];
  const made = madeBy(calls, node, sources.evaluator);
  const names = made.map(({ args: [name] }) => (name ? (stringIn(name) ?? null) : null));
  return made.flatMap(({ call, args }, i): QueueOfCall[] => {
    const name = names[i];
    if (typeof name !== 'string' || names.indexOf(name) !== names.lastIndexOf(name)) return [];
    const given = readArguments(args, locationOf(call));
    return [{ ...construction, ...given, dropped: [], call, roles: rolesUnder(name, roles) }];
  });
}

function functionsAround(node: typescript.Node): readonly typescript.Node[] {
  const found: typescript.Node[] = [];
  for (let at = node; !ts.isSourceFile(at); at = at.parent) if (ts.isFunctionLike(at)) found.push(at);
  return found;
}

function madeBy(calls: readonly Call[], node: typescript.Node, evaluator: Evaluator): readonly MadeByCall[] {
  return calls.flatMap((call) => {
    evaluator.refuel();
    return alternatives(evaluator.evaluate(call)).flatMap((made) =>
      made.kind === 'instance' && made.node === node ? [{ call, args: made.args }] : [],
    );
  });
}

function rolesUnder(name: string, { processes, subscribes, adds, looks, closes, escapes }: Roles): Roles {
  const own = (uses: readonly Use[]): readonly Use[] => uses.filter((use) => !use.name || stringIn(use.name) === name);
  return {
    ...{ processes: own(processes), subscribes: own(subscribes), adds: own(adds) },
    ...{ looks: own(looks), closes: own(closes), escapes },
  };
}
