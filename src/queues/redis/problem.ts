import { describeEndpoint, type ConnectionSpec } from './endpoint';
import type { Right } from './permissions';
import { ReplyLimitError } from './reply-limit';
import { explainTls } from './tls-problem';

export type ProblemKind =
  | 'refused'
  | 'name-not-found'
  | 'unreachable'
  | 'timed-out'
  | 'closed'
  | 'password'
  | 'no-password'
  | 'tls-expected'
  | 'tls-unexpected'
  | 'certificate'
  | 'database'
  | 'permission'
  | 'interrupted'
  | 'read-only-replica'
  | 'wrong-type'
  | 'loading'
  | 'too-many-clients'
  | 'disconnected'
  | 'read-only'
  | 'reply-limit'
  | 'other';

/** What failed on a connection, in words for the person who has to mend it. Holds no password. */
export class RedisProblem extends Error {
  override readonly name = 'RedisProblem';

  constructor(
    readonly kind: ProblemKind,
    /** Two or three words for a row: "wrong password". */
    readonly summary: string,
    /** One or two sentences: what failed, on which connection, what to do next. */
    message: string,
    /** false: the command that failed never left, so Redis has done nothing of it. true: it may have, or has answered. */
    readonly sent = true,
  ) {
    super(message);
  }

  /** The same, of a command that never left. */
  notSent(): RedisProblem {
    return this.sent ? new RedisProblem(this.kind, this.summary, this.message, false) : this;
  }

  /** Trying again will not help before the person has changed something. */
  get needsPerson(): boolean {
    return needsPerson.has(this.kind);
  }

  /** The socket is of no use any more, whatever was asked on it. */
  get endsConnection(): boolean {
    return endsConnection.has(this.kind) || this.needsPerson;
  }
}

const needsPerson = new Set<ProblemKind>([
  'password',
  'no-password',
  'tls-expected',
  'tls-unexpected',
  'certificate',
  'database',
]);

const endsConnection = new Set<ProblemKind>([
  'refused',
  'name-not-found',
  'unreachable',
  'timed-out',
  'closed',
  'reply-limit',
]);

interface Explanation {
  readonly kind: ProblemKind;
  readonly pattern: RegExp;
  readonly summary: string;
  readonly sentence: (spec: ConnectionSpec, match: RegExpExecArray) => string;
}

const where = (spec: ConnectionSpec) => describeEndpoint(spec.endpoint);
const user = (spec: ConnectionSpec) => `the ACL user ${spec.endpoint.username ?? 'default'}`;

const NOT_PERMITTED = 'not permitted';

const refusal = (spec: ConnectionSpec, { command, key }: Right) =>
  `Redis does not let ${user(spec)} use ${command}${key ? ` on ${key}` : ''}. Ask for the permission, or use another user.`;

/** Tried in order against `CODE message` of an error: Node's and OpenSSL's codes, ioredis's texts, Redis's error replies. */
const explanations: readonly Explanation[] = [
  {
    kind: 'permission',
    pattern: /BULLLENS may not (\S+) (.*)/,
    summary: NOT_PERMITTED,
    sentence: (spec, [, command = '', key = '']) => refusal(spec, { command, key }),
  },
  {
    kind: 'interrupted',
    pattern: /BULLLENS interrupted: (.*)/,
    summary: 'interrupted',
    sentence: (spec, [, text = '']) => `Redis stopped half way: ${withoutSecrets(text, spec)}.`,
  },
  {
    kind: 'wrong-type',
    pattern: /BULLLENS not a Bull queue/,
    summary: 'a BullMQ queue',
    sentence: () => 'This queue belongs to BullMQ now. Nothing was changed.',
  },
  {
    kind: 'refused',
    pattern: /ECONNREFUSED/,
    summary: 'refused',
    sentence: (spec) => `Nothing listens at ${where(spec)}. Start Redis, or edit the connection.`,
  },
  {
    kind: 'name-not-found',
    pattern: /ENOTFOUND|EAI_AGAIN/,
    summary: 'name not found',
    sentence: (spec) => `No address is known for ${spec.endpoint.host}. Check the name, and the network.`,
  },
  {
    kind: 'tls-expected',
    pattern: /Protocol error, got ("\\u0015"|"\\x15"|"\u0015")/,
    summary: 'TLS expected',
    sentence: (spec) => `${where(spec)} expects TLS. Use rediss:// in the connection's URL.`,
  },
  {
    kind: 'password',
    pattern: /WRONGPASS|invalid (username-password|password)/,
    summary: 'wrong password',
    sentence: (spec) => `Redis refused the password. Edit the connection, or check ${user(spec)}.`,
  },
  {
    kind: 'no-password',
    pattern: /NOAUTH/,
    summary: 'password needed',
    sentence: () => 'Redis asks for a password, and the connection has none. Edit the connection.',
  },
  {
    kind: 'database',
    pattern: /DB index|SELECT is not allowed/,
    summary: 'no such database',
    sentence: (spec) => `Redis has no database ${spec.endpoint.database}. Edit the connection's URL.`,
  },
  {
    kind: 'permission',
    pattern: /NOPERM.*\bkeys?\b|user executing the script can't access/i,
    summary: NOT_PERMITTED,
    sentence: (spec) =>
      `Redis does not let ${user(spec)} read and write all keys that this needs. Ask for the permission, or use another user.`,
  },
  {
    kind: 'permission',
    pattern: /user executing the script can't run/,
    summary: NOT_PERMITTED,
    sentence: (spec) => refusal(spec, { command: 'a command that this needs', key: null }),
  },
  {
    kind: 'permission',
    pattern: /NOPERM.*?'?([\w|]+)'? command|NOPERM|unknown command.*?'(\w+)'/is,
    summary: NOT_PERMITTED,
    sentence: (spec, match) =>
      `Redis does not let ${user(spec)} use ${(match[1] ?? match[2] ?? 'this command').toUpperCase()}. Ask for the permission, or use another user.`,
  },
  {
    kind: 'read-only-replica',
    pattern: /READONLY/,
    summary: 'read-only replica',
    sentence: (spec) => `${where(spec)} is a read-only replica. Connect to its primary to change jobs.`,
  },
  {
    kind: 'wrong-type',
    pattern: /WRONGTYPE|BULLLENS/,
    summary: 'not a Bull key',
    sentence: () => 'A key of this queue holds something that Bull never puts there. Nothing was changed.',
  },
  {
    kind: 'loading',
    pattern: /LOADING|MASTERDOWN/,
    summary: 'starting',
    sentence: (spec) => `The Redis at ${where(spec)} is not ready yet. It is asked again shortly.`,
  },
  {
    kind: 'too-many-clients',
    pattern: /max number of clients|max clients|ERR max.*connections/i,
    summary: 'connection limit reached',
    sentence: (spec) => `${where(spec)} has reached its connection limit. Close other clients, or raise maxclients.`,
  },
  {
    kind: 'timed-out',
    pattern: /connect ETIMEDOUT/,
    summary: 'timed out',
    sentence: (spec) =>
      spec.endpoint.tls
        ? `${where(spec)} did not answer in time. Check the address, the firewall, and that TLS is spoken at this port.`
        : `${where(spec)} did not answer in time. Check the address and the firewall.`,
  },
  {
    kind: 'timed-out',
    pattern: /ETIMEDOUT|timed out|Socket timeout/i,
    summary: 'timed out',
    sentence: (spec) =>
      `${where(spec)} did not answer in time. Check the address, the firewall, and the load on Redis.`,
  },
  {
    kind: 'unreachable',
    pattern: /EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL/,
    summary: 'not reachable',
    sentence: (spec) => `There is no route to ${where(spec)}. Check the network or the VPN.`,
  },
  {
    kind: 'closed',
    pattern:
      /ECONNRESET|EPIPE|Connection is closed|connection close|isn't writeable|max retries per request|Socket closed/i,
    summary: 'connection closed',
    sentence: (spec) =>
      spec.endpoint.tls
        ? `${where(spec)} closed the connection. It is tried again; check the connection limit of the server and of what stands before it.`
        : `${where(spec)} closed the connection. If it expects TLS, use rediss:// in the connection's URL.`,
  },
];

/** Puts any error of ioredis, Node or Redis into words. An error that is a RedisProblem already stays as it is. */
export function explain(error: unknown, spec: ConnectionSpec): RedisProblem {
  if (error instanceof RedisProblem) return error;
  const tls = explainTls(error, spec);
  if (tls) return new RedisProblem(tls.kind, tls.summary, `${spec.name}: ${tls.sentence}`);
  if (error instanceof ReplyLimitError) return beyondLimit(error, spec);
  const text = errorText(error);
  for (const { kind, pattern, summary, sentence } of explanations) {
    const match = pattern.exec(text);
    if (match) return new RedisProblem(kind, summary, `${spec.name}: ${sentence(spec, match)}`);
  }
  return new RedisProblem('other', 'failed', `${spec.name}: Redis answered: ${withoutSecrets(text, spec)}`);
}

/** The connection was closed by the person or by the extension, before or while something was asked on it. */
export function disconnected(spec: ConnectionSpec): RedisProblem {
  return new RedisProblem('disconnected', 'disconnected', `${spec.name}: The connection was closed meanwhile.`);
}

/** The user lacks a right that something needs. */
export function notPermitted(spec: ConnectionSpec, right: Right): RedisProblem {
  return new RedisProblem('permission', NOT_PERMITTED, `${spec.name}: ${refusal(spec, right)}`);
}

/** A change was asked of a connection that allows none. */
export function readOnly(spec: ConnectionSpec): RedisProblem {
  const message = `${spec.name}: The connection is read-only, so nothing was changed.`;
  return new RedisProblem('read-only', 'read-only', message, false);
}

function beyondLimit({ message }: ReplyLimitError, spec: ConnectionSpec): RedisProblem {
  const sentence = `${message} The connection was closed before it was read. Check what was asked for, and what listens at ${where(spec)}.`;
  return new RedisProblem('reply-limit', 'reply too large', `${spec.name}: ${sentence}`);
}

function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  const inner = error instanceof AggregateError ? error.errors.map(errorText).join('; ') : '';
  return [code, error.message, inner].filter(Boolean).join(' ');
}

function withoutSecrets(text: string, { endpoint: { password } }: ConnectionSpec): string {
  return password ? text.replaceAll(password, '…') : text;
}
