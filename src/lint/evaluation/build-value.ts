import type { Location } from '../syntax/location';
import type { AbsentValue, LiteralValue, ObjectValue, PropertyValue, SingleValue, UnknownValue, Value } from './value';

export function unknown(at: Location, more: Pick<UnknownValue, 'env' | 'type' | 'is'> = {}): UnknownValue {
  return { kind: 'unknown', at, ...more };
}

export function absent(at: Location): AbsentValue {
  return { kind: 'absent', at };
}

export function literal(value: LiteralValue['value'], at: Location): LiteralValue {
  return { kind: 'literal', value, at, certainty: 'written' };
}

/** More alternatives than anybody writes: they come from conditions that multiply, and say nothing together. */
const MOST_ALTERNATIVES = 16;

/** One of `values`, flattened; the value itself when there is only one, unknown when there is none, or are too many. */
export function either(values: readonly Value[], at: Location): Value {
  const flat: SingleValue[] = [];
  for (const value of values.flatMap((each) => (each.kind === 'either' ? each.alternatives : [each]))) {
    if (!flat.some((other) => isSame(other, value))) flat.push(value);
    if (flat.length > MOST_ALTERNATIVES) return unknown(at);
  }
  const [only] = flat;
  if (!only) return unknown(at);
  return flat.length === 1 ? only : { kind: 'either', at, alternatives: flat };
}

function isSame(a: SingleValue, b: SingleValue): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind || a.at.file !== b.at.file || a.at.start !== b.at.start || a.at.end !== b.at.end) return false;
  if (a.kind === 'unknown') return isSameUnknown(a, b as UnknownValue);
  return a.kind === 'absent' || (a.kind === 'literal' && a.value === (b as LiteralValue).value);
}

function isSameUnknown(a: UnknownValue, b: UnknownValue): boolean {
  return a.env === b.env && a.type === b.type && a.is === b.is;
}

export function objectOf(
  properties: ReadonlyMap<string, PropertyValue>,
  at: Location,
  more: Partial<Pick<ObjectValue, 'open' | 'node'>> = {},
): ObjectValue {
  return { kind: 'object', properties, at, open: false, node: null, ...more };
}
