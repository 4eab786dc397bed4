import { absent, either, unknown } from './build-value';
import type { LiteralValue, PropertyValue, SingleValue, Value } from './value';

/** All that a value may be; a value that is not an `either` is its own only alternative. */
export function alternatives(value: Value): readonly SingleValue[] {
  return value.kind === 'either' ? value.alternatives : [value];
}

/** Whether `test` holds whichever alternative it turns out to be. Unknown is an alternative, which `test` gets too. */
export function every(value: Value, test: (single: SingleValue) => boolean): boolean {
  return alternatives(value).every(test);
}

/** Whether `test` holds for one alternative at least: the finding then happens on one of the paths of the code. */
export function some(value: Value, test: (single: SingleValue) => boolean): boolean {
  return alternatives(value).some(test);
}

/** A string for sure, or an environment variable. */
export function isText(value: SingleValue): boolean {
  if (value.kind === 'unknown') return value.env !== undefined || value.type === 'string';
  return value.kind === 'text' || (value.kind === 'literal' && typeof value.value === 'string');
}

/**
 * Bull reads an option that is `undefined` as one that is not there, so both count as not given; and so does the falsy value
 * that `x && { … }` leaves, whichever it is.
 */
export function isNotGiven(value: SingleValue): boolean {
  if (value.kind === 'unknown') return value.is === 'falsy';
  return value.kind === 'absent' || (value.kind === 'literal' && value.value === undefined);
}

/** Surely something other than absent and undefined; false where that is not known. */
export function isGiven(value: SingleValue): boolean {
  return value.kind === 'unknown' ? value.is !== undefined && value.is !== 'falsy' : !isNotGiven(value);
}

/** Proven missing on every path. */
export function isNeverGiven(value: Value): boolean {
  return every(value, isNotGiven);
}

/** JavaScript's truth of a value; undefined where it is not known. */
export function truthiness(value: SingleValue): boolean | undefined {
  switch (value.kind) {
    case 'literal':
      return Boolean(value.value);
    case 'absent':
      return false;
    case 'unknown':
      return value.is === 'truthy' ? true : value.is === 'falsy' ? false : undefined;
    case 'text':
      return value.parts.some((part) => part !== null && part !== '') ? true : undefined;
    case 'imported':
    case 'object':
    case 'array':
    case 'function':
    case 'class':
    case 'instance':
      return true;
  }
}

/** The literal itself when the value is a number on this path. */
export function numberIn(value: SingleValue): (LiteralValue & { value: number }) | undefined {
  return isNumber(value) ? value : undefined;
}

function isNumber(value: SingleValue): value is LiteralValue & { value: number } {
  return value.kind === 'literal' && typeof value.value === 'number';
}

/** The string when the value is one wholly known string; else undefined. */
export function stringIn(value: Value): string | undefined {
  return value.kind === 'literal' && typeof value.value === 'string' ? value.value : undefined;
}

/** The property as written in each alternative that is an object and surely has it. */
export function propertiesNamed(value: Value, name: string): readonly PropertyValue[] {
  return alternatives(value).flatMap((single) => {
    const property = single.kind === 'object' ? single.properties.get(name) : undefined;
    return property ? [property] : [];
  });
}

/**
 * What an option is, through nested objects: `option(options, 'settings', 'lockDuration')`. Absent where a step is not
 * given, unknown where a step is unknown, is no object, or is one that may have more properties than are known.
 */
export function option(value: Value, ...path: readonly string[]): Value {
  let found = value;
  for (const name of path) {
    found =
      found.kind === 'either'
        ? either(
            found.alternatives.map((single) => memberOf(single, name)),
            found.at,
          )
        : memberOf(found, name);
  }
  return found;
}

function memberOf(value: SingleValue, name: string): Value {
  if (isNotGiven(value) || (value.kind === 'literal' && value.value === null)) return absent(value.at);
  if (value.kind !== 'object') return unknown(value.at);
  return value.properties.get(name)?.value ?? (value.open ? unknown(value.at) : absent(value.at));
}
