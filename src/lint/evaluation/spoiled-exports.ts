import type { ForeignWrite } from '../modules/foreign-writes';
import { either, unknown } from './build-value';
import { alternatives } from './inspect-value';
import type { Evaluator, Value } from './value';

/** An export of a file as it may be after `writes` to that file's exports. */
export function afterForeignWrites(
  value: Value,
  name: string,
  writes: readonly ForeignWrite[],
  evaluator: Evaluator,
): Value {
  return writes.reduce((before, { path: [first, ...rest] }) => {
    if (first === undefined) return before;
    return spoiled(
      before,
      first === name ? rest : name === '*' || name === 'default' ? [first, ...rest] : null,
      evaluator,
    );
  }, value);
}

/** `value` with what is at `path` unknown; as it is where the path leads elsewhere (null) or to no option. */
function spoiled(value: Value, path: readonly string[] | null, evaluator: Evaluator): Value {
  const [name, ...rest] = path ?? [];
  if (path === null) return value;
  if (name === undefined) return unknown(value.at);
  return either(
    alternatives(value).map((single) => {
      const property = single.kind === 'object' ? single.properties.get(name) : undefined;
      if (single.kind !== 'object' || (!property && rest.length > 0)) return single;
      const at = property?.at ?? single.at;
      const properties = new Map(single.properties);
      properties.set(
        name,
        evaluator.property(at, () => (property ? spoiled(property.value, rest, evaluator) : unknown(at))),
      );
      return { ...single, properties };
    }),
    value.at,
  );
}
