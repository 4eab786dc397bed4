/**
 * Faults that libraries say in several wordings, by version or by place, and the one wording that stands for them.
 * `$1` is what tells one such fault from another. Tried in order, on a line of which nothing was taken out yet.
 */
const WORDINGS: readonly (readonly [RegExp, string])[] = [
  // The class, where somebody has put it before the message.
  [/^(?:Uncaught )?[A-Z]\w*(?:Error|Exception): (?=\S)/, ''],
  // Bull; its ids may be anything (lib/scripts.js:287-297 of 4.16.5).
  [/^(Missing (?:lock|key)|Lock mismatch) for job .* (\w+)$/s, '$1 for job ‹id› $2'],
  // V8, before and after Node 16.
  [/Cannot read property '([^']*)' of (undefined|null)/, "Cannot read properties of $2 (reading '$1')"],
  [/Cannot set property '([^']*)' of (undefined|null)/, "Cannot set properties of $2 (setting '$1')"],
  // JSON.parse, which quotes the payload since Node 20.
  [/^Unexpected (?:token|number|string)\b.*\bJSON\b.*/s, 'Unexpected token: not valid JSON'],
  [
    /^(?:Expected|Bad|No number after|Exponent part|Missing) .* in JSON at position.*/s,
    'Unexpected token: not valid JSON',
  ],
  [/^(?:Unexpected end of JSON input|Unterminated string in JSON at position.*)/s, 'Unexpected end of JSON input'],
  // Node and its HTTP libraries.
  [/^Cannot find (?:module|package) '([^']*)'.*/s, "Cannot find module '$1'"],
  [/^Invalid URL\b.*/s, 'Invalid URL'],
  [/^(?:The|This) operation was aborted$|^The user aborted a request\.?$/, 'The operation was aborted'],
  [/^(The ".*?" argument must be .*?)\. Received .*/s, '$1'],
  [/^(The first argument must be .*?)\. Received .*/s, '$1'],
  // OpenSSL 1.1 and 3.
  [/self signed certificate/, 'self-signed certificate'],
  [/^error:[0-9A-F]+:.*?:([\w ]+)$/, 'OpenSSL: $1'],
  // PostgreSQL by version.
  [/^remaining connection slots are reserved for .*/, 'sorry, too many clients already'],
  [/^null value in column "([^"]*)"(?: of relation "[^"]*")? violates/, 'null value in column "$1" violates'],
  [/^column "?(?:\w+\.)?(\w+)"?(?: of relation "[^"]*")? does not exist/, 'column $1 does not exist'],
  [/^could not serialize access due to .*/, 'could not serialize access'],
  [/^cannot execute \w+ in a read-only transaction/, 'cannot write in a read-only transaction'],
  [
    /^(?:timeout expired|Connection terminated due to connection timeout|timeout exceeded when trying to connect)$/,
    'timeout exceeded when trying to connect',
  ],
  // MySQL's two drivers.
  [/^ER_[A-Z_]+: /, ''],
  [/^(Unknown column '[^']*') in .*/, '$1'],
  // MongoDB.
  [/^not master\b/, 'not primary'],
  [/\bdup key: \{.*/s, 'dup key'],
  // Redis.
  [/^OOM command not allowed.*/s, 'OOM command not allowed when used memory > maxmemory'],
  [
    /.*\bREADONLY You can't write against a read only (?:replica|slave).*/s,
    "READONLY You can't write against a read only replica.",
  ],
  [/^WRONGPASS .*/, 'WRONGPASS invalid username-password pair'],
  [/^NOPERM .* no permissions to run the '([^']*)' command.*/, "NOPERM no permissions to run the '$1' command"],
  [/^(MOVED|ASK) \d+ .*/, '$1 to another node of the cluster'],
  [/^(?:Promise|operation) timed out(?: after .*)?$/, 'Promise timed out'],
  // Others.
  [/^Input (?:file|buffer) contains unsupported image format.*/, 'Input contains unsupported image format'],
  [/^Protocol error \([^)]*\): (Target closed.*)/, '$1'],
  [/^(14 UNAVAILABLE: No connection established).*/s, '$1'],
  [/^ResourceRequest timed out$/, 'Operation timeout'],
  [/^SQLITE_BUSY: /, ''],
];

/** `line` in the wording that stands for all of its fault. */
export function oneWording(line: string): string {
  let worded = line;
  for (const [pattern, wording] of WORDINGS) worded = worded.replace(pattern, wording);
  return worded;
}
