import { isMap, isScalar, parseDocument, type YAMLMap } from 'yaml';
import type { Budget } from '../budget';

/** The root of a YAML text, whatever tags it has; null where it is no map. */
export function rootOf(text: string): YAMLMap | null {
  const { contents } = parseDocument(text, { logLevel: 'silent' });
  return isMap(contents) ? contents : null;
}

export function mapIn(node: unknown, name: string): YAMLMap | null {
  const value: unknown = isMap(node) ? node.get(name) : null;
  return isMap(value) ? value : null;
}

export function textIn(map: YAMLMap | null, name: string): string | null {
  const value: unknown = map?.get(name);
  return typeof value === 'string' ? value : null;
}

/** The limit that a number of seconds of this name is; null where there is none. */
export function limitIn(map: YAMLMap | null, name: string, file: string): Budget | null {
  const seconds = map?.get(name, true);
  if (!isScalar(seconds) || typeof seconds.value !== 'number' || seconds.value <= 0) return null;
  const [start, end] = seconds.range ?? [0, 0];
  const source = `${file.slice(file.lastIndexOf('/') + 1)}, ${name}`;
  return { ms: seconds.value * 1000, source, at: { file, start, end } };
}
