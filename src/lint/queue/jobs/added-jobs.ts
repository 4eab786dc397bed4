import type typescript from 'typescript';
import { DEFAULT_JOB_NAME } from '../../../bull/keys';
import { BULL_OPTIONS } from '../../../bull/options';
import { evaluateArguments } from '../../evaluation/arguments';
import { absent, either, literal, unknown } from '../../evaluation/build-value';
import { alternatives, option } from '../../evaluation/inspect-value';
import type { Evaluator, SingleValue, Value } from '../../evaluation/value';
import { locationOf, type Location } from '../../syntax/location';
import { ts } from '../../syntax/typescript';
import type { Use } from '../roles/roles';

/** A job that a call of `add()` or `addBulk()` adds. */
export interface AddedJob {
  readonly call: typescript.CallExpression;
  /** `DEFAULT_JOB_NAME` where the call gives none. */
  readonly name: Value;
  /** What the call itself gives, without `defaultJobOptions`; absent where it gives none. */
  readonly options: Value;
}

/** The jobs that a use of `add` or `addBulk` adds; null where they cannot be told. */
export function addedJobs({ node }: Use, evaluator: Evaluator): readonly AddedJob[] | null {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return null;
  const values = evaluateArguments(node.arguments, evaluator.outermost);
  const at = locationOf(node);
  if (node.expression.name.text !== 'addBulk') return [{ call: node, ...readArguments(values, at) }];
  const [jobs] = values;
  if (jobs?.kind !== 'array' || jobs.open) return null;
  return jobs.elements.map((job) => ({ call: node, name: nameIn(job, at), options: option(job, 'opts') }));
}

type Read = Pick<AddedJob, 'name' | 'options'>;

/** `add(name, data, options)`, or `add(data, options)` where the first is no string (bull 4.16.5 lib/queue.js:761-766). */
function readArguments([first, second, third]: readonly Value[], at: Location): Read {
  const nothing = absent(at);
  const readings = alternatives(first ?? nothing).map((single): Read => {
    const isName = isText(single);
    if (isName === undefined) return { name: unknown(single.at), options: third ?? dataOrOptions(second, at) };
    return isName
      ? { name: single, options: third ?? nothing }
      : { name: literal(DEFAULT_JOB_NAME, at), options: second ?? nothing };
  });
  return {
    name: either(
      readings.map(({ name }) => name),
      at,
    ),
    options: either(
      readings.map(({ options }) => options),
      at,
    ),
  };
}

const JOB_OPTIONS: ReadonlySet<string> = new Set(BULL_OPTIONS.defaultJobOptions.map(({ name }) => name));

/** What follows a name or data: it is taken for options where it holds nothing else. */
function dataOrOptions(second: Value | undefined, at: Location): Value {
  if (!second) return absent(at);
  return alternatives(second).every(holdsJobOptions) ? second : unknown(second.at);
}

function holdsJobOptions(value: SingleValue): boolean {
  if (value.kind !== 'object' || value.properties.size === 0) return false;
  return [...value.properties.keys()].every((name) => JOB_OPTIONS.has(name));
}

function nameIn(job: Value, at: Location): Value {
  const name = option(job, 'name');
  return either(
    alternatives(name).map((single) => {
      const isName = isText(single);
      return isName === undefined ? unknown(single.at) : isName ? single : literal(DEFAULT_JOB_NAME, at);
    }),
    at,
  );
}

/** Whether a value is a string; undefined where it may be. */
export function isText(value: SingleValue): boolean | undefined {
  if (value.kind === 'unknown') return value.type === undefined ? undefined : value.type === 'string';
  if (value.kind === 'imported') return undefined;
  return value.kind === 'text' || (value.kind === 'literal' && typeof value.value === 'string');
}
