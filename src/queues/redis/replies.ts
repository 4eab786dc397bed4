import { ReplyError } from 'ioredis';

// By its class: ioredis's errors are named by theirs, and the packaged extension has other names for classes.
const Reply = ReplyError as new (message: string) => Error;

/** Whether Redis itself answered with this error; otherwise it never got that far. */
export function isErrorReply(error: unknown): error is Error {
  return error instanceof Reply;
}

/** The same, where it is we who know what Redis would have said. */
export function errorReply(message: string): Error {
  return new Reply(message);
}

/** A key holds something that the command is not for: of no consequence to other keys. */
export function isWrongType(error: Error): boolean {
  return error.message.startsWith('WRONGTYPE');
}

/** Why Redis refuses one of the commands of a pipeline, whatever their keys hold; null where it refuses none. */
export function refusalIn(replies: readonly (readonly [error: Error | null, reply: unknown])[]): Error | null {
  return replies.find(([error]) => error && !isWrongType(error))?.[0] ?? null;
}

/**
 * This key is not for us, whatever is asked of it: the ACL user may not touch it (Redis 6, 7.0 and 7.2 each have words of
 * their own for that), or it is on another node of a cluster.
 */
export function isOutOfReach(error: Error): boolean {
  return (
    /^NOPERM .*to access (a key|one of the keys|the '.*' key)/s.test(error.message) ||
    /^(MOVED|ASK|CROSSSLOT|TRYAGAIN) /.test(error.message)
  );
}
