/** A cause of failures that is known by what a job's `failedReason` says. Its page is `docs/causes/<id>.md`. */
export interface KnownCause {
  readonly id: string;
  /** A noun phrase for people: "Missing lock". */
  readonly title: string;
  readonly pattern: RegExp;
  /** One or two sentences on what happened. */
  readonly explanation: string;
  /** The handler had succeeded before the job was marked as failed: to retry it is to do its work twice. */
  readonly alreadyFinished: boolean;
  /** Whether a retry does no work twice, as far as the failure tells; null where only the handler's code does. */
  readonly retrySafe: boolean | null;
  /** What matters before one acts, in a few words. */
  readonly note: string;
  /** What has to be done before a retry can help, in a sentence; null where a retry may help by itself. */
  readonly before: string | null;
}
