import ms, { type StringValue } from 'ms';
import type { Location } from '../syntax/location';

/** How long one job of a queue may take, and who says so. */
export interface Budget {
  readonly ms: number;
  /** In words, for a message: `vercel.json, maxDuration`. */
  readonly source: string;
  /** Where it is declared; null for a setting of the linter. */
  readonly at: Location | null;
}

/** A duration as people write it (`90s`, `2 min`; a bare number is ms) in ms; null where it is none, or not above 0. */
export function durationIn(text: string | number): number | null {
  const value = typeof text === 'number' ? text : parsed(text.trim());
  return value !== undefined && Number.isFinite(value) && value > 0 ? value : null;
}

function parsed(text: string): number | undefined {
  return text && text.length <= 100 ? ms(text as StringValue) : undefined;
}

/** The longest of `budgets`; null where there is none. */
export function longest(budgets: readonly Budget[]): Budget | null {
  return budgets.reduce<Budget | null>((most, each) => (most && most.ms >= each.ms ? most : each), null);
}
