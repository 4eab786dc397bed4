/**
 * An element of an object literal with the comma behind it, which may be empty, written at this indentation, or with null
 * on one line with the others. It holds a line break where it does not go on one line, and ends in one where nothing may
 * follow on it.
 */
export type Part = (indentation: string | null, comma: string) => string;

export function element(code: string): Part {
  return (_indentation, comma) => code + comma;
}
