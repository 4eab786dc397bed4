/** The same items, the first of them asked for now, and each other one while the one before is worked on. */
export function ahead<T>(items: AsyncGenerator<T, void>): AsyncGenerator<T, void> {
  return rest(items, next(items));
}

async function* rest<T>(
  items: AsyncGenerator<T, void>,
  first: Promise<IteratorResult<T, void>>,
): AsyncGenerator<T, void> {
  try {
    for (let asked = first; ;) {
      const { done, value } = await asked;
      if (done) return;
      asked = next(items);
      yield value;
    }
  } finally {
    void items.return();
  }
}

function next<T>(items: AsyncGenerator<T, void>): Promise<IteratorResult<T, void>> {
  const asked = items.next();
  // Whoever has stopped reading is not told.
  asked.catch(() => {});
  return asked;
}

/** What Redis works at most for a step, in ms, and steps that are under way together. */
const STEP_TIME = 3;
const MOST_STEPS = 16;

/** Steps to ask Redis for while one is worked on: two, so that neither waits for the other, and what it would do while an answer travels. */
export function stepsAhead({ roundTrip }: { readonly roundTrip: number }): number {
  return Math.min(2 + Math.floor(roundTrip / STEP_TIME), MOST_STEPS);
}

/**
 * What `work` makes of each of the items, in their order. It has begun on `width` of them when the first is given out,
 * and begins on the next one each time another is asked for.
 */
export async function* workedOn<T, R>(
  items: AsyncIterable<T> | Iterable<T>,
  width: number,
  work: (item: T) => R | Promise<R>,
): AsyncGenerator<R, void> {
  const results: Promise<R>[] = [];
  for await (const item of items) {
    const result = Promise.resolve(work(item));
    // Whoever has stopped reading is not told.
    result.catch(() => {});
    results.push(result);
    if (results.length >= width) yield results.shift()!;
  }
  yield* results;
}
