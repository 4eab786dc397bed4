/**
 * The only way the engine reaches files. Paths are ids with `/` between the parts (`/home/ann/app/src/queue.ts`,
 * `c:/app/queue.ts`, or relative to a root: any, as long as `dirname` logic works on them); hosts map them to URIs.
 *
 * Both answers are synchronous, and `undefined` means "not loaded yet": the engine notes the path, takes the answer for
 * unknown, and the host loads it and lints again (`lintUntilLoaded`). The engine asks often, so hosts answer from memory;
 * it keeps what it derives for as long as the answer is the same.
 */
export interface SourceFiles {
  /** The current text, unsaved changes included; null when there is no such file, or it is no text file. */
  read(path: string): string | null | undefined;
  /** As `read`, for who needs a text once: a host that reads by itself need not keep it. */
  look?(path: string): string | null | undefined;
  /** The names of what is in a directory (files and directories, no path); null when there is no such directory. */
  list(directory: string): readonly string[] | null | undefined;
}

/** What the engine would have read if the host had had it. */
export interface Missing {
  readonly files: readonly string[];
  readonly directories: readonly string[];
}
