import type typescript from 'typescript';
import { BULL_OPTIONS } from '../../../bull/options';
import type { Construction } from '../../constructions/construction';
import { ts } from '../../syntax/typescript';
import { alternatives, every, isNotGiven, numberIn, option } from '../../evaluation/inspect-value';
import type { Evaluator, SingleValue, Value } from '../../evaluation/value';
import type { Roles } from '../roles/roles';
import { longest, type Budget } from '../budget';

const JOB_OPTIONS: ReadonlySet<string> = new Set(BULL_OPTIONS.defaultJobOptions.map(({ name }) => name));

/**
 * Bull's own `timeout`, after which it fails a job (bull 4.16.5 lib/queue.js:1212): in `defaultJobOptions`, or in
 * `add()` and `addBulk()` on this queue. The longest of them, since one job may take that long.
 */
export function timeoutBudget(queue: Construction & { readonly roles: Roles }, evaluator: Evaluator): Budget | null {
  const calls = queue.roles.adds.flatMap(({ node }) => (ts.isCallExpression(node) ? [node] : []));
  const added = calls.flatMap((call) => optionsOf(call, evaluator));
  return longest([
    ...budgetIn(option(queue.options, 'defaultJobOptions'), 'timeout in defaultJobOptions'),
    ...added.flatMap((options) => budgetIn(options, 'timeout in add()')),
  ]);
}

/**
 * The shortest timeout of all paths, so that no more is said than is proven. A path without one allows a job more than
 * that, not less; one that is not known could allow it anything.
 */
function budgetIn(options: Value, source: string): readonly Budget[] {
  const given = alternatives(option(options, 'timeout')).filter((timeout) => !isNotGiven(timeout));
  if (given.length === 0) return [];
  const timeouts = given.map(numberIn);
  const shortest = timeouts.reduce((least, each) => (least && each && each.value < least.value ? each : least));
  if (!shortest || shortest.value <= 0 || timeouts.includes(undefined)) return [];
  const unless = shortest.defaultOf ? `, unless ${shortest.defaultOf} is set` : '';
  return [{ ms: shortest.value, source: source + unless, at: shortest.at }];
}

/** The job options of `add(data, options)`, `add(name, data, options)` and `addBulk([{ opts }])`. */
function optionsOf(call: typescript.CallExpression, evaluator: Evaluator): readonly Value[] {
  const values = call.arguments.map((argument) => evaluator.evaluate(argument));
  const [first, second, third] = values;
  if (!first) return [];
  if (ts.isPropertyAccessExpression(call.expression) && call.expression.name.text === 'addBulk') {
    return first.kind === 'array' ? first.elements.map((job) => option(job, 'opts')) : [];
  }
  if (third) return [third];
  // With two arguments a string is the job's name, and what follows it is data.
  return second && every(first, isData) && every(second, holdsJobOptions) ? [second] : [];
}

function isData(value: SingleValue): boolean {
  if (value.kind === 'unknown') return value.type !== 'string';
  return value.kind === 'object' || value.kind === 'array' || value.kind === 'instance';
}

function holdsJobOptions(value: SingleValue): boolean {
  return value.kind === 'object' && [...value.properties.keys()].every((name) => JOB_OPTIONS.has(name));
}
