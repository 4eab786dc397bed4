import type typescript from 'typescript';
import { ts } from '../syntax/typescript';
import type { ParsedFile } from '../syntax/parsed-file';
import { evaluateArguments } from '../evaluation/arguments';
import { packageConstruction, type PackageConstruction } from '../evaluation/classes';
import { inheritedConstruction } from '../evaluation/es5-classes';
import type { Evaluator, SingleValue, Value } from '../evaluation/value';
import { locationOf } from '../syntax/location';
import { isBull } from '../evaluation/packages';
import { alternatives } from '../evaluation/inspect-value';
import { scopesOf } from '../syntax/scopes';
import { readArguments } from './arguments';
import { bullVersion, isBefore } from './bull-version';
import { BullSearch } from './may-be-bull';
import type { BullVersion, Construction, DroppedArgument, NestRoot } from './construction';
import { nestQueues } from './nest';

/** What `forRoot` and `forRootAsync` say in the workspace; null where the workspace is not known. */
export type NestRoots = readonly NestRoot[] | null;

/** The Bull queues that a file makes, in the order of its text. */
export function findConstructions(file: ParsedFile, evaluator: Evaluator, roots: NestRoots): readonly Construction[] {
  let version: BullVersion | undefined;
  const search = new BullSearch(evaluator);
  const bull = (): BullVersion => (version ??= bullVersion(file.path, evaluator.project));
  return scopesOf(file.ast).constructs.flatMap((node) => {
    if (node.expression.kind === ts.SyntaxKind.SuperKeyword) return [];
    if (!search.mayBeBull(node.expression, ts.isNewExpression(node))) return [];
    // What its arguments and options mean, the rules do not know.
    if (isBefore(bull(), '3.0.0')) return [];
    const nest = ts.isCallExpression(node) ? nestQueues(node, roots, evaluator, bull) : [];
    if (nest.length) return nest;
    const made = madeBy(node, evaluator);
    // As much for each queue, however many there are.
    if (made) evaluator.refuel();
    return made ? [constructionOf(node, made, evaluator, bull())] : [];
  });
}

/** What a call that makes a queue gives Bull, as this evaluator knows it; null for one that makes none of its own. */
export function constructionAt({ node, bull, nest }: Construction, evaluator: Evaluator): Construction | null {
  const made = nest ? null : madeBy(node, evaluator);
  return made && constructionOf(node, made, evaluator, bull);
}

interface Made {
  readonly via: 'direct' | 'subclass';
  readonly args: readonly Value[];
  readonly superCall: typescript.CallExpression | null;
  readonly lastSuperCall: typescript.CallExpression | null;
}

/** What a call gives to Bull; null where it makes no queue, also where it may make something else. */
function madeBy(node: typescript.NewExpression | typescript.CallExpression, evaluator: Evaluator): Made | null {
  const callees = alternatives(evaluator.evaluate(node.expression)).filter((callee) => !isNothing(callee));
  const [callee] = callees;
  if (!callee) return null;
  if (callees.every(isBull)) {
    return {
      via: 'direct',
      args: evaluateArguments(node.arguments, evaluator.outermost),
      superCall: null,
      lastSuperCall: null,
    };
  }
  if (callees.length > 1 || !ts.isNewExpression(node)) return null;
  const args = evaluateArguments(node.arguments, evaluator.outermost);
  const made = subclassMade(callee, args);
  return made && isBull(made.of) ? { ...made, via: 'subclass' } : null;
}

function subclassMade(callee: SingleValue, args: readonly Value[]): PackageConstruction | null {
  if (callee.kind === 'class') return packageConstruction(callee, args);
  return callee.kind === 'function' ? inheritedConstruction(callee, args) : null;
}

/** A class that is not there on some path (`let Bull; try { Bull = require('bull') } catch {}`) is not called there. */
function isNothing(value: SingleValue): boolean {
  return value.kind === 'absent' || (value.kind === 'literal' && (value.value === undefined || value.value === null));
}

function constructionOf(
  node: typescript.NewExpression | typescript.CallExpression,
  { via, args, superCall, lastSuperCall }: Made,
  evaluator: Evaluator,
  bull: BullVersion,
): Construction {
  const at = locationOf(node);
  const { form, name, url, options, optionsIndex, dropped } = readArguments(args, at);
  const written = argumentsOf(node, superCall, evaluator);
  const nameNode = via === 'direct' ? node.arguments?.[0] : undefined;
  const optionsNode = optionsIndex === null ? undefined : written(args[optionsIndex], optionsIndex);
  return {
    file: at.file,
    via,
    node,
    range: { start: at.start, end: nameNode?.end ?? node.expression.end },
    callee: { start: node.expression.getStart(), end: node.expression.end },
    form,
    name,
    url,
    options,
    optionsArgument: optionsNode ?? null,
    dropped: dropped ? droppedArguments(dropped, args, written) : [],
    bullCall: lastSuperCall ?? node,
    nest: null,
    bull,
  };
}

/** Finds the expression, in the construction's file, that gave Bull the argument with a value. */
function argumentsOf(
  node: typescript.NewExpression | typescript.CallExpression,
  superCall: typescript.CallExpression | null,
  evaluator: Evaluator,
): (value: Value | undefined, index: number) => typescript.Expression | undefined {
  if (!superCall) return (_value, index) => argumentAt(node.arguments, index);
  const isHere = superCall.getSourceFile() === node.getSourceFile();
  const isSuper = superCall.expression.kind === ts.SyntaxKind.SuperKeyword;
  return (value, index) => {
    const own = node.arguments?.find((argument) => evaluator.evaluate(argument) === value);
    if (own || !isHere) return own;
    return argumentAt(superCall.arguments, isSuper ? index : index + 1);
  };
}

function argumentAt(
  args: readonly typescript.Expression[] | undefined,
  index: number,
): typescript.Expression | undefined {
  return args?.slice(0, index + 1).some(ts.isSpreadElement) ? undefined : args?.[index];
}

function droppedArguments(
  why: DroppedArgument['why'],
  args: readonly Value[],
  written: (value: Value | undefined, index: number) => typescript.Expression | undefined,
): readonly DroppedArgument[] {
  const [, , value] = args;
  const node = written(value, 2);
  return node && value ? [{ node, value, why, start: node.getStart(), end: node.end }] : [];
}
