/** Runs until it ends, or somebody stops it (Ctrl+C, or the shell): the first time in good order, the second time at once. */
export async function untilStopped<T>(run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const onStop = () => stop.abort();
  process.once('SIGINT', onStop).once('SIGTERM', onStop);
  try {
    return await run(stop.signal);
  } finally {
    process.off('SIGINT', onStop).off('SIGTERM', onStop);
  }
}
