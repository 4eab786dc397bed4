/** The same items, each asked for while the one before is worked on. */
export async function* ahead<T>(items: AsyncGenerator<T, void>): AsyncGenerator<T, void> {
  try {
    for (let next = items.next(); ;) {
      const { done, value } = await next;
      if (done) return;
      next = items.next();
      // Whoever has stopped reading is not told.
      next.catch(() => {});
      yield value;
    }
  } finally {
    void items.return();
  }
}

/**
 * What `work` makes of each of the items, in their order. It has begun on `width` of them when the first is given out,
 * and begins on the next one each time another is asked for.
 */
export async function* workedOn<T, R>(
  items: AsyncGenerator<T, void>,
  width: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R, void> {
  const results: Promise<R>[] = [];
  for await (const item of items) {
    const result = work(item);
    // Whoever has stopped reading is not told.
    result.catch(() => {});
    results.push(result);
    if (results.length >= width) yield results.shift()!;
  }
  yield* results;
}
