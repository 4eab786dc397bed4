import { columns } from '../../columns';

/** Rows in columns; the first row is the heading. */
export function table(rows: readonly (readonly string[])[]): string {
  return columns(rows)
    .map((line) => `${line}\n`)
    .join('');
}
