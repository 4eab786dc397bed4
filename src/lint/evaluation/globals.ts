import type typescript from 'typescript';
import { locationOf, type Location } from '../syntax/location';
import { scopesOf } from '../syntax/scopes';
import { ts } from '../syntax/typescript';
import { either, literal, unknown } from './build-value';
import { urlBeside } from './file-places';
import { alternatives, truthiness } from './inspect-value';
import { mapped } from './lists';
import { ObjectBuilder } from './objects';
import { toNumber } from './operators';
import type { Frame, SingleValue, Value } from './value';

/** Calls of the language's own functions; undefined for all others, and where the name is shadowed. */
export function callGlobal(node: typescript.CallExpression, frame: Frame): Value | undefined {
  const name = globalName(node.expression);
  const [first, ...rest] = node.arguments;
  if (isInteropHelper(node.expression) && first) return frame.evaluate(first);
  if (name === undefined || !first) return undefined;
  const at = locationOf(node);
  const evaluate = (argument: typescript.Expression): Value => frame.evaluate(argument);
  const each = (convert: (single: SingleValue) => Value): Value =>
    either(alternatives(evaluate(first)).map(convert), at);
  switch (name) {
    case 'Object.freeze':
    case 'Object.seal':
    case 'Object.preventExtensions':
    case 'structuredClone':
    case 'Promise.resolve':
    case 'Promise.all':
      return evaluate(first);
    case 'Array.from':
      return listFrom(evaluate(first), rest[0] && evaluate(rest[0]), at, frame);
    case 'Object.fromEntries':
      return objectFrom(evaluate(first), at, frame);
    case 'Object.assign': {
      const builder = new ObjectBuilder(frame.evaluator);
      for (const source of [first, ...rest]) {
        if (ts.isSpreadElement(source)) builder.setUnknown(locationOf(source));
        else builder.merge(evaluate(source));
      }
      return builder.build(at, null);
    }
    case 'Object.keys':
    case 'Object.values':
    case 'Object.entries':
      return listOf(evaluate(first), name, at);
    case 'Number':
    case 'parseFloat':
      return each((single) => toNumber(single, at, name === 'Number' ? Number : (text) => parseFloat(String(text))));
    case 'parseInt':
    case 'Number.parseInt':
      return each((single) => toNumber(single, at, (text) => parseInt(String(text), 10)));
    case 'Number.parseFloat':
      return each((single) => toNumber(single, at, (text) => parseFloat(String(text))));
    case 'String':
      return each((single) => {
        if (single.kind === 'literal') return { ...single, value: String(single.value) };
        return single.kind === 'text' ? single : { kind: 'text', parts: [null], at };
      });
    case 'Boolean':
      return each((single) => {
        const truth = truthiness(single);
        return truth === undefined ? unknown(at, { type: 'boolean' }) : literal(truth, at);
      });
    default:
      return name.startsWith('Math.')
        ? callMath(name.slice('Math.'.length), node.arguments.map(evaluate), node)
        : undefined;
  }
}

/** The names, values or pairs of an object; not of an enum with numbers, which has its names as values too. */
function listOf(value: Value, name: string, at: Location): Value {
  if (value.kind !== 'object') return unknown(at);
  const entries = [...value.properties].map(([key, property]) => [literal(key, property.at), property.value] as const);
  const hasNumber = entries.some(([, each]) => each.kind === 'literal' && typeof each.value === 'number');
  if (hasNumber && value.node === null) return unknown(at);
  const elements = entries.map(([key, each]): Value => {
    if (name === 'Object.keys') return key;
    return name === 'Object.values' ? each : { kind: 'array', elements: [key, each], open: false, at: each.at };
  });
  return { kind: 'array', elements, open: value.open, at };
}

const MATH: Readonly<Record<string, (...numbers: number[]) => number>> = {
  max: Math.max,
  min: Math.min,
  floor: Math.floor,
  ceil: Math.ceil,
  round: Math.round,
  trunc: Math.trunc,
  abs: Math.abs,
  pow: Math.pow,
};

function callMath(name: string, args: readonly Value[], node: typescript.CallExpression): Value {
  const at = locationOf(node);
  const compute = Object.hasOwn(MATH, name) ? MATH[name] : undefined;
  const numbers = args.map((arg) => (arg.kind === 'literal' && typeof arg.value === 'number' ? arg : undefined));
  const known = numbers.filter((number) => number !== undefined);
  if (!compute || known.length !== args.length) return unknown(at, { type: 'number' });
  const uncertain = known.find((number) => number.certainty === 'default');
  const value = literal(compute(...known.map((number) => Number(number.value))), at);
  return { ...value, certainty: uncertain ? 'default' : 'written', defaultOf: uncertain?.defaultOf };
}

/** `new Map([['client', client], …])` is read as the object of its entries. */
export function newGlobal(node: typescript.NewExpression, frame: Frame): Value | undefined {
  const name = globalName(node.expression);
  const [first] = node.arguments ?? [];
  if (name === 'URL' && first) return urlBeside(node, frame.evaluate(first), locationOf(node));
  if (name !== 'Map' && name !== 'WeakMap') return undefined;
  const at = locationOf(node);
  const [entries] = node.arguments ?? [];
  return objectFrom(entries && frame.evaluate(entries), at, frame);
}

/** The object of some pairs of name and value. */
function objectFrom(entries: Value | undefined, at: Location, frame: Frame): Value {
  const builder = new ObjectBuilder(frame.evaluator);
  if (entries && (entries.kind !== 'array' || entries.open)) builder.setUnknown(at);
  for (const entry of entries?.kind === 'array' ? entries.elements : []) {
    const [key, value] = entry.kind === 'array' && !entry.open ? entry.elements : [];
    if (key?.kind === 'literal' && value) builder.set(String(key.value), { at: value.at, value });
    else builder.setUnknown(at);
  }
  return builder.build(at, null);
}

/** `Array.from(list, handler)` and `Array.from({ length: 3 }, handler)`. */
function listFrom(from: Value, handler: Value | undefined, at: Location, frame: Frame): Value {
  const length = from.kind === 'object' && from.properties.get('length')?.value;
  const isCounted = length && length.kind === 'literal' && typeof length.value === 'number' && length.value <= 100;
  const nothing = literal(undefined, at);
  const list: Value = isCounted
    ? { kind: 'array', elements: Array<Value>(Number(length.value)).fill(nothing), open: false, at }
    : from;
  if (handler?.kind !== 'function') return list;
  return mapped(list, at, (element, index) =>
    frame.evaluator.call(handler, index === null ? [element] : [element, literal(index, at)]),
  );
}

/** `Object.assign` for the global of that name, `undefined` where it is a variable of the file. */
function globalName(node: typescript.Expression): string | undefined {
  const root = ts.isPropertyAccessExpression(node) ? node.expression : node;
  if (!ts.isIdentifier(root) || scopesOf(root.getSourceFile()).resolve(root.text, root)) return undefined;
  return ts.isPropertyAccessExpression(node) ? `${root.text}.${node.name.text}` : root.text;
}

/** What TypeScript, Babel and esbuild wrap a `require` in: the module, with `default` for itself. */
function isInteropHelper(node: typescript.Expression): boolean {
  const name = ts.isPropertyAccessExpression(node) ? node.name.text : ts.isIdentifier(node) ? node.text : '';
  return /^(__importDefault|__importStar|_?_?interopRequire(Default|Wildcard)\w*|__toESM|_interopDefault\w*|_interopNamespace\w*)$/.test(
    name,
  );
}
