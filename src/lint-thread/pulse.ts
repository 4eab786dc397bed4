/** Bytes of a path that are kept; more are cut off. */
const LONGEST_PATH = 4096;

const BEATS = 0;
const LENGTH = 1;
const PATH = 2 * Int32Array.BYTES_PER_ELEMENT;

/**
 * A sign of life that one thread gives and another reads, also while the first one is too busy to answer: how often it
 * has got on, and the file that it is at.
 */
export class Pulse {
  private readonly numbers: Int32Array;
  private readonly path: Buffer;

  constructor(readonly buffer = new SharedArrayBuffer(PATH + LONGEST_PATH)) {
    this.numbers = new Int32Array(buffer, 0, 2);
    this.path = Buffer.from(buffer, PATH);
  }

  beat(): void {
    Atomics.add(this.numbers, BEATS, 1);
  }

  get beats(): number {
    return Atomics.load(this.numbers, BEATS);
  }

  /** Says which file the thread is at now, null for none. */
  at(path: string | null): void {
    Atomics.store(this.numbers, LENGTH, path === null ? 0 : this.path.write(path));
    this.beat();
  }

  get file(): string | null {
    return this.path.toString('utf8', 0, Atomics.load(this.numbers, LENGTH)) || null;
  }
}
