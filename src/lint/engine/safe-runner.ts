import type { Logger } from '../../log/logger';

/** Runs the parts of the engine, and says which file it is at to those who watch it: null where it is done. */
export class SafeRunner {
  private path: string | null = null;

  constructor(
    private readonly log: Logger,
    private readonly at: (path: string | null) => void = () => {},
  ) {}

  /**
   * What `part` gives, or undefined where it throws: for code that meets whatever people write (and half write), where
   * one failure must not take the rest with it. `failed` is the sentence that the log has then.
   */
  run<T>(path: string, failed: string, part: () => T): T | undefined {
    const outer = this.path;
    this.move(path);
    try {
      return part();
    } catch (error) {
      this.log.error(failed, error);
      return undefined;
    } finally {
      this.move(outer);
    }
  }

  private move(path: string | null): void {
    this.path = path;
    this.at(path);
  }
}
