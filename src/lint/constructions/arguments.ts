import type { Location } from '../syntax/location';
import { absent, either, unknown } from '../evaluation/build-value';
import { alternatives, isNotGiven } from '../evaluation/inspect-value';
import type { SingleValue, UnknownValue, Value } from '../evaluation/value';
import type { DroppedArgument, Form } from './construction';

/** What Bull makes of its arguments (bull 4.16.5 lib/queue.js:86-105, the same in 3.29.3). */
export interface ReadArguments {
  readonly form: Form;
  readonly name: Value;
  readonly url: Value;
  readonly options: Value;
  /** Which argument the options are, where they are one; null where there are none or it depends. */
  readonly optionsIndex: 1 | 2 | null;
  /** What happens to a third argument that Bull may not read. */
  readonly dropped: DroppedArgument['why'] | null;
}

/** `at` is the call, the place of what is not written. */
export function readArguments([name, second, third]: readonly Value[], at: Location): ReadArguments {
  const nothing = absent(at);
  const readings = alternatives(second ?? nothing).map((single) => readSecond(single, third, at));
  const [first] = readings;
  const isOneForm = readings.every((reading) => reading.form === first?.form);
  return {
    form: isOneForm && first ? first.form : 'unknown',
    name: name ?? nothing,
    url: either(
      readings.map((reading) => reading.url),
      at,
    ),
    options: either(
      readings.map((reading) => reading.options),
      at,
    ),
    optionsIndex: isOneForm && first ? first.optionsIndex : null,
    dropped: readings.every((reading) => reading.dropped === first?.dropped) && first ? first.dropped : null,
  };
}

type Reading = Omit<ReadArguments, 'name'>;

function readSecond(second: SingleValue, third: Value | undefined, at: Location): Reading {
  const none = { url: absent(at), options: absent(at), optionsIndex: null, dropped: null };
  const withUrl: Reading = {
    ...none,
    url: second,
    form: third ? 'name, url, options' : 'name, url',
    options: third ?? absent(at),
    optionsIndex: third ? 2 : null,
  };
  if (isNotGiven(second) || (second.kind === 'literal' && second.value === null)) {
    return { ...none, form: 'name', dropped: third ? 'after-nothing' : null };
  }
  if (isString(second)) return withUrl;
  if (mayBeUnset(second)) {
    // Taken as set: unset, it takes the third argument with it.
    return third ? { ...withUrl, dropped: 'maybe-after-nothing' } : withUrl;
  }
  if (second.kind === 'literal') return { ...none, form: 'name, port, host', url: second, options: unknown(second.at) };
  if (second.kind === 'unknown' && second.type !== 'object') {
    return { ...none, form: 'unknown', url: unknown(second.at), options: unknown(second.at), optionsIndex: null };
  }
  return { ...none, form: 'name, options', options: second, optionsIndex: 1, dropped: third ? 'after-options' : null };
}

function isString(value: SingleValue): boolean {
  if (value.kind === 'literal') return typeof value.value === 'string';
  if (value.kind === 'unknown') return value.type === 'string' || (isVariable(value) && value.is !== undefined);
  return value.kind === 'text';
}

function mayBeUnset(value: SingleValue): boolean {
  return isVariable(value) && value.is === undefined;
}

/** An environment variable: a string or undefined. */
function isVariable(value: SingleValue): value is UnknownValue {
  return value.kind === 'unknown' && value.env !== undefined && value.type === undefined;
}
