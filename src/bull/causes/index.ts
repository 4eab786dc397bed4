import { bullCauses } from './bull-causes';
import { databaseCauses } from './database-causes';
import type { KnownCause } from './known-cause';
import { networkCauses } from './network-causes';
import { redisCauses } from './redis-causes';
import { serviceCauses } from './service-causes';

export type { KnownCause } from './known-cause';

const othersCauses = [...redisCauses, ...databaseCauses, ...networkCauses, ...serviceCauses];

/** Bull's own texts are exact and come first; a database's may hold the code of a socket. */
export const knownCauses: readonly KnownCause[] = [...bullCauses, ...othersCauses];

/** Where a cause is told stands within so many characters. */
const LOOKED_AT = 4_000;

/** What `new Error(error)` and `String(error)` put before a message: `Error: `, `AxiosError: `, several where it was done again. */
export const ERROR_CLASSES = /^(?:Uncaught )?(?:(?:[A-Z]\w*)?(?:Error|Exception): (?=\S))+/;

/** The known cause of a failure; null where the text is the application's own error. */
export function failureCause(failedReason: string): KnownCause | null {
  const text = failedReason.slice(0, LOOKED_AT);
  const message = text.replace(ERROR_CLASSES, '');
  // Bull itself puts nothing before its own.
  return causeIn(knownCauses, text) ?? causeIn(othersCauses, message);
}

function causeIn(causes: readonly KnownCause[], text: string): KnownCause | null {
  return causes.find(({ pattern }) => pattern.test(text)) ?? null;
}

/** Bull's own words: they say less than the title, and take more room. */
export function isBullsOwn({ id }: KnownCause): boolean {
  return bullCauses.some((cause) => cause.id === id);
}
