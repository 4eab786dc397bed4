import { unusedDisable } from '../engine/disables';
import type { Rule, RuleMeta } from '../engine/rule';
import { unknownOptions } from '../engine/unknown-options';
import { awaitedProcess } from './awaited-process';
import { blockingClientTimeout } from './blocking-client-timeout';
import { concurrencyAddsUp } from './concurrency-adds-up';
import { gracefulShutdown } from './graceful-shutdown/index';
import { ignoredOption } from './ignored-option/index';
import { jobOptions } from './job-options/index';
import { limiterBounceBack } from './limiter-bounce-back';
import { lockDuration } from './lock-duration';
import { lockRenewTime } from './lock-renew-time';
import { missingHandler } from './missing-handler/index';
import { noSharedBclient } from './no-shared-bclient';
import { noSuchExport } from './no-such-export/index';
import { queuePerCall } from './queue-per-call';
import { secondsAndMilliseconds } from './seconds-and-milliseconds';
import { secretInCode } from './secret-in-code/index';
import { sharedClientOptions } from './shared-client-options';
import { sharedConnections } from './shared-connections';
import { stalledChecks } from './stalled-checks';
import { tlsDropped } from './tls-dropped/index';
import { unboundedCompleted } from './unbounded-completed';
import { unregisteredQueue } from './unregistered-queue';

/** Every rule, by id. */
export const rules: readonly Rule[] = [
  awaitedProcess,
  blockingClientTimeout,
  concurrencyAddsUp,
  gracefulShutdown,
  ignoredOption,
  jobOptions,
  limiterBounceBack,
  lockDuration,
  lockRenewTime,
  missingHandler,
  noSharedBclient,
  noSuchExport,
  queuePerCall,
  secondsAndMilliseconds,
  secretInCode,
  sharedClientOptions,
  sharedConnections,
  stalledChecks,
  tlsDropped,
  unboundedCompleted,
  unregisteredQueue,
];

/** What findings may be of: the rules, and what the engine itself has to say. */
export const findingKinds: readonly RuleMeta[] = [...rules.map(({ meta }) => meta), unknownOptions.meta, unusedDisable];
