import type { Rule } from '../rule';
import { gracefulShutdown } from './graceful-shutdown';
import { ignoredOption } from './ignored-option';
import { limiterBounceBack } from './limiter-bounce-back';
import { noSharedBclient } from './no-shared-bclient';
import { noSuchExport } from './no-such-export';
import { queuePerCall } from './queue-per-call';
import { secretInCode } from './secret-in-code';
import { sharedClientOptions } from './shared-client-options';
import { sharedConnections } from './shared-connections';
import { tlsDropped } from './tls-dropped';

/** Every rule, by id. */
export const rules: readonly Rule[] = [
  gracefulShutdown,
  ignoredOption,
  limiterBounceBack,
  noSharedBclient,
  noSuchExport,
  queuePerCall,
  secretInCode,
  sharedClientOptions,
  sharedConnections,
  tlsDropped,
];
