import { closestMatch } from 'leven';
import type { BullOption } from '../../../bull/bull-option';
import { BULL_OPTIONS } from '../../../bull/options';
import { REDIS_ADDRESS_OPTIONS, REDIS_OPTIONS } from '../../../bull/redis-options';

/** The objects whose property names are judged; `''` is the options object itself. */
export const HOLDERS = ['', 'redis', 'settings', 'limiter', 'defaultJobOptions', 'metrics'] as const;
export type OptionsHolder = (typeof HOLDERS)[number];

/** What is wrong with a name: Bull reads it, or the one that was meant, as `right` in `place`. */
export interface Verdict {
  readonly kind: 'misplaced' | 'misspelt';
  readonly place: OptionsHolder;
  readonly right: string;
}

const known: Readonly<Record<OptionsHolder, readonly string[]>> = {
  '': names(''),
  redis: REDIS_OPTIONS,
  settings: names('settings'),
  limiter: names('limiter'),
  defaultJobOptions: names('defaultJobOptions'),
  metrics: names('metrics'),
};

/** Where a name that is wrong in one place may belong, the likeliest first. */
const elsewhere: Readonly<Record<OptionsHolder, readonly OptionsHolder[]>> = {
  '': ['settings', 'defaultJobOptions', 'limiter', 'redis', 'metrics'],
  redis: ['', 'settings'],
  settings: ['', 'defaultJobOptions', 'limiter'],
  limiter: ['', 'settings'],
  defaultJobOptions: ['', 'settings'],
  metrics: [],
};

/** What is wrong with `name` in `place`; null where it is right there, or where nothing like it exists. */
export function judgeName(place: OptionsHolder, name: string): Verdict | null {
  if (known[place].includes(name)) return null;
  for (const other of elsewhere[place]) {
    if (movable(other).includes(name)) return { kind: 'misplaced', place: other, right: name };
  }
  for (const other of [place, ...elsewhere[place]]) {
    const right = nearest(name, other === place ? known[place] : movable(other));
    if (right) return { kind: 'misspelt', place: other, right };
  }
  return null;
}

/** The option of Bull that a verdict speaks of; null where it is one of ioredis. */
export function optionOf({ place, right }: Verdict): BullOption | null {
  return place === 'redis' ? null : (BULL_OPTIONS[place].find(({ name }) => name === right) ?? null);
}

/** The names of a place that cannot be meant for anything else when they stand elsewhere. */
function movable(place: OptionsHolder): readonly string[] {
  return place === 'redis' ? REDIS_ADDRESS_OPTIONS : known[place];
}

/** Other capitals, or one or two letters off; short names have too many neighbours for two. */
function nearest(name: string, candidates: readonly string[]): string | null {
  const lower = name.toLowerCase();
  const maxDistance = name.length < 4 ? 0 : name.length < 6 ? 1 : 2;
  const match = closestMatch(
    lower,
    candidates.filter((each) => each.length > 3).map((each) => each.toLowerCase()),
    { maxDistance },
  );
  return candidates.find((each) => each.toLowerCase() === match) ?? null;
}

function names(place: Exclude<OptionsHolder, 'redis'>): readonly string[] {
  return BULL_OPTIONS[place].map(({ name }) => name);
}
