import type typescript from 'typescript';
import { DEFAULT_JOB_NAME } from '../../../bull/keys';
import { alternatives, option } from '../../evaluation/inspect-value';
import type { Evaluator, Value } from '../../evaluation/value';
import { locationOf, type Location } from '../../syntax/location';
import { ts } from '../../syntax/typescript';
import { knownTexts, type KnownText } from '../names';
import type { Use } from './roles';

/** Code that processes or adds jobs. */
export interface JobUse extends Location {
  /** What its jobs may be called. */
  readonly jobs: readonly KnownText[];
  /** What the queue is called that it is a call on, of several that one place may make; null where that is not told. */
  readonly queues: readonly KnownText[] | null;
}

const UNNAMED: readonly KnownText[] = [[DEFAULT_JOB_NAME]];
const ANY: readonly KnownText[] = [[null]];

/** The function that `process()` was given, where it can be followed; else the call. */
export function processorOf(use: Use, evaluator: Evaluator): JobUse {
  const { node } = use;
  if (!ts.isCallExpression(node)) return { ...locationOf(node), jobs: decoratedJobs(node, evaluator), queues: null };
  const handler = node.arguments.at(-1);
  const value = handler && evaluator.evaluate(handler);
  const at = value?.kind === 'function' ? locationOf(value.node) : locationOf(node);
  return { ...at, jobs: processedJobs(node, evaluator), queues: queuesOf(use) };
}

export function producerOf(use: Use, evaluator: Evaluator): JobUse {
  return { ...locationOf(use.node), jobs: addedJobs(use.node, evaluator), queues: queuesOf(use) };
}

function queuesOf({ name }: Use): readonly KnownText[] | null {
  return name ? knownTexts(name) : null;
}

/** `process(name?, concurrency?, handler)` (bull 4.16.5 lib/queue.js:668-688). */
function processedJobs({ arguments: args }: typescript.CallExpression, evaluator: Evaluator): readonly KnownText[] {
  const [first] = args;
  if (!first || args.length === 1) return UNNAMED;
  return namesIn(evaluator.evaluate(first));
}

/** `add(name?, data, options?)` (bull 4.16.5 lib/queue.js:761); `addBulk` takes the names from its list. */
function addedJobs(node: typescript.Node, evaluator: Evaluator): readonly KnownText[] {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return ANY;
  const [first, second] = node.arguments;
  if (node.expression.name.text === 'addBulk') return first ? namesInList(evaluator.evaluate(first)) : ANY;
  if (!first) return UNNAMED;
  const value = evaluator.evaluate(first);
  // `add(data)` of who knows what: data is what one argument mostly is.
  return !second && value.kind === 'unknown' ? UNNAMED : namesIn(value);
}

/** What is no text is not the job's name, but what follows where there is none. */
function namesIn(value: Value): readonly KnownText[] {
  return alternatives(value).flatMap((single) => {
    const isText = single.kind === 'text' || (single.kind === 'literal' && typeof single.value === 'string');
    if (isText) return knownTexts(single);
    return single.kind === 'unknown' && single.type !== 'object' && single.type !== 'number' ? ANY : UNNAMED;
  });
}

function namesInList(list: Value): readonly KnownText[] {
  if (list.kind !== 'array' || list.open) return ANY;
  return list.elements.flatMap((each) => namesIn(option(each, 'name')));
}

/** `@Process()`, `@Process('parse')`, `@Process({ name: 'parse' })`. */
function decoratedJobs(node: typescript.Node, evaluator: Evaluator): readonly KnownText[] {
  const decorators = ts.canHaveDecorators(node) ? (ts.getDecorators(node) ?? []) : [];
  const calls = decorators.flatMap(({ expression }) => (ts.isCallExpression(expression) ? [expression] : []));
  const process = calls.find(({ expression }) => ts.isIdentifier(expression) && expression.text === 'Process');
  const [argument] = process?.arguments ?? [];
  if (!argument) return UNNAMED;
  const value = evaluator.evaluate(argument);
  return namesIn(value.kind === 'object' ? option(value, 'name') : value);
}
