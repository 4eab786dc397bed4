/** One number that the editor sets to other than 0 when an answer is no longer wanted; the two threads share it. */
export type StopFlag = Int32Array<SharedArrayBuffer>;

export function newStopFlag(): StopFlag {
  return new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
}

export function stop(flag: StopFlag): void {
  Atomics.store(flag, 0, 1);
}

export function isStopped(flag: StopFlag): boolean {
  return Atomics.load(flag, 0) !== 0;
}
