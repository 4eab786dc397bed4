import type { AdoptionPart } from './adoption';
import type { Candidate } from './candidates';

/** The pieces of code that change so that `queues` share, each once. */
export function partsOf(queues: readonly Candidate[]): readonly AdoptionPart[] {
  const parts = new Map(
    queues.flatMap(({ adoption }) => adoption.map((part) => [part.place, part] as const)).reverse(),
  );
  return [...parts.values()].reverse();
}
