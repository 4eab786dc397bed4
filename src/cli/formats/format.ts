import type { RuleMeta } from '../../lint';
import type { FileReport } from '../report';

/** What a format needs besides the reports. */
export interface FormatContext {
  /** What relative paths are relative to, absolute and with `/`. */
  readonly repository: string;
  readonly rules: readonly RuleMeta[];
  readonly colors: boolean;
}

/** The text for standard output; ends with a newline, or is empty. */
export type Format = (reports: readonly FileReport[], context: FormatContext) => string;
