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

function next<T>(items: AsyncIterator<T, void> | Iterator<T, void>): Promise<IteratorResult<T, void>> {
  const asked = Promise.resolve(items.next());
  // Whoever has stopped reading is not told.
  asked.catch(() => {});
  return asked;
}

/** What Redis works at most for a step, in ms, and steps that are under way together. */
const STEP_TIME = 3;
const MOST_STEPS = 16;

/** What is asked: `roundTrip` as `RedisConnection` has it. */
export interface Asked {
  readonly roundTrip: number;
}

/**
 * What `work` asks Redis of each of the items, in their order. Two are asked for at first, so that neither side waits for
 * the other, and one more with each that was given out, up to as many as Redis works through while an answer travels:
 * where answers are large the first of them does not come behind all the others.
 */
export async function* workedOn<T, R>(
  items: AsyncIterable<T> | Iterable<T>,
  { roundTrip }: Asked,
  work: (item: T) => R | Promise<R>,
): AsyncGenerator<R, void> {
  const most = Math.min(2 + Math.floor(roundTrip / STEP_TIME), MOST_STEPS);
  let together = 2;
  const results: Promise<R>[] = [];
  const source = Symbol.iterator in items ? items[Symbol.iterator]() : items[Symbol.asyncIterator]();
  try {
    for (let asked = next(source); ;) {
      while (results.length > 0 && (results.length >= together || (await isFirst(results[0]!, asked)))) {
        yield results.shift()!;
        together = Math.min(together + 1, most);
      }
      const item = await asked;
      if (item.done) break;
      const result = Promise.resolve(work(item.value));
      // Whoever has stopped reading is not told.
      result.catch(() => {});
      results.push(result);
      asked = next(source);
    }
  } finally {
    void source.return?.();
  }
  yield* results;
}

/** Whether the one is there, or has failed, before the other. */
function isFirst(one: Promise<unknown>, other: Promise<unknown>): Promise<boolean> {
  const isThere = (of: Promise<unknown>, is: boolean) =>
    of.then(
      () => is,
      () => is,
    );
  return Promise.race([isThere(other, false), isThere(one, true)]);
}

/** The same, once it is there of all. */
export async function allWorkedOn<T, R>(
  items: Iterable<T>,
  asked: Asked,
  work: (item: T) => R | Promise<R>,
): Promise<R[]> {
  const all: R[] = [];
  for await (const result of workedOn(items, asked, work)) all.push(result);
  return all;
}
