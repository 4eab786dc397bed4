import { ERROR_CLASSES } from '../../bull/causes';

/**
 * Faults that libraries say in several wordings, by version or by place, and the one wording that stands for them.
 * `$1` is what tells one such fault from another. Tried in order, on a line of which nothing was taken out yet.
 */
const WORDINGS: readonly (readonly [RegExp, string])[] = [
  [ERROR_CLASSES, ''],
  // A hint at what may have been meant, which is there only where something is alike.
  [/[ ,;(]*[Dd]id you mean [^?]*\?\)?$/, ''],
  // Bull; its ids may be anything (lib/scripts.js:287-297 of 4.16.5).
  [/^(Missing (?:lock|key)|Lock mismatch) for job .* (\w+)$/s, '$1 for job ‹id› $2'],
  // V8, before and after Node 16.
  [/Cannot read property '([^']*)' of (undefined|null)/, "Cannot read properties of $2 (reading '$1')"],
  [/Cannot set property '([^']*)' of (undefined|null)/, "Cannot set properties of $2 (setting '$1')"],
  // JSON.parse, which says the position until Node 18 and quotes the text since then.
  [/Unexpected token o in JSON at position 1\b|"\[object Object\]" is not valid JSON/, 'An object is not valid JSON'],
  [/Unexpected token u in JSON at position 0\b|"undefined" is not valid JSON/, 'undefined is not valid JSON'],
  [
    /Unexpected token '?<'?(?: in JSON at position \d+|, .* is not valid JSON| is not valid JSON)/,
    'HTML is not valid JSON',
  ],
  [
    /Unexpected (?:token|number|string)\b.*?(?:in JSON at position \d+|is not valid JSON)(?: \(line \d+ column \d+\))?/,
    'Unexpected token: not valid JSON',
  ],
  [/(?:Unexpected end of JSON input|Unterminated string in JSON at position.*)/s, 'Unexpected end of JSON input'],
  [/ in JSON at position \d+(?: \(line \d+ column \d+\))?/, ' in JSON'],
  // Node and its HTTP libraries.
  [/^Cannot find (?:module|package) '([^']*)'.*/s, "Cannot find module '$1'"],
  [/^Invalid URL\b.*/s, 'Invalid URL'],
  [/^(?:The|This) operation was aborted$|^The user aborted a request\.?$/, 'The operation was aborted'],
  [/^(The ".*?" argument must be .*?)\. Received .*/s, '$1'],
  [/^(The first argument must be .*?)\. Received .*/s, '$1'],
  // OpenSSL 1.1 and 3, in which a reason is of one library or of another; of `unsupported` it matters of which.
  [/self signed certificate/, 'self-signed certificate'],
  [/^error:[0-9A-F]+:([\w ]+) routines:[^:]*:unsupported$/, 'OpenSSL: $1: unsupported'],
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
    /^.*\bREADONLY You can't write against a read only (?:replica|slave).*/s,
    "READONLY You can't write against a read only replica.",
  ],
  [/^WRONGPASS .*/, 'WRONGPASS invalid username-password pair'],
  [/^NOPERM .* no permissions to run the '([^']*)' command.*/, "NOPERM no permissions to run the '$1' command"],
  [/^(MOVED|ASK) \d+ .*/, '$1 to another node of the cluster'],
  [/^(?:Promise|operation) timed out(?: after .*)?$/, 'Promise timed out'],
  [/^(No matching document found for id) .*/, '$1'],
  [/^(Cast to \w+ failed for value .*) \(type \w+\)/, '$1'],
  [/^connection (?:\d+|<monitor>) to /, 'connection ‹id› to '],
  [/^BSONObj size: .*/, 'BSONObj size is invalid'],
  [/^Operation `\w+\.\w+\(\)` (buffering timed out)/, 'Operation $1'],
  // undici.
  [/^(Failed to parse URL from) (undefined|null)\/.*/, '$1 $2/‹path›'],
  [/^(Connect Timeout Error) \(.*/, '$1'],
  // A full disk: which file was next does not matter.
  [/^(ENOSPC: no space left on device), .*/, '$1'],
  [/^could not .*: (No space left on device)/, '$1'],
  // AWS and Google.
  [/^(Transaction cancelled, .* reasons) \[(?:None, )*(\w+).*/, '$1 [$2]'],
  [/^(4 DEADLINE_EXCEEDED: Deadline exceeded).*/, '$1'],
  [/^Invalid credentials\b.*/, 'Invalid credentials'],
  // SMTP: the code says what the server's own words say (RFC 3463).
  [/\b(5[05]\d)[ -](5\.1\.1)\b.*/, '$1 $2 no such mailbox'],
  // Elasticsearch.
  [/^(cluster_block_exception: )index \[[^\]]*\]/, '$1index ‹id›'],
  // Others.
  [/^VipsJpeg: premature end of .*/i, 'VipsJpeg: premature end of input file'],
  [/^The '(\w+)' number .* is not a valid phone number\.?/, "Invalid '$1' Phone Number"],
  [/^(Invalid '\w+' Phone Number): .*/, '$1'],
  [/^(429 Rate limit reached for) [\w.-]+/, '$1 ‹id›'],
  [/^(ffmpeg exited) with code \d+: (?=\S)/, '$1: '],
  [/^(Table ')[^'.]+\.([^']+' doesn't exist)/, '$1$2'],
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
