import type { Rule } from '../rule';
import { ignoredOption } from './ignored-option';
import { limiterBounceBack } from './limiter-bounce-back';
import { noSuchExport } from './no-such-export';
import { tlsDropped } from './tls-dropped';

/** Every rule, by id. */
export const rules: readonly Rule[] = [ignoredOption, limiterBounceBack, noSuchExport, tlsDropped];
