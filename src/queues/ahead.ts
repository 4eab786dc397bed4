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
