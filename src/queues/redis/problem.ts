import { visible } from '../../words';
import { describeEndpoint, type ConnectionSpec } from './endpoint';
import { explainReply } from './error-replies';
import type { Explained } from './explanation';
import type { Right } from './permissions';
import type { ProblemKind } from './problem-kind';
import { refusalOf } from './refusals';
import { isErrorReply } from './replies';
import { ReplyLimitError } from './reply-limit';
import { explainSocket } from './socket-errors';
import { explainTls } from './tls-problem';

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
    // It may quote what the server says.
    super(visible(message));
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
  'protected-mode',
  'not-redis',
]);

const endsConnection = new Set<ProblemKind>([
  'refused',
  'name-not-found',
  'unreachable',
  'timed-out',
  'closed',
  'reply-limit',
]);

/**
 * Puts any error of ioredis, Node or Redis into words: by who raised it, then by its code, and by its words only where it
 * has none. An error that is a RedisProblem already stays as it is.
 */
export function explain(error: unknown, spec: ConnectionSpec): RedisProblem {
  if (error instanceof RedisProblem) return error;
  if (error instanceof ReplyLimitError) return beyondLimit(error, spec);
  const known = error instanceof Error ? explainKnown(error, spec) : null;
  if (known) return new RedisProblem(known.kind, known.summary, `${spec.name}: ${known.sentence}`);
  const text = withoutSecrets(textOf(error), spec).replace(/\.$/, '');
  const sentence = isErrorReply(error) ? `Redis answered: ${text}. Check its log.` : `It failed: ${text}.`;
  return new RedisProblem('other', 'failed', `${spec.name}: ${sentence}`);
}

function explainKnown(error: Error, spec: ConnectionSpec): Explained | null {
  if (isErrorReply(error)) return explainReply(error, spec);
  return explainTls(error, spec) ?? explainSocket(error, spec);
}

/** The connection was closed by the person or by the extension, before or while something was asked on it. */
export function disconnected(spec: ConnectionSpec): RedisProblem {
  return new RedisProblem('disconnected', 'disconnected', `${spec.name}: The connection was closed meanwhile.`);
}

/** A connection that had worked was closed from the other side. */
export function cutOff(spec: ConnectionSpec): RedisProblem {
  const where = describeEndpoint(spec.endpoint);
  const message = `${spec.name}: ${where} closed the connection. See that Redis runs, and check the connection limit of the server and of what stands before it.`;
  return new RedisProblem('closed', 'connection closed', message);
}

/** The user lacks a right that an action needs, so that it was not begun. */
export function notPermitted(spec: ConnectionSpec, right: Right): RedisProblem {
  return new RedisProblem('permission', 'not permitted', `${spec.name}: ${refusalOf(spec, right)}`);
}

/** A change was asked of a connection that allows none. */
export function readOnly(spec: ConnectionSpec): RedisProblem {
  const message = `${spec.name}: The connection is read-only, so nothing was changed.`;
  return new RedisProblem('read-only', 'read-only', message, false);
}

function beyondLimit({ message }: ReplyLimitError, spec: ConnectionSpec): RedisProblem {
  const sentence = `${message} The connection was closed before it was read. Check what was asked for, and what listens at ${describeEndpoint(spec.endpoint)}.`;
  return new RedisProblem('reply-limit', 'reply too large', `${spec.name}: ${sentence}`);
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function withoutSecrets(text: string, { endpoint: { password } }: ConnectionSpec): string {
  return password ? text.replaceAll(password, '…') : text;
}
