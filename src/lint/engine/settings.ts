/** How loudly a finding is told; the names are those of the settings and, capitalised, of VS Code. */
export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** What the person who runs the linter chose. The editor and the CLI fill it from the same setting names. */
export interface LintSettings {
  /** `bullLens.rules.<id>`: overrides a rule's own severity, `off` silences it. A rule that is not named keeps its own. */
  readonly severities: Readonly<Record<string, Severity | 'off'>>;
  /** `bullLens.jobBudgets`: queue name or glob to a duration, `"90s"` or a number of ms. */
  readonly jobBudgets: Readonly<Record<string, string | number>>;
  /** `bullLens.defaultJobBudget`: a duration, `"60s"` or a number of ms; null when the user has set none. */
  readonly defaultJobBudget: string | number | null;
  /** `bullLens.showUnknown`: tell as hints what could not be evaluated. */
  readonly showUnknown: boolean;
}

export const defaultSettings: LintSettings = {
  severities: {},
  jobBudgets: {},
  defaultJobBudget: null,
  showUnknown: false,
};
