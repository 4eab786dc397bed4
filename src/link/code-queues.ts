import { refKey, type QueueRef } from '../bull/keys';
import type { KnownText, ProcessInCode } from '../lint';
import type { CodePlace, PlacedQueue, PlacedUse } from '../lint-thread/answers';
import { bestLikeness, isAny, likeness } from './likeness';

/** Bull's name for a processor of all jobs that have none of their own (bull 4.16.5 lib/queue.js:1203). */
const EVERY_JOB = '*';

/** The queues that the code of a workspace makes, to be asked about queues in Redis. */
export class CodeQueues {
  constructor(
    readonly all: readonly PlacedQueue[],
    /** Whether the whole workspace has been looked at: what is not among them is then in no code. */
    readonly isComplete: boolean,
    /** What the processes of the code open. */
    readonly processes: readonly ProcessInCode[] = [],
  ) {}

  /** The constructions that make a queue: those that surely do, else those that may as far as their names are known. */
  constructions(ref: QueueRef): readonly PlacedQueue[] {
    const ranked = this.all.map((queue) => ({ queue, rank: rankOf(queue, ref) }));
    const best = Math.max(0, ...ranked.map(({ rank }) => rank));
    return best === 0 ? [] : ranked.filter(({ rank }) => rank === best).map(({ queue }) => queue);
  }

  /** What processes the jobs of a queue, or those of one name. */
  processors(ref: QueueRef, job: string | null): readonly PlacedUse[] {
    const uses = this.usesOf(ref, ({ processors }) => processors);
    if (job === null) return uses;
    const named = (name: string) => uses.filter(({ jobs }) => bestLikeness(jobs, name) === 'same');
    for (const sure of [named(job), named(EVERY_JOB)]) if (sure.length > 0) return sure;
    return uses.filter(({ jobs }) => bestLikeness(jobs, job) === 'possible');
  }

  /** What adds jobs to a queue, or may add those of one name. */
  producers(ref: QueueRef, job: string | null): readonly PlacedUse[] {
    const uses = this.usesOf(ref, ({ producers }) => producers);
    return job === null ? uses : uses.filter(({ jobs }) => bestLikeness(jobs, job) !== 'other');
  }

  /** Whether code makes a queue; null where that is not known. */
  makes(ref: QueueRef): boolean | null {
    const all = this.all.map((queue) => likenessOf(queue, ref));
    if (all.includes('same')) return true;
    return all.includes('possible') || !this.isComplete ? null : false;
  }

  private names: readonly QueueRef[] | null = null;

  /** The queues whose name and prefix are wholly known, each once: asked for at each row of the sidebar. */
  get named(): readonly QueueRef[] {
    return (this.names ??= this.gatherNames());
  }

  private gatherNames(): readonly QueueRef[] {
    const refs = this.all.flatMap(({ prefixes, names }) => namedRefs(prefixes, names));
    return [...new Map(refs.map((ref) => [refKey(ref), ref])).values()];
  }

  private usesOf(ref: QueueRef, uses: (queue: PlacedQueue) => readonly PlacedUse[]): readonly PlacedUse[] {
    const own = this.constructions(ref)
      .flatMap(uses)
      .filter(({ queues }) => queues === null || bestLikeness(queues, ref.name) !== 'other');
    return uniquePlaces(own);
  }
}

/** The last of those at each place. */
export function uniquePlaces<T extends CodePlace>(places: readonly T[]): readonly T[] {
  return [...new Map(places.map((place) => [placeKey(place), place])).values()];
}

export function placeKey({ file, range: { start, end } }: CodePlace): string {
  return `${file}:${start.line}:${start.character}-${end.line}:${end.character}`;
}

function likenessOf({ prefixes, names }: PlacedQueue, { prefix, name }: QueueRef): 'same' | 'possible' | 'other' {
  const both = [bestLikeness(prefixes, prefix), bestLikeness(names, name)];
  if (both.includes('other')) return 'other';
  return both.includes('possible') ? 'possible' : 'same';
}

/** 3: it is this queue. 2: its prefix is not known. 1: a part of its name is not known. 0: another, or not known. */
function rankOf({ prefixes, names }: PlacedQueue, { prefix, name }: QueueRef): 0 | 1 | 2 | 3 {
  const ofPrefix = bestLikeness(prefixes, prefix);
  if (ofPrefix === 'other') return 0;
  if (bestLikeness(names, name) === 'same') return ofPrefix === 'same' ? 3 : 2;
  return names.some((known) => !isAny(known) && likeness(known, name) === 'possible') ? 1 : 0;
}

/** Those whose name and prefix are wholly known. */
export function namedRefs(prefixes: readonly KnownText[], names: readonly KnownText[]): QueueRef[] {
  return prefixes.flatMap((prefix) => names.flatMap((name) => refOf(prefix, name)));
}

function refOf(prefix: KnownText, name: KnownText): QueueRef[] {
  return prefix.includes(null) || name.includes(null) ? [] : [{ prefix: prefix.join(''), name: name.join('') }];
}
