import type { ConnectionSpec } from './endpoint';
import { explained, type About, type Explained } from './explanation';
import type { Right } from './permissions';

/** Commands whose first argument is no key, among those that may be refused for a key. */
const SCRIPTS: ReadonlySet<string> = new Set(['EVAL', 'EVALSHA', 'EVAL_RO', 'EVALSHA_RO']);

/** Characters of a key that are said. */
const LONGEST_KEY = 200;

/**
 * The words of Redis 6 to 8 for what an ACL user may not do, and of scripts for the same; each names the command, if
 * anything (redis 7.0 src/acl.c:2599, src/script.c:433; redis 6.2 src/server.c:4003, src/scripting.c:757).
 */
const refusals = {
  command: /permissions to run the '([^']+)'|can't run this command|ACL failure in script.*'([^']+)' command/,
  channel: /access (?:a|one of the) channel|access the '.*' channel|publish to the channel/s,
  key: /access (?:a|one of the) key|access the '.*' key|access at least one of the keys/s,
} as const;

/** What the user of a connection may not do, and what to do about it. */
export function refusalOf({ endpoint: { username } }: ConnectionSpec, { command, key }: Right): string {
  const on = key === null || key === '' ? '' : ` on ${key}`;
  return refusal(`the ACL user ${username ?? 'default'}`, `use ${command}${on}`);
}

function refusal(user: string, refused: string): string {
  return `Redis does not let ${user} ${refused}. Ask for the permission, or use another user.`;
}

/** What an ACL user may not do, or this Redis does not know; null where the error says nothing of that kind. */
export function explainRefusal(error: Error, words: string, spec: ConnectionSpec): Explained | null {
  const unknown = /^ERR unknown (?:sub)?command '?`?([\w|]+)|Unknown Redis command called from (?:Lua )?script/i.exec(
    words,
  );
  if (unknown) {
    const command = unknown[1]?.toUpperCase() ?? 'a command that a script needs';
    const sentence = ({ where }: About) =>
      `The Redis at ${where} does not know ${command}: it is too old for it, or it was renamed or switched off there. Update Redis, or ask who runs it.`;
    return explained({ kind: 'permission', summary: 'unknown there', sentence }, error, spec);
  }
  if (!/^NOPERM|^BULLLENS may not |ACL failure in script|user executing the script can't/.test(words)) return null;
  const refused = refusedIn(error, words);
  const sentence = ({ user }: About) => refusal(user, refused);
  return explained({ kind: 'permission', summary: 'not permitted', sentence }, error, spec);
}

function refusedIn(error: Error, words: string): string {
  const [, command, key] = /^BULLLENS may not (\S+) (.*)/.exec(words) ?? [];
  if (command !== undefined) return `use ${command} on ${key}`;
  const asked = askedFor(error);
  if (refusals.channel.test(words)) {
    return asked.command === 'PSUBSCRIBE'
      ? 'listen to its channels (PSUBSCRIBE)'
      : 'publish to the channels of this queue';
  }
  if (refusals.key.test(words)) {
    const [first, ...others] = asked.keys;
    return `use ${first === undefined ? 'a key of this queue' : others.length === 0 ? first : `${first}, or a key beside it`}`;
  }
  const match = refusals.command.exec(words);
  const named = match?.[1] ?? match?.[2] ?? (SCRIPTS.has(asked.command) ? null : asked.command);
  return `use ${named?.toUpperCase() ?? 'a command that a script needs'}`;
}

/** What ioredis notes with an error: the command that was answered. Its arguments may hold a password, except where they are keys. */
function askedFor(error: Error): { readonly command: string; readonly keys: readonly string[] } {
  const { name = '', args = [] } = (error as { command?: { name?: string; args?: readonly unknown[] } }).command ?? {};
  const command = name.toUpperCase();
  const keys = SCRIPTS.has(command) ? args.slice(2, 2 + Number(args[1])) : args.slice(0, 1);
  return { command, keys: keys.map((key) => String(key).slice(0, LONGEST_KEY)) };
}
