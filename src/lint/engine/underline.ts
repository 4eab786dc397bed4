import type { Construction } from '../constructions/construction';
import type { Related } from './finding';
import type { Location, Range } from '../syntax/location';

/**
 * Where to underline something about `cause`: the cause itself when it is written in the construction's file, else the
 * options argument, else the construction.
 */
export function placeOf(construction: Construction, cause: Location | null): Range {
  if (cause?.file === construction.file) return { start: cause.start, end: cause.end };
  const argument = construction.optionsArgument;
  return argument ? { start: argument.getStart(), end: argument.end } : construction.range;
}

/** The related information for a cause that `placeOf` could not underline; none when it could. */
export function relatedTo(construction: Construction, cause: Location | null, message: string): readonly Related[] {
  return cause && cause.file !== construction.file ? [{ ...cause, message }] : [];
}
