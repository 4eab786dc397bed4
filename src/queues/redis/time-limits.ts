export interface TimeLimits {
  /** ms until a TCP and TLS connection stands. */
  readonly connect: number;
  /** ms for which nothing comes while an answer is awaited: a large one may take longer, as long as it comes. */
  readonly command: number;
  /** ms before the first new attempt; doubles up to `maxBackoff`. */
  readonly backoff: number;
  readonly maxBackoff: number;
}

export const DEFAULT_TIME_LIMITS: TimeLimits = { connect: 8_000, command: 10_000, backoff: 1_000, maxBackoff: 30_000 };
