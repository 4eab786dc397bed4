/** Texts that stand where a password is to be put: `<password>`, `YOUR_PASSWORD`, `xxxx`, `changeme`, `{{redis.password}}`. */
const PLACEHOLDER = new RegExp(
  [
    /<.*>|\$?\{.*\}|\[.*\]|\$\w+|%\w+%/,
    /([x*.#-])\1{2,}/,
    /(change|replace)[-_ ]?me|redacted/,
    /(your|my|the|some)[-_ ]*(redis[-_ ]*)?(password|passwd|pass|secret)([-_ ]*here)?/,
    /(password|passwd|secret)[-_ ]*(goes[-_ ]*)?here/,
  ]
    .map(({ source }) => `^(?:${source})$`)
    .join('|'),
  'i',
);

/** Passwords that everybody tries first; on this machine they keep nobody out, and nobody is meant to be kept out. */
const WELL_KNOWN = new Set([
  'password',
  'pass',
  'passwd',
  'secret',
  'redis',
  'root',
  'admin',
  'test',
  'dev',
  'foobared',
  '123456',
]);

const THIS_MACHINE = new Set(['localhost', '127.0.0.1', '::1', '0.0.0.0', 'host.docker.internal']);

/** Whether a text is no password but the place for one. A bare `password` may be meant, so it is none. */
export function isPlaceholder(text: string): boolean {
  return PLACEHOLDER.test(text) && !WELL_KNOWN.has(text.toLowerCase());
}

/** Whether a password is a well-known word for a Redis on the developer's own machine. */
export function opensNothing(password: string, host: string | null): boolean {
  return host !== null && THIS_MACHINE.has(host.toLowerCase()) && WELL_KNOWN.has(password.toLowerCase());
}
