/** Jobs of all queues of a group: as many as one script changes. */
const MOST = 1_000;

/** Jobs of queues to which something is done at once, group after group: many queues with a few jobs each do not wait for one another. */
export function inGroups<T extends { readonly ids: readonly unknown[] }>(all: readonly T[]): T[][] {
  const groups: T[][] = [];
  let jobs = Infinity;
  for (const some of all) {
    jobs += some.ids.length;
    if (jobs <= MOST) groups.at(-1)?.push(some);
    else {
      groups.push([some]);
      jobs = some.ids.length;
    }
  }
  return groups;
}
