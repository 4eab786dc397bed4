import type typescript from 'typescript';
import { ts } from '../syntax/typescript';
import type { Key } from '../syntax/writes';
import type { Frame } from './value';

/** The name of a property or class member; undefined when it is computed and not known. */
export function nameOf(name: typescript.PropertyName, frame: Frame): string | undefined {
  if (!ts.isComputedPropertyName(name)) return name.text;
  const value = frame.evaluate(name.expression);
  return value.kind === 'literal' && value.certainty === 'written' ? String(value.value) : undefined;
}

/** The name of a member; undefined when it is computed and not known. */
export function keyName(key: Key, frame: Frame): string | undefined {
  if (typeof key === 'string') return key;
  const value = frame.evaluate(key);
  return value.kind === 'literal' ? String(value.value) : undefined;
}
