export type OptionUnit = 'ms' | 's' | 'jobs' | 'attempts' | 'stalls' | 'minutes';

/** One option of Bull, as lib/ reads it (which is not always what index.d.ts declares). */
export interface BullOption {
  readonly name: string;
  readonly unit: OptionUnit | null;
  /** As code: `30000`, `'bull'`, `lockDuration / 2`; null where unset means none. */
  readonly default: string | null;
  /** One sentence on what it does. */
  readonly description: string;
  /** A main clause, in the present tense, on what Bull does where the option is not given; no full stop. */
  readonly unset: string;
}

/** Of an option that has no unit and no default. */
export const PLAIN = { unit: null, default: null } as const;
