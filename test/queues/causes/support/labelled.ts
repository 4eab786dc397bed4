import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Failure } from '../../../../src/queues/causes/pattern';

const FOLDER = fileURLToPath(new URL('../../../fixtures/causes/', import.meta.url));

/** A failure and the cause that an engineer would name. */
export interface Labelled {
  /** `known`, `blind` or `later`: who labelled it. Nobody has said which causes of two authors are one. */
  readonly author: string;
  readonly cause: string;
  readonly failure: Failure;
}

type Entry = string | { readonly message: string; readonly trace: string };

/** The failures of all tables, labelled. */
export function labelledFailures(): readonly Labelled[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => {
      const table = JSON.parse(readFileSync(FOLDER + name, 'utf8')) as Record<string, readonly Entry[]>;
      return Object.entries(table).flatMap(([cause, entries]) =>
        entries.map((entry) => ({
          author: name.split('-', 1)[0] ?? '',
          cause: `${name}: ${cause}`,
          failure: typeof entry === 'string' ? { message: entry, trace: null } : entry,
        })),
      );
    });
}

/** How well keys put together what belongs together, over all pairs of one author. */
export interface Agreement {
  /** Of the pairs with one key, the share that have one cause. */
  readonly precision: number;
  /** Of the pairs with one cause, the share that have one key. */
  readonly recall: number;
}

export function agreement(failures: readonly Labelled[], keyOf: (failure: Failure) => string): Agreement {
  const all = failures.map(({ author, cause, failure }) => ({ cause, key: `${author}: ${keyOf(failure)}` }));
  const pairs = (of: (each: (typeof all)[number]) => string): number => {
    const sizes = new Map<string, number>();
    for (const each of all) sizes.set(of(each), (sizes.get(of(each)) ?? 0) + 1);
    return [...sizes.values()].reduce((sum, size) => sum + (size * (size - 1)) / 2, 0);
  };
  const both = pairs(({ cause, key }) => JSON.stringify([cause, key]));
  return { precision: both / pairs(({ key }) => key), recall: both / pairs(({ cause }) => cause) };
}
