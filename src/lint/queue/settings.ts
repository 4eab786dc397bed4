import { DEFAULT_SETTINGS } from '../../bull/settings';
import type { Construction } from '../constructions/construction';
import { inWords } from './duration-words';
import { alternatives, isNotGiven, numberIn, option } from '../evaluation/inspect-value';
import type { PropertyValue, SingleValue, Value } from '../evaluation/value';

/** A number among Bull's `settings`, on one path of the code. */
export interface Setting {
  readonly value: number;
  /** Where it is written; null where Bull's default holds. */
  readonly property: PropertyValue | null;
  /** Who says so, for a message: `Bull's default`, `lockDuration`, `lockDuration, unless LOCK_MS is set`. */
  readonly source: string;
  /** The environment variable that may say otherwise; null where none does. */
  readonly unless: string | null;
}

export type SettingName = keyof typeof DEFAULT_SETTINGS;

/** The numbers that a value may be; none where it may be something else. */
export function numbersIn(value: Value): readonly number[] {
  const all = alternatives(value).map((single) => numberIn(single)?.value);
  return all.includes(undefined) ? [] : all.flatMap((each) => each ?? []);
}

/** All that a setting may be; null where one of them is not known. */
export function everySetting(queue: Construction, name: SettingName): readonly Setting[] | null {
  const paths = alternatives(option(queue.options, 'settings')).map((settings) => settingIn(settings, name));
  return paths.includes(null) ? null : paths.flatMap((settings) => settings ?? []);
}

/** All that a setting may be where `settings` is this value; null where one of them is not known. */
export function settingIn(settings: SingleValue, name: SettingName): readonly Setting[] | null {
  const property = (settings.kind === 'object' && settings.properties.get(name)) || null;
  const all = alternatives(option(settings, name)).map((value): Setting | null => {
    if (isNotGiven(value))
      return { value: DEFAULT_SETTINGS[name], property: null, source: "Bull's default", unless: null };
    const number = numberIn(value);
    if (!number) return null;
    const unless = number.defaultOf ?? null;
    const source = unless === null ? name : `${name}, unless ${unless} is set`;
    return { value: number.value, property, source, unless };
  });
  return all.includes(null) ? null : all.flatMap((each) => each ?? []);
}

/** What is too little for it is too little on every path. */
export function longestOf(all: readonly Setting[]): Setting | undefined {
  return [...all].sort((a, b) => b.value - a.value)[0];
}

/** `30 s (Bull's default)` */
export function settingInWords({ value, source }: Setting): string {
  return `${inWords(value)} (${source})`;
}
