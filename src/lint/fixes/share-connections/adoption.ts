import type typescript from 'typescript';
import type { TextEdit } from '../../engine/finding';
import type { Style } from '../style';

/** What a pool exports. */
export type PoolExport = 'createClient' | 'closeOnShutdown' | 'RedisPoolModule';

/** How the pool's exports are called in a file; null where the pool has no such export. */
export type PoolNames = Readonly<Record<PoolExport, string | null>> & { readonly createClient: string };

/** What gives a queue a `createClient`: one part for each piece of code that changes. */
export type Adoption = readonly AdoptionPart[];

export interface AdoptionPart {
  readonly file: string;
  /** The piece of code: the same for all queues that it makes. */
  readonly place: typescript.Node;
  /** What of a pool it uses, in this order. */
  readonly uses: readonly PoolExport[];
  edits(names: PoolNames, style: Style): readonly TextEdit[];
}

/** Why a queue cannot be given one for certain: a sentence's end, such as "its arguments are spread". */
export interface Hindrance {
  readonly why: string;
}

export function isHindrance(answer: Adoption | Hindrance): answer is Hindrance {
  return !Array.isArray(answer);
}
