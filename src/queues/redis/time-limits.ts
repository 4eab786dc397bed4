export interface TimeLimits {
  /** ms until a TCP and TLS connection stands. */
  readonly connect: number;
  /** ms until a command is answered. */
  readonly command: number;
  /** ms before the first new attempt; doubles up to `maxBackoff`. */
  readonly backoff: number;
  readonly maxBackoff: number;
}

export const DEFAULT_TIME_LIMITS: TimeLimits = { connect: 8_000, command: 10_000, backoff: 1_000, maxBackoff: 30_000 };
