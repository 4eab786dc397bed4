import { isDeepStrictEqual } from 'node:util';
import type { PlacedFinding } from '../lint-thread/answers';
import type { TextChange } from '../link/shift';

/**
 * The findings of a file that VS Code was told last. It need not be told the same again: whenever it is told something, it
 * asks all extensions for their code actions anew, TypeScript's among them.
 */
export class ShownFindings {
  private haveMoved = false;

  constructor(private readonly findings: readonly PlacedFinding[]) {}

  /** VS Code moves what it shows with what is typed, except where that is in other lines and leaves their number. */
  edited(changes: readonly TextChange[]): void {
    this.haveMoved ||= changes.some(({ range: { start, end }, text }) => {
      if (start.line !== end.line || /[\r\n]/.test(text)) return true;
      return this.findings.some(({ range }) => range.start.line <= end.line && start.line <= range.end.line);
    });
  }

  areStill(findings: readonly PlacedFinding[]): boolean {
    return !this.haveMoved && isDeepStrictEqual(findings, this.findings);
  }
}
