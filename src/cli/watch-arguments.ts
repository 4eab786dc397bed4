import type { ParseArgsConfig } from 'node:util';
import ms from 'ms';
import { knownCauses } from '../bull/causes';
import { DEFAULT_LASTS, DEFAULT_THRESHOLDS, type Thresholds } from '../queues/watch/checklist';
import { watchFormats, type WatchFormat } from '../watch/report';
import { UsageError } from './usage';

export interface WatchArguments {
  /** ms */
  readonly lasts: number;
  readonly thresholds: Thresholds;
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
  const given = <T>(option: Exclude<keyof typeof watchOptions, 'forbid-cause'>, read: Reader<T>, otherwise: T): T => {
    const text = values[option];
    return text === undefined ? otherwise : read(text, `--${option}`);
  };
  const standard = DEFAULT_THRESHOLDS;
  return {
    lasts: given('for', durationOf, DEFAULT_LASTS),
    format: formatOf(values.format),
    thresholds: {
      maxFailureRate: given('max-failure-rate', shareOf, standard.maxFailureRate),
      minCompletion: given('min-completion', shareOf, standard.minCompletion),
      maxAvgDuration: given('max-avg-duration', durationOf, standard.maxAvgDuration),
      maxConnections: given<number | null>('max-connections', numberOf, standard.maxConnections),
      forbiddenCauses: values['forbid-cause']?.flatMap(causesOf) ?? standard.forbiddenCauses,
    },
  };
}

type Reader<T> = (text: string, option: string) => T;

function durationOf(text: string, option: string): number {
  const parsed: number | undefined = ms(text as ms.StringValue);
  if (!parsed || !(parsed > 0)) throw new UsageError(`${option} '${text}' is no duration such as 60s or 30m.`);
  return parsed;
}

/** `2%`, or `2`. */
function shareOf(text: string, option: string): number {
  const percent = Number(/^(\d+(?:\.\d+)?)%?$/.exec(text)?.[1] ?? NaN);
  if (!(percent <= 100)) throw new UsageError(`${option} '${text}' is no share such as 2%.`);
  return percent / 100;
}

function numberOf(text: string, option: string): number {
  if (!/^\d+$/.test(text)) throw new UsageError(`${option} takes a number, not '${text}'.`);
  return Number(text);
}

/** `missing-lock,stalled`; `none` forbids none. */
function causesOf(text: string): string[] {
  if (text === 'none') return [];
  const ids = text.split(',').map((id) => id.trim());
  const unknown = ids.find((id) => !knownCauses.some((cause) => cause.id === id));
  if (unknown === undefined) return ids;
  const known = [...new Set(knownCauses.map(({ id }) => id))].join(', ');
  throw new UsageError(`--forbid-cause '${unknown}' is none of none, ${known}.`);
}

function formatOf(name = 'text'): WatchFormat {
  const format = watchFormats.find((each) => each === name);
  if (!format) throw new UsageError(`--format '${name}' is none of ${watchFormats.join(', ')}.`);
  return format;
}
