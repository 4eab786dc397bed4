import { mayReplaceUrlByRedis, readsUrlInRedis } from '../../constructions/bull-version';
import type { Queue } from '../../queue/queue';
import type { Fix } from '../../engine/finding';
import type { Location } from '../../syntax/location';
import { underline } from '../../engine/underline';
import type { Rule, RuleContext } from '../../engine/rule';
import { alternatives, every, isNeverGiven, option, truthiness } from '../../evaluation/inspect-value';
import { addsNoTls } from '../../queue/passed-address';
import { redisUrlIn } from '../../queue/redis-url';
import type { SingleValue, Value } from '../../evaluation/value';
import { tlsBesideUrl, tlsInsteadOfUrl } from './fixes';

export const tlsDropped: Rule = {
  meta: {
    id: 'tls-dropped',
    summary: 'Bull drops the TLS of a `rediss://` URL unless `redis.tls` is given too.',
    defaultSeverity: 'warning',
    fixable: true,
  },
  *check(context) {
    for (const queue of context.queues) {
      const url = tlsUrlOf(queue);
      if (!url) continue;
      yield {
        ...underline(queue, url.at, 'The URL is written here.'),
        message: messageFor(url, queue),
        fixes: () => fixesFor(queue, url.isArgument, context),
      };
    }
  },
};

interface TlsUrl {
  readonly at: Location;
  /** The variable whose default it is; undefined where it is no default. */
  readonly defaultOf: string | undefined;
  /** False where it is `redis` itself, which then cannot hold `tls`. */
  readonly isArgument: boolean;
}

function messageFor({ defaultOf, isArgument }: TlsUrl, { bull }: Queue): string {
  const connects = defaultOf === undefined ? 'this queue connects' : `without ${defaultOf} this queue connects`;
  const remedy =
    isArgument && mayReplaceUrlByRedis(bull)
      ? 'Before Bull 3.18 `redis` replaces a URL: give all of it there, with `tls: {}`.'
      : 'Give `redis: { tls: {} }` as well.';
  return `Bull takes host, port and password from a \`rediss://\` URL but not its TLS: ${connects} in the clear. ${remedy}`;
}

/** The URL whose TLS is lost for sure, on one of the paths of the code (bull 4.16.5 lib/queue.js:334-355). */
function tlsUrlOf(queue: Queue): TlsUrl | null {
  const createClient = option(queue.options, 'createClient');
  if (!isNeverGiven(createClient) && !addsNoTls(createClient)) return null;
  const redis = option(queue.options, 'redis');
  const argument = tlsUrlIn(queue.url);
  if (argument) {
    const isRead = isNeverGiven(redis) || !mayReplaceUrlByRedis(queue.bull);
    return isRead && every(redis, hasNoTls) ? { ...whereOf(argument), isArgument: true } : null;
  }
  // Those before ignore it, or hand it to ioredis, which reads the scheme.
  const own = isNeverGiven(queue.url) && readsUrlInRedis(queue.bull) ? tlsUrlIn(redis) : null;
  return own ? { ...whereOf(own), isArgument: false } : null;
}

function whereOf(url: SingleValue): Pick<TlsUrl, 'at' | 'defaultOf'> {
  return { at: url.at, defaultOf: url.kind === 'literal' ? url.defaultOf : undefined };
}

function tlsUrlIn(value: Value): SingleValue | undefined {
  return alternatives(value).find((single) => {
    const url = redisUrlIn(single);
    return url?.isTls && !url.query.has('tls');
  });
}

function hasNoTls(redis: SingleValue): boolean {
  return every(option(redis, 'tls'), (tls) => truthiness(tls) === false);
}

function fixesFor(queue: Queue, isArgument: boolean, context: RuleContext): readonly Fix[] {
  if (isArgument && mayReplaceUrlByRedis(queue.bull)) return [];
  const certain = isArgument ? tlsBesideUrl(queue, context) : tlsInsteadOfUrl(queue, context);
  return certain ? [certain] : [];
}
