/** Where a command runs and what it writes to. */
export interface Terminal {
  readonly cwd: string;
  /** Whether standard output wants colours. */
  readonly colors: boolean;
  /** Whether there is a person who can be asked. */
  readonly isInteractive: boolean;
  out(text: string): void;
  err(text: string): void;
}
