/** Jobs a second that the databases and services behind most workers survive. */
const RATE = 50;

/** Jobs for which it makes a difference: two seconds' worth. */
const WORTH_A_RATE = 2 * RATE;

/** The first of these answers at that rate, too, where it is about so many jobs. */
export function withRate<T extends { readonly title: string; readonly rate?: number }>(
  [first, ...others]: readonly T[],
  jobs: number,
): T[] {
  if (!first) return [];
  if (jobs < WORTH_A_RATE) return [first, ...others];
  return [first, { ...first, title: `${first.title} at ${RATE} a Second`, rate: RATE }, ...others];
}
