import type { Assumptions } from '../queue/assumptions';

/** How loudly a finding is told; the names are those of the settings and, capitalised, of VS Code. */
export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** What the person who runs the linter chose. The editor and the CLI fill it from the same setting names. */
export interface LintSettings extends Assumptions {
  /** `bullLens.rules.<id>`: overrides a rule's own severity, `off` silences it. A rule that is not named keeps its own. */
  readonly severities: Readonly<Record<string, Severity | 'off'>>;
  /** `bullLens.showUnknown`: tell as hints what could not be evaluated. */
  readonly showUnknown: boolean;
}

export const defaultSettings: LintSettings = {
  severities: {},
  jobBudgets: {},
  defaultJobBudget: null,
  connectionLimit: 10,
  serverless: [],
  showUnknown: false,
};
