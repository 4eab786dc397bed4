import type typescript from 'typescript';
import { locationOf, type Location } from '../syntax/location';
import { ts } from '../syntax/typescript';
import { absent, either, unknown } from './build-value';
import { frameOf } from './frame';
import { alternatives, isNotGiven } from './inspect-value';
import { joinLists, listIn } from './lists';
import { asDefault } from './operators';
import type { Frame, Value } from './value';

/** The arguments of a call; where a spread is not known, nothing after it is (and there may be more). */
export function evaluateArguments(args: readonly typescript.Expression[] | undefined, frame: Frame): readonly Value[] {
  const values: Value[] = [];
  for (const arg of args ?? []) {
    if (!ts.isSpreadElement(arg)) {
      values.push(frame.evaluate(arg));
      continue;
    }
    const spread = frame.evaluate(arg.expression);
    if (spread.kind !== 'array' || spread.open)
      return [...values, ...Array<Value>(MOST_ARGUMENTS).fill(unknown(spread.at))];
    values.push(...spread.elements);
  }
  return values;
}

/** The list that a rest parameter gets of the arguments of a call, from the one at an index on. */
export function evaluateRest(args: readonly typescript.Expression[], from: number, at: Location, frame: Frame): Value {
  if (args.slice(0, from).some(ts.isSpreadElement)) return unknown(at);
  return joinLists(
    args.slice(from).map((arg) => listIn(arg, frame)),
    at,
  );
}

/** As many as Bull, or a client of it, reads. */
const MOST_ARGUMENTS = 4;

/** The activation of `code` (a function, or a class for its constructor) with its parameters bound. */
export function bindArguments(
  parameters: readonly typescript.ParameterDeclaration[],
  args: readonly Value[],
  { code, outer, once }: { readonly code: typescript.Node; readonly outer: Frame; readonly once: string | null },
): Frame {
  const bound = new Map<typescript.ParameterDeclaration, Value>();
  const frame = frameOf(outer.evaluator, { code, outer, arguments: bound, once });
  parameters.forEach((parameter, index) => {
    const at = locationOf(parameter);
    if (parameter.dotDotDotToken) {
      bound.set(parameter, { kind: 'array', elements: args.slice(index), open: false, at });
    } else {
      bound.set(parameter, withDefault(args[index] ?? absent(at), parameter.initializer, frame));
    }
  });
  return frame;
}

/** A value, or what stands for it where it is undefined. */
export function withDefault(value: Value, initializer: typescript.Expression | undefined, frame: Frame): Value {
  if (!initializer) return value;
  return either(
    alternatives(value).flatMap((single): Value[] => {
      const otherwise = (): Value => frame.evaluate(initializer);
      if (single.kind !== 'unknown') return [isNotGiven(single) ? otherwise() : single];
      return single.env === undefined ? [single, otherwise()] : [asDefault(otherwise(), single.env, 'there')];
    }),
    value.at,
  );
}
