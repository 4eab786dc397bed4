import type { ConnectionSpec } from './endpoint';
import { explained, type Explained, type Explanation } from './explanation';
import { explainRefusal } from './refusals';

const foreign: Explanation = {
  kind: 'wrong-type',
  summary: 'not a Bull key',
  sentence: () => 'A key of this queue holds something that Bull never puts there. Nothing was changed.',
};

/** Redis's error replies by the code that each begins with (redis 7.0 src/server.c:1767, src/acl.c, src/cluster.c). */
const byCode: Readonly<Record<string, Explanation>> = {
  NOAUTH: {
    kind: 'no-password',
    summary: 'password needed',
    sentence: () =>
      'Redis asks for a password, and none is kept for this address and user. Run Enter Password on the connection.',
  },
  WRONGPASS: {
    kind: 'password',
    summary: 'wrong password',
    sentence: ({ user }) => `Redis refused the password. Enter it again, edit the connection, or check ${user}.`,
  },
  NOPROTO: {
    kind: 'other',
    summary: 'another protocol',
    sentence: ({ where }) => `${where} does not speak this version of Redis's protocol. Check what listens there.`,
  },
  DENIED: {
    kind: 'protected-mode',
    summary: 'protected mode',
    sentence: ({ where }) =>
      `The Redis at ${where} is in protected mode: without a password it takes connections from its own machine only. Give it a password (requirepass), then edit the connection.`,
  },
  READONLY: {
    kind: 'read-only-replica',
    summary: 'read-only replica',
    sentence: ({ where }) => `${where} is a read-only replica. Connect to its primary to change jobs.`,
  },
  OOM: {
    kind: 'out-of-memory',
    summary: 'out of memory',
    sentence: ({ where }) =>
      `The Redis at ${where} has used all of its maxmemory, so that it refuses to write. Make room, or raise maxmemory.`,
  },
  MISCONF: {
    kind: 'cannot-save',
    summary: 'cannot save',
    sentence: ({ where }) =>
      `The Redis at ${where} could not save its data to the disk, so that it refuses to write. Check its disk and its log.`,
  },
  NOREPLICAS: {
    kind: 'too-few-replicas',
    summary: 'too few replicas',
    sentence: ({ where }) =>
      `The Redis at ${where} has fewer replicas than min-replicas-to-write asks for, so that it refuses to write. Check its replicas.`,
  },
  LOADING: {
    kind: 'loading',
    summary: 'starting',
    sentence: ({ where }) => `The Redis at ${where} is still loading its data. It is asked again shortly.`,
  },
  MASTERDOWN: {
    kind: 'loading',
    summary: 'primary lost',
    sentence: ({ where }) =>
      `${where} is a replica that has lost its primary, and answers nothing until it is back. It is asked again shortly; check the primary, or connect to it.`,
  },
  BUSY: {
    kind: 'busy',
    summary: 'busy with a script',
    sentence: ({ where }) =>
      `The Redis at ${where} is busy with a script that does not end. It is asked again shortly; SCRIPT KILL ends a script that has not written yet.`,
  },
  UNKILLABLE: {
    kind: 'busy',
    summary: 'busy with a script',
    sentence: ({ where }) =>
      `The script that keeps the Redis at ${where} busy has written already, and cannot be ended. Wait for it; SHUTDOWN NOSAVE ends it together with Redis, and what was not saved is lost.`,
  },
  NOSCRIPT: {
    kind: 'other',
    summary: 'scripts forgotten',
    sentence: ({ where }) =>
      `The Redis at ${where} forgets scripts while they are used (SCRIPT FLUSH). Try again; check who flushes them.`,
  },
  EXECABORT: {
    kind: 'aborted',
    summary: 'transaction refused',
    sentence: ({ where }) =>
      `The Redis at ${where} refused a command of a transaction, and so ran none of it. Check the rights of the user and the memory of Redis.`,
  },
  WRONGTYPE: foreign,
  BULLLENS: foreign,
  CLUSTERDOWN: {
    kind: 'cluster',
    summary: 'cluster down',
    sentence: ({ where }) =>
      `The Redis Cluster that ${where} belongs to is down: some of its slots have no node. Check it with CLUSTER INFO.`,
  },
  TRYAGAIN: {
    kind: 'cluster',
    summary: 'cluster moves keys',
    sentence: ({ where }) =>
      `The Redis Cluster that ${where} belongs to is moving these keys. Try again when it is done.`,
  },
  ...elsewhere('MOVED', 'ASK', 'CROSSSLOT'),
};

/** Asked of a node, an answer is only had for the keys of its own slots. */
function elsewhere(...codes: string[]): Record<string, Explanation> {
  const explanation: Explanation = {
    kind: 'cluster',
    summary: 'one node of a cluster',
    sentence: ({ where }) =>
      `${where} is one node of a Redis Cluster, which Bull Lens does not follow to the other nodes: it shows the queues of this node. Add a connection for each primary.`,
  };
  return Object.fromEntries(codes.map((code) => [code, explanation]));
}

/** Replies that their code does not tell apart, by the words after it. */
const byWords: readonly (Explanation & { readonly words: RegExp })[] = [
  {
    words: /^BULLLENS interrupted: /,
    kind: 'interrupted',
    summary: 'interrupted',
    sentence: ({ message }) =>
      `Redis stopped half way: ${/^BULLLENS interrupted: (?:@user_script: ?\d+: -?)?(.*?)\.?\s*$/s.exec(message)?.[1] ?? message}. Look at its jobs again.`,
  },
  {
    words: /^BULLLENS not a Bull queue/,
    kind: 'wrong-type',
    summary: 'a BullMQ queue',
    sentence: () => 'This queue belongs to BullMQ now. Nothing was changed.',
  },
  {
    words: /^BULLLENS two waiting lists/,
    kind: 'wrong-type',
    summary: 'two waiting lists',
    sentence: () =>
      'Jobs of this queue wait in both of its lists, wait and paused, and Bull would lose those of one. Nothing was changed: move the jobs of one list first.',
  },
  {
    words: /^BULLLENS not paused/,
    kind: 'aborted',
    summary: 'not paused',
    sentence: () =>
      'This queue is not paused any more: somebody has resumed it meanwhile, or obliterated it. What is left of it stays.',
  },
  {
    words: /^BULLLENS active jobs/,
    kind: 'aborted',
    summary: 'active jobs',
    sentence: () =>
      'Workers have jobs of this queue by now. It is paused, so that they take no other: obliterate it once these have ended, or with them.',
  },
  {
    words: /^BULLLENS changes all the time/,
    kind: 'aborted',
    summary: 'changes all the time',
    sentence: () => 'This queue changes too fast for it. Nothing was changed: try again when less is added to it.',
  },
  {
    words: /^ERR (wrong number of arguments for 'auth'|unknown subcommand .*auth)/i,
    kind: 'password',
    summary: 'no users there',
    sentence: ({ where, spec }) =>
      `The Redis at ${where} is older than 6 and knows no users, so that ${spec.endpoint.username ?? 'a user'} cannot sign in. Leave the user out of the connection's URL.`,
  },
  {
    words: /^ERR (invalid password|AUTH failed)/i,
    kind: 'password',
    summary: 'wrong password',
    sentence: ({ user }) => `Redis refused the password. Enter it again, edit the connection, or check ${user}.`,
  },
  {
    words: /^ERR (operation not permitted|authentication required)/i,
    kind: 'no-password',
    summary: 'password needed',
    sentence: () =>
      'Redis asks for a password, and none is kept for this address and user. Run Enter Password on the connection.',
  },
  {
    words: /^ERR (invalid DB index|DB index is out of range|SELECT is not allowed)/i,
    kind: 'database',
    summary: 'no such database',
    sentence: ({ spec }) => `Redis has no database ${spec.endpoint.database}. Edit the connection's URL.`,
  },
  {
    words: /^ERR max(imum)? (number of clients|.*(clients|connections))/i,
    kind: 'too-many-clients',
    summary: 'connection limit reached',
    sentence: ({ where }) => `${where} has reached its connection limit. Close other clients, or raise maxclients.`,
  },
];

/**
 * `OOM`, also where Redis before 7 says it of a script: `@user_script: 2: -OOM command…`, or
 * `ERR Error running script (…): @user_script:2: @user_script: 2: -OOM command…` where the script did not expect it.
 */
function replyIn(message: string): { readonly code: string; readonly words: string } {
  const words = message.replace(/^(ERR Error running script \(.*?\): )?(@user_script: ?\d+: )+-?/s, '');
  return { code: /^[A-Z]+/.exec(words)?.[0] ?? '', words };
}

/** null where this is an answer that Redis does not usually give. */
export function explainReply(error: Error, spec: ConnectionSpec): Explained | null {
  const { code, words } = replyIn(error.message);
  const said = byWords.find((explanation) => explanation.words.test(words));
  if (said) return explained(said, error, spec);
  const refusal = explainRefusal(error, words, spec);
  if (refusal) return refusal;
  const known = byCode[code];
  return known ? explained(known, error, spec) : null;
}
