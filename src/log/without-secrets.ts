const HIDDEN = '***';

const patterns: readonly (readonly [RegExp, string])[] = [
  // Up to the last @: a password that should have been percent-encoded may hold one, and a / or # too.
  [/\b(redis[a-z+-]*:\/\/)[^\s"'`<>]*@/gi, `$1${HIDDEN}@`],
  [/\b([a-z][a-z0-9+.-]*:\/\/)[^\s"'`<>/]*@/gi, `$1${HIDDEN}@`],
  [/([?&](?:password|pass|auth)=)[^\s&"'`]*/gi, `$1${HIDDEN}`],
  [/(["']?\b(?:password|passphrase|secret)\b["']?\s*[:=]\s*)(?:"[^"]*"|'[^']*'|[^\s,;})\]]+)/gi, `$1${HIDDEN}`],
  // AUTH in quotes is part of a list of arguments, as MONITOR or a client's error shows it: the rest of the list.
  [/(["']auth["'])[^\n\]}]*/gi, `$1 ${HIDDEN}`],
  [/\b(auth|requirepass|masterauth)(?: +(?:"[^"]*"|'[^']*'|[^\s,"'\])]+)){1,2}/gi, `$1 ${HIDDEN}`],
];

/** A text with what looks like a password taken out. The last line of defence: what is secret should not get so far. */
export function withoutSecrets(text: string): string {
  return patterns.reduce((rest, [pattern, replacement]) => rest.replace(pattern, replacement), text);
}
