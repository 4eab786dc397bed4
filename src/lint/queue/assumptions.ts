/** What the person says of the queues and of where they run. */
export interface Assumptions {
  /** `bullLens.jobBudgets`: queue name or glob to a duration, `"90s"` or a number of ms. */
  readonly jobBudgets: Readonly<Record<string, string | number>>;
  /** `bullLens.defaultJobBudget`: a duration, `"60s"` or a number of ms; null when the user has set none. */
  readonly defaultJobBudget: string | number | null;
}
