import type typescript from 'typescript';
import { locationOf, type Location } from '../syntax/location';
import { ts } from '../syntax/typescript';
import { absent, either, literal, unknown } from './build-value';
import { directoryAround, isOfMeta } from './file-places';
import { readSlot } from './caches';
import { alternatives } from './inspect-value';
import type { Evaluator, Frame, SingleValue, Value } from './value';

export function readProperty(node: typescript.PropertyAccessExpression, frame: Frame): Value {
  if (isOfMeta(node, 'dirname')) return literal(directoryAround(node), locationOf(node));
  if (isEnvironmentOfBuild(node.expression)) return unknown(locationOf(node), { env: node.name.text });
  const value = frame.evaluate(node.expression);
  return memberOf(value, node.name.text, locationOf(node), frame.evaluator);
}

export function readElement(node: typescript.ElementAccessExpression, frame: Frame): Value {
  const key = frame.evaluate(node.argumentExpression);
  const at = locationOf(node);
  const name = key.kind === 'literal' ? String(key.value) : undefined;
  const slot = readSlot(node.expression, name, frame);
  if (slot) return slot;
  if (name === undefined) return rowOf(frame.evaluate(node.expression), at);
  return memberOf(frame.evaluate(node.expression), name, at, frame.evaluator);
}

/** A table that is longer is data. */
const MOST_ROWS = 12;

/** `TABLE[name]` of a name that is not known: any row of options, or none. A queue or client is not guessed. */
function rowOf(table: Value, at: Location): Value {
  if (table.kind !== 'object' || table.open || !table.node || table.properties.size > MOST_ROWS) return unknown(at);
  const rows = [...table.properties.values()].map(({ value }) => value);
  const areOptions = rows.every((row) => row.kind === 'object' && row.node !== null);
  return areOptions ? either([...rows, absent(at)], at) : unknown(at);
}

/** `import.meta.env.X` of Vite and its kin. */
function isEnvironmentOfBuild(node: typescript.Expression): boolean {
  return ts.isPropertyAccessExpression(node) && node.name.text === 'env' && ts.isMetaProperty(node.expression);
}

/** `value.name`; `at` is where it is read, for what has no place of its own. */
export function memberOf(value: Value, name: string, at: Location, evaluator?: Evaluator): Value {
  return either(
    alternatives(value).map((single) => memberOfOne(single, name, at, evaluator)),
    at,
  );
}

function memberOfOne(value: SingleValue, name: string, at: Location, evaluator: Evaluator | undefined): Value {
  switch (value.kind) {
    case 'object':
      return value.properties.get(name)?.value ?? (value.open ? unknown(at) : absent(at));
    case 'array':
      return (value.open ? undefined : value.elements[Number(name)]) ?? unknown(at);
    case 'class':
      return evaluator ? evaluator.staticMember(value, name, at) : unknown(at);
    case 'imported':
      if (value.module === 'process' && value.path.at(-1) === 'env') return unknown(at, { env: name });
      return { ...value, path: [...value.path, name] };
    case 'absent':
      return value;
    case 'literal':
      return value.value === null || value.value === undefined ? absent(at) : unknown(at);
    case 'text':
    case 'function':
    case 'instance':
    case 'unknown':
      return unknown(at);
  }
}

/** Any one element of an array. */
export function elementOf(list: Value, at: Location): Value {
  const elements = alternatives(list).flatMap((single): readonly Value[] => {
    if (single.kind !== 'array' || (single.open && !single.rest)) return [unknown(at)];
    return single.rest ? [...single.elements, single.rest] : single.elements;
  });
  return either(elements, at);
}
