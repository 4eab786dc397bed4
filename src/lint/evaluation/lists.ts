import type typescript from 'typescript';
import { locationOf, type Location } from '../syntax/location';
import { ts } from '../syntax/typescript';
import { either, literal, unknown } from './build-value';
import { elementOf } from './members';
import type { ArrayValue, Frame, Value } from './value';

/** What an element of a list, or an argument, adds to the list: itself, or what it spreads. */
export function listIn(element: typescript.Expression, frame: Frame): Value {
  if (ts.isSpreadElement(element)) return frame.evaluate(element.expression);
  return { kind: 'array', elements: [frame.evaluate(element)], open: false, at: locationOf(element) };
}

/** The list of all that some lists hold; one that is not known may hold anything. */
export function joinLists(lists: readonly Value[], at: Location): ArrayValue {
  const known = lists.filter((list) => list.kind === 'array');
  const elements = known.flatMap((list) => list.elements);
  if (known.length === lists.length && known.every(({ open }) => !open))
    return { kind: 'array', elements, open: false, at };
  const rests = lists.flatMap((list) => (list.kind !== 'array' ? [null] : list.open ? [list.rest ?? null] : []));
  const rest = rests.flatMap((each) => each ?? []);
  return { kind: 'array', elements, open: true, at, ...(rest.length === rests.length && { rest: either(rest, at) }) };
}

/** A list of some of a list's elements, each any number of times. */
function someOf(list: Value, at: Location): ArrayValue {
  return { kind: 'array', elements: [], open: true, rest: elementOf(list, at), at };
}

/** The list of what the lists in a list hold. */
export function flattened({ elements, open, rest }: ArrayValue, at: Location): ArrayValue {
  return joinLists([...elements.map(asList), ...(open ? [rest ? someOf(asList(rest), at) : unknown(at)] : [])], at);
}

/** Longer lists are not walked through. */
const LONGEST_WALK = 60;

/** What a function makes of each element of a list; of how many, where the list is not known, is not known either. */
export function mapped(list: Value, at: Location, make: (element: Value, index: number | null) => Value): ArrayValue {
  const isWalked = list.kind === 'array' && list.elements.length <= LONGEST_WALK;
  const elements = isWalked ? list.elements.map((element, index) => make(element, index)) : [];
  if (isWalked && !list.open) return { kind: 'array', elements, open: false, at };
  const rest = make(list.kind === 'array' ? (list.rest ?? unknown(at)) : unknown(at), null);
  return { kind: 'array', elements, open: true, rest, at };
}

/** What a method of a list returns that holds all its elements; undefined for other methods, and where it is no list. */
export function listMethod(node: typescript.CallExpression, frame: Frame): Value | undefined {
  const { expression } = node;
  if (!ts.isPropertyAccessExpression(expression) || !METHODS.has(expression.name.text)) return undefined;
  const list = frame.evaluate(expression.expression);
  if (list.kind !== 'array') return undefined;
  const at = locationOf(node);
  switch (expression.name.text) {
    case 'concat':
      return joinLists([list, ...node.arguments.map((argument) => asList(frame.evaluate(argument)))], at);
    case 'flat':
      return flattened(list, at);
    case 'values':
      return list;
    case 'includes':
      return node.arguments[0] && holds(list, frame.evaluate(node.arguments[0]), at);
    // Of another test it is not known which it leaves; `filter(Boolean)` leaves all that there are.
    case 'filter':
      return node.arguments[0]?.getText() === 'Boolean' ? list : undefined;
    default:
      return list;
  }
}

/** Whether a list has a value, where both are written; undefined where they are not. */
function holds({ elements, open }: ArrayValue, value: Value, at: Location): Value | undefined {
  const written = [...elements, value].map((each) =>
    each.kind === 'literal' && each.certainty === 'written' ? each.value : NaN,
  );
  const isKnown = !open && !written.some(Number.isNaN);
  return isKnown ? literal(written.slice(0, -1).includes(written.at(-1)), at) : undefined;
}

const METHODS = new Set([
  'concat',
  'includes',
  'flat',
  'values',
  'at',
  'find',
  'pop',
  'shift',
  'filter',
  'slice',
  'reverse',
  'sort',
]);

/** What `concat` adds: the elements of a list, or the argument itself. */
function asList(value: Value): Value {
  if (value.kind === 'array' || value.kind === 'either' || value.kind === 'unknown') return value;
  return { kind: 'array', elements: [value], open: false, at: value.at };
}
