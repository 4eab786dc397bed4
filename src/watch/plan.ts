import ms from 'ms';
import { knownCauses } from '../bull/causes';
import { DEFAULT_LASTS, DEFAULT_THRESHOLDS, type Thresholds } from '../queues/watch/checklist';

/** How long a deployment is watched, and what its jobs are held against. */
export interface WatchPlan {
  /** ms */
  readonly lasts: number;
  readonly thresholds: Thresholds;
}

/** A plan as the settings have it: `30m`, `2%`, `missing-lock`; what is left out is as it is by default. */
export interface WrittenPlan {
  readonly for?: string;
  readonly maxFailureRate?: string;
  readonly minCompletion?: string;
  readonly maxAvgDuration?: string;
  /** null for as many as there are. */
  readonly maxConnections?: number | null;
  readonly forbiddenCauses?: readonly string[];
}

/** What of it cannot be read is taken for left out. */
export function planOf(written: WrittenPlan): WatchPlan {
  const standard = DEFAULT_THRESHOLDS;
  return {
    lasts: durationIn(written.for) ?? DEFAULT_LASTS,
    thresholds: {
      maxFailureRate: shareIn(written.maxFailureRate) ?? standard.maxFailureRate,
      minCompletion: shareIn(written.minCompletion) ?? standard.minCompletion,
      maxAvgDuration: durationIn(written.maxAvgDuration) ?? standard.maxAvgDuration,
      maxConnections: written.maxConnections === undefined ? standard.maxConnections : written.maxConnections,
      forbiddenCauses: written.forbiddenCauses ?? standard.forbiddenCauses,
    },
  };
}

/** `60s`, `30m`: in ms; null of what is no such duration. */
export function durationIn(text: unknown): number | null {
  // Of longer ones, and of none, the library throws.
  if (typeof text !== 'string' || text === '' || text.length > 100) return null;
  const parsed: number | undefined = ms(text as ms.StringValue);
  return parsed !== undefined && parsed > 0 ? parsed : null;
}

/** `2%`, or `2`: 0.02; null of what is no share. */
export function shareIn(text: unknown): number | null {
  const percent = Number(/^(\d+(?:\.\d+)?)%?$/.exec(String(text))?.[1] ?? NaN);
  return percent <= 100 ? percent / 100 : null;
}

/** Those of the ids that no known cause has. */
export function unknownCauses<T>(ids: readonly T[]): T[] {
  return ids.filter((id) => !causeIds().some((known) => known === id));
}

/** The ids of all known causes, each once. */
export function causeIds(): readonly string[] {
  return [...new Set(knownCauses.map(({ id }) => id))];
}
