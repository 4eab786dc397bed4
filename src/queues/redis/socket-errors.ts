import type { ConnectionSpec } from './endpoint';
import { explained, type Explained, type Explanation } from './explanation';

const refused: Explanation = {
  kind: 'refused',
  summary: 'refused',
  sentence: ({ where }) => `Nothing listens at ${where}. Start Redis, or edit the connection.`,
};

const nameNotFound: Explanation = {
  kind: 'name-not-found',
  summary: 'name not found',
  sentence: ({ spec }) => `No address is known for ${spec.endpoint.host}. Check the name, and the network.`,
};

const unreachable: Explanation = {
  kind: 'unreachable',
  summary: 'not reachable',
  sentence: ({ where }) => `There is no route to ${where}. Check the network or the VPN.`,
};

const forbidden: Explanation = {
  kind: 'unreachable',
  summary: 'not allowed out',
  sentence: ({ where }) => `This machine does not let Bull Lens connect to ${where}. Check its firewall.`,
};

const outOfFiles: Explanation = {
  kind: 'unreachable',
  summary: 'no socket left',
  sentence: () =>
    'This machine has no socket left for Bull Lens. Close other programs, or raise its limit of open files.',
};

const noConnection: Explanation = {
  kind: 'timed-out',
  summary: 'timed out',
  sentence: ({ where, spec }) =>
    spec.endpoint.tls
      ? `${where} did not answer in time. Check the address, the firewall, and that TLS is spoken at this port.`
      : `${where} did not answer in time. Check the address and the firewall.`,
};

const noAnswer: Explanation = {
  kind: 'timed-out',
  summary: 'timed out',
  sentence: ({ where }) => `${where} did not answer in time. Check the address, the firewall, and the load on Redis.`,
};

const closed: Explanation = {
  kind: 'closed',
  summary: 'connection closed',
  sentence: ({ where, spec }) =>
    spec.endpoint.tls
      ? `${where} closed the connection. Check the connection limit of the server and of what stands before it.`
      : `${where} closed the connection. If it expects TLS, use rediss:// in the connection's URL.`,
};

/** By the codes of Node and of the operating system. */
const byCode: Readonly<Record<string, Explanation>> = {
  ECONNREFUSED: refused,
  ENOTFOUND: nameNotFound,
  EAI_AGAIN: nameNotFound,
  EAI_NONAME: nameNotFound,
  EAI_NODATA: nameNotFound,
  EAI_FAIL: nameNotFound,
  EHOSTUNREACH: unreachable,
  EHOSTDOWN: unreachable,
  ENETUNREACH: unreachable,
  ENETDOWN: unreachable,
  EADDRNOTAVAIL: unreachable,
  EACCES: forbidden,
  EPERM: forbidden,
  EMFILE: outOfFiles,
  ENFILE: outOfFiles,
  ETIMEDOUT: noConnection,
  ECONNRESET: closed,
  ECONNABORTED: closed,
  EPIPE: closed,
};

/** ioredis's own errors, which have no code (ioredis 5.11 built/redis/event_handler.js, built/Command.js). */
const byWords: readonly (Explanation & { readonly words: RegExp })[] = [
  { ...noAnswer, words: /^(Command timed out|Socket timeout)/ },
  { ...closed, words: /^(Connection is closed|Stream isn't writeable|Stream connection ended)/ },
  {
    // The alert with which a TLS server answers what is no TLS.
    words: /^Protocol error, got "(\\u0015|\u0015)"/,
    kind: 'tls-expected',
    summary: 'TLS expected',
    sentence: ({ where }) => `${where} expects TLS. Use rediss:// in the connection's URL.`,
  },
  {
    words: /^Protocol error, got "H"/,
    kind: 'not-redis',
    summary: 'no Redis there',
    sentence: ({ where }) => `${where} answers as a web server does, not as Redis. Check the host and the port.`,
  },
  {
    words: /^Protocol error/,
    kind: 'not-redis',
    summary: 'no Redis there',
    sentence: ({ where }) => `What listens at ${where} does not speak as Redis does. Check the host and the port.`,
  },
];

/** null where it has nothing to do with the socket. */
export function explainSocket(error: Error, spec: ConnectionSpec): Explained | null {
  // Of several addresses that were tried.
  if (error instanceof AggregateError && !('code' in error && error.code)) {
    const [first] = (error.errors as unknown[]).flatMap((each) =>
      each instanceof Error ? (explainSocket(each, spec) ?? []) : [],
    );
    return first ?? null;
  }
  const { code = '', message } = error as NodeJS.ErrnoException;
  const known = byCode[code] ?? byWords.find(({ words }) => words.test(message));
  return known ? explained(known, error, spec) : null;
}
