import type { Rule } from '../rule';
import { gracefulShutdown } from './graceful-shutdown';
import { ignoredOption } from './ignored-option';
import { limiterBounceBack } from './limiter-bounce-back';
import { lockDuration } from './lock-duration';
import { lockRenewTime } from './lock-renew-time';
import { noSharedBclient } from './no-shared-bclient';
import { noSuchExport } from './no-such-export';
import { queuePerCall } from './queue-per-call';
import { secondsAndMilliseconds } from './seconds-and-milliseconds';
import { secretInCode } from './secret-in-code';
import { sharedClientOptions } from './shared-client-options';
import { sharedConnections } from './shared-connections';
import { stalledChecks } from './stalled-checks';
import { tlsDropped } from './tls-dropped';

/** Every rule, by id. */
export const rules: readonly Rule[] = [
  gracefulShutdown,
  ignoredOption,
  limiterBounceBack,
  lockDuration,
  lockRenewTime,
  noSharedBclient,
  noSuchExport,
  queuePerCall,
  secondsAndMilliseconds,
  secretInCode,
  sharedClientOptions,
  sharedConnections,
  stalledChecks,
  tlsDropped,
];
