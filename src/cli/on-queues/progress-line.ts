import type { Terminal } from '../terminal';

/** ms between two lines where nobody sees them change. */
const BETWEEN_LINES = 60_000;

/** One line that changes where a person looks at it; in a pipe, a line a minute. All of it is for standard error. */
export class ProgressLine {
  private shownAt = performance.now();
  private isShown = false;

  constructor(private readonly terminal: Pick<Terminal, 'err' | 'isInteractive'>) {}

  /** A line that stays. */
  say(text: string): void {
    this.end();
    this.terminal.err(`${text}\n`);
  }

  show(text: string): void {
    if (this.terminal.isInteractive) {
      this.terminal.err(`\r\u001b[K${text}`);
      this.isShown = true;
    } else if (performance.now() - this.shownAt >= BETWEEN_LINES) {
      this.terminal.err(`${text}\n`);
      this.shownAt = performance.now();
    }
  }

  end(): void {
    if (this.isShown) this.terminal.err('\r\u001b[K');
    this.isShown = false;
  }
}
