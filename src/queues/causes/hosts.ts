import { as } from './placeholders';

const TLD =
  '(?:com|net|org|io|dev|app|co|ai|cloud|info|biz|eu|uk|de|fr|nl|in|us|me|example|test|local|internal|lan|svc|arpa)';
const OCTETS = '\\d{1,3}(?:\\.\\d{1,3}){3}';
const DOMAIN = `(?<![\\p{L}\\w.-])(?:[\\p{L}\\w-]+\\.)+${TLD}(?![\\w-])`;

/** Each with the port as its last group, where one is told. */
const HOSTS: readonly RegExp[] = [
  // As Node writes an address of IPv6 with its port.
  /(?<=\b(?:connect E[A-Z]+|in use) )[0-9a-f:]*::?[0-9a-f:]*:(\d+)\b/gi,
  new RegExp(
    `\`?(?:\\[[0-9a-f.%]*:[0-9a-f:.%]*\\]|${OCTETS}|${DOMAIN}|\\blocalhost\\b)\`?(?::\`?(\\d+)\`?)?(?![\\w-]*\\()`,
    'giu',
  ),
  /(?<![\w:›])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:])/gi,
  // A name without dots, where the words before it say that it is a host.
  /(?<=(?:^|[ (])(?:connect E[A-Z]+|at|to|from|via|host) )`?[a-z][\w-]*:(\d{2,5})\b`?/gi,
];

/** Ports from here on are given out by the system, so that they differ from run to run (Linux, ip_local_port_range). */
const EPHEMERAL = 32_768;

/** `text` without its hosts. The port of a service stays: it tells Redis from a database. */
export function withoutHosts(text: string): string {
  let without = text.replace(/\b(getaddrinfo \w+|query[A-Z]\w* E[A-Z]+) \S+/g, `$1 ${as('host')}`);
  for (const host of HOSTS) without = without.replace(host, withPort);
  return without;
}

function withPort(_: string, port: unknown): string {
  return typeof port === 'string' && /^\d+$/.test(port) && Number(port) < EPHEMERAL
    ? `${as('host')}:${port}`
    : as('host');
}
