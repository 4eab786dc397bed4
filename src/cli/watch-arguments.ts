import type { ParseArgsConfig } from 'node:util';
import type { Thresholds } from '../queues/watch/checklist';
import { causeIds, durationIn, shareIn, unknownCauses } from '../watch/plan';
import { watchFormats, type WatchFormat } from '../watch/report';
import { anyOf, takes } from './usage';

/** What was typed of how to watch; the rest is as the settings have it. */
export interface WatchArguments {
  /** ms; null where it was not typed. */
  readonly lasts: number | null;
  readonly thresholds: Partial<Thresholds>;
  readonly format: WatchFormat;
}

export const watchOptions = {
  for: { type: 'string' },
  'max-failure-rate': { type: 'string' },
  'min-completion': { type: 'string' },
  'max-avg-duration': { type: 'string' },
  'max-connections': { type: 'string' },
  'forbid-cause': { type: 'string', multiple: true },
} as const satisfies ParseArgsConfig['options'];

/** What was typed; nothing of what was not. */
export interface WatchValues {
  readonly format?: string;
  readonly for?: string;
  readonly 'max-failure-rate'?: string;
  readonly 'min-completion'?: string;
  readonly 'max-avg-duration'?: string;
  readonly 'max-connections'?: string;
  readonly 'forbid-cause'?: readonly string[];
}

/** @throws UsageError */
export function watchArguments(values: WatchValues): WatchArguments {
  const read = <T>(option: Exclude<keyof typeof watchOptions, 'forbid-cause'>, reader: Reader<T>): T | undefined => {
    const text = values[option];
    return text === undefined ? undefined : reader(text, `--${option}`);
  };
  const thresholds = {
    maxFailureRate: read('max-failure-rate', shareOf),
    minCompletion: read('min-completion', shareOf),
    maxAvgDuration: read('max-avg-duration', durationOf),
    maxConnections: read('max-connections', numberOf),
    forbiddenCauses: values['forbid-cause']?.flatMap(causesOf),
  };
  return {
    lasts: read('for', durationOf) ?? null,
    format: formatOf(values.format),
    thresholds: Object.fromEntries(Object.entries(thresholds).filter(([, value]) => value !== undefined)),
  };
}

type Reader<T> = (text: string, option: string) => T;

function durationOf(text: string, option: string): number {
  return durationIn(text) ?? fail(option, 'a duration such as 60s or 30m', text);
}

function shareOf(text: string, option: string): number {
  return shareIn(text) ?? fail(option, 'a share such as 2%', text);
}

function numberOf(text: string, option: string): number {
  return /^\d+$/.test(text) ? Number(text) : fail(option, 'a number', text);
}

/** `missing-lock,stalled`; `none` forbids none. */
function causesOf(text: string): string[] {
  if (text === 'none') return [];
  const ids = text.split(',').map((id) => id.trim());
  const [unknown] = unknownCauses(ids);
  return unknown === undefined ? ids : fail('--forbid-cause', anyOf(['none', ...causeIds()]), unknown);
}

function fail(option: string, what: string, text: string): never {
  throw takes(option, what, text);
}

function formatOf(name = 'text'): WatchFormat {
  const format = watchFormats.find((each) => each === name);
  if (!format) throw takes('--format', anyOf(watchFormats), name);
  return format;
}
