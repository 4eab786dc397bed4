import type typescript from 'typescript';
import { locationOf, type Location } from '../syntax/location';
import { ts } from '../syntax/typescript';
import { joinLists, listIn } from './lists';
import { either, objectOf, unknown } from './build-value';
import { alternatives, isNotGiven, truthiness } from './inspect-value';
import { nameOf } from './member-names';
import type { Evaluator, Frame, PropertyValue, SingleValue, Value } from './value';

/** An object under construction: properties in order, the last definition winning. */
export class ObjectBuilder {
  private readonly properties = new Map<string, PropertyValue>();
  private open = false;

  constructor(private readonly evaluator: Evaluator) {}

  set(name: string, property: PropertyValue): void {
    this.properties.set(name, property);
  }

  /** Something with a name that is not known was set: any property may be another one now. */
  setUnknown(at: Location): void {
    this.open = true;
    for (const [name, property] of this.properties) {
      this.set(name, { at: property.at, value: either([property.value, unknown(at)], property.value.at) });
    }
  }

  /** What a spread or Object.assign of `value` does. */
  merge(value: Value): void {
    const all = alternatives(value);
    if (all.length === 1 && all[0]) this.mergeOne(all[0]);
    else this.mergeEither(all, value.at);
  }

  private mergeOne(value: SingleValue): void {
    if (value.kind === 'object') {
      if (value.open) this.setUnknown(value.at);
      for (const [name, property] of value.properties) this.set(name, property);
    } else if (!isNothing(value)) {
      this.setUnknown(value.at);
    }
  }

  private mergeEither(values: readonly SingleValue[], at: Location): void {
    const before = objectOf(new Map(this.properties), at, { open: this.open });
    const results = values.map((value) => {
      const builder = new ObjectBuilder(this.evaluator);
      builder.mergeOne(before);
      builder.open = before.open;
      builder.mergeOne(value);
      return builder.build(at, null);
    });
    this.open = results.some((result) => result.open);
    for (const name of new Set(results.flatMap((result) => [...result.properties.keys()]))) {
      const written = results.flatMap((result) => result.properties.get(name) ?? []);
      const missing = results.find((result) => !result.properties.has(name));
      const otherwise = missing && (missing.open ? unknown(at) : ({ kind: 'absent', at } as const));
      const place = written.at(-1)?.at ?? at;
      this.set(
        name,
        this.evaluator.property(place, () =>
          either([...written.map((each) => each.value), ...(otherwise ? [otherwise] : [])], place),
        ),
      );
    }
  }

  build(at: Location, node: typescript.ObjectLiteralExpression | null): Extract<Value, { kind: 'object' }> {
    return objectOf(this.properties, at, { open: this.open, node });
  }
}

/** What adds no property when it is spread. */
function isNothing(value: SingleValue): boolean {
  return (
    isNotGiven(value) || (value.kind === 'literal' && (truthiness(value) === false || typeof value.value !== 'string'))
  );
}

export function evaluateObject(node: typescript.ObjectLiteralExpression, frame: Frame): Value {
  const builder = new ObjectBuilder(frame.evaluator);
  for (const property of node.properties) {
    if (ts.isSpreadAssignment(property)) {
      builder.merge(frame.evaluate(property.expression));
      continue;
    }
    const name = nameOf(property.name, frame);
    if (name === undefined) builder.setUnknown(locationOf(property));
    else builder.set(name, propertyOf(property, frame));
  }
  return builder.build(locationOf(node), node);
}

function propertyOf(
  property: Exclude<typescript.ObjectLiteralElementLike, typescript.SpreadAssignment>,
  frame: Frame,
): PropertyValue {
  const at = locationOf(property);
  return frame.evaluator.property(at, () => {
    if (ts.isPropertyAssignment(property)) return frame.evaluate(property.initializer);
    if (ts.isShorthandPropertyAssignment(property)) return frame.evaluate(property.name);
    if (ts.isMethodDeclaration(property)) return { kind: 'function', node: property, scope: frame, at };
    if (ts.isGetAccessor(property)) {
      return frame.evaluator.call({ kind: 'function', node: property, scope: frame, at }, []);
    }
    return unknown(at);
  });
}

export function evaluateArray(node: typescript.ArrayLiteralExpression, frame: Frame): Value {
  const at = locationOf(node);
  const parts = node.elements.slice(0, LONGEST_ARRAY).map((element) => listIn(element, frame));
  return joinLists(node.elements.length > LONGEST_ARRAY ? [...parts, unknown(at)] : parts, at);
}

/** Longer arrays are data, not lists of queues or nodes. */
const LONGEST_ARRAY = 500;
