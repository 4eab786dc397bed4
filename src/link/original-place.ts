/** A place in the source that a bundler or a compiler was given. Line and column count from 1. */
export interface OriginalPlace {
  /** A URL, or a path as the source map has it. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** The source map that a generated file holds at its end, as JSON; null where it holds none. */
export function inlineMap(code: string): string | null {
  const start = code.lastIndexOf('//# sourceMappingURL=data:application/json');
  const data = start < 0 ? null : /^[^,\n]*;base64,([\w+/=]+)\s*$/.exec(code.slice(start));
  return data?.[1] === undefined ? null : Buffer.from(data[1], 'base64').toString();
}

/**
 * Where a place in a generated file comes from; null where its source map does not say.
 *
 * @param url the map's own: its sources may be named as seen from there
 * @throws Error where the map is none
 */
export async function originalPlace(
  map: string,
  url: string,
  { line, column }: Pick<OriginalPlace, 'line' | 'column'>,
): Promise<OriginalPlace | null> {
  const { FlattenMap, originalPositionFor } = await import('@jridgewell/trace-mapping');
  const found = originalPositionFor(FlattenMap(map, url), { line: Math.max(1, line), column: Math.max(0, column - 1) });
  return found.source === null ? null : { file: found.source, line: found.line, column: found.column + 1 };
}
