import { bull } from './bull';
import { bullmq } from './bullmq';
import type { Dialect, QueueKind } from './dialect';

export type { CountCommand, Dialect, QueueKind, StateKey } from './dialect';

export const DIALECTS: Readonly<Record<QueueKind, Dialect>> = { bull, bullmq };

export function dialectOf({ kind }: { readonly kind: QueueKind }): Dialect {
  return DIALECTS[kind];
}
