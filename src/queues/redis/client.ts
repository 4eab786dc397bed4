import Redis from 'ioredis';
import type { RedisEndpoint } from './endpoint';
import { errorReply } from './replies';
import { limitReplies, MAX_REPLY } from './reply-limit';
import type { TimeLimits } from './time-limits';
import { tlsOptions } from './tls';

/** How often a socket that nobody uses is held to be there, so that no router forgets it: ms. */
const KEEP_ALIVE = 30_000;

export class CountingRedis extends Redis {
  /** Commands, each of a pipeline by itself. */
  sent = 0;

  override sendCommand(...command: Parameters<Redis['sendCommand']>): unknown {
    this.sent++;
    return super.sendCommand(...command);
  }
}

/** A client that connects when it is told to, once: it neither reconnects, nor queues, nor sends anything twice. */
export function createClient({ host, port, tls }: RedisEndpoint, limits: TimeLimits): CountingRedis {
  const redis = new CountingRedis({
    host,
    port,
    ...(tls && { tls: {} }),
    disableClientInfo: true,
    lazyConnect: true,
    enableReadyCheck: false,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: null,
    retryStrategy: () => null,
    keepAlive: KEEP_ALIVE,
    connectTimeout: limits.connect,
    socketTimeout: limits.command,
    disconnectTimeout: 500,
  });
  redis.once('connect', () => limitReplies(redis.stream, MAX_REPLY));
  // ioredis lets it go on, and the process with it.
  redis.once('end', () => clearTimeout(redis['socketTimeoutTimer'] as NodeJS.Timeout | undefined));
  return redis;
}

/** Reads the files of TLS into the client; before it connects. @throws TlsFileError */
export async function readTlsFiles(redis: Redis, { tls, host }: RedisEndpoint): Promise<void> {
  if (tls) redis.options.tls = await tlsOptions(tls, host);
}

/** What Redis may answer to a greeting without being in the way. */
const harmless: Readonly<Record<string, RegExp>> = {
  auth: /no password is set|without any password configured/,
  ping: /^NOPERM|unknown command/i,
};

/**
 * Says who asks and for which database, and that it is Bull Lens. ioredis would do so too, but drops what Redis answers
 * to some of it. It is one write: where Redis takes no more clients it says so and closes, and the error of a second
 * write would hide that.
 *
 * @throws Error with what Redis has answered
 */
export async function greet(redis: Redis, { username, password, database }: RedisEndpoint): Promise<void> {
  const greeting = redis.pipeline();
  // Redis before 6 knows no users, and takes the password alone; later ones take it as that of the user `default`.
  const isDefaultUser = username === null || username === 'default';
  if (!isDefaultUser) greeting.auth(username, password ?? '');
  else if (password !== null) greeting.auth(password);
  if (database !== 0) greeting.select(database);
  greeting.ping();
  greeting.client('SETNAME', 'bull-lens');

  // The last one is a courtesy: whoever may not use CLIENT has no name.
  const answers = ((await greeting.exec()) ?? []).slice(0, -1);
  // What Redis refuses first is why it refuses the rest.
  const refusal = answers.find(([error]) => error && !isHarmless(error))?.[0];
  if (!refusal) return;
  // A user without a password is let in with any: this one has one.
  if (password === null && refusal.message.startsWith('WRONGPASS')) throw errorReply('NOAUTH The user has a password.');
  throw refusal;
}

function isHarmless(error: Error): boolean {
  const { name = '' } = (error as { readonly command?: { readonly name?: string } }).command ?? {};
  return harmless[name]?.test(error.message) === true;
}
