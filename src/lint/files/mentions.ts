/** The needles as one pattern: a search costs the same for one and for a hundred. Kept for as long as the list. */
const patterns = new WeakMap<readonly string[], RegExp>();

/**
 * The prefilter: whether `text` can hold a Bull queue at all. A file that answers false costs this one string search
 * and nothing heavier is loaded for it. Imports nothing, so that the editor may ask before it loads the engine.
 *
 * `bull` and `Bull` cover every package (`bull`, `@nestjs/bull`) and every import of them. `needles` are further
 * strings that lead to a queue in this workspace: `Linter.needles`, for files that construct through a local
 * alias and never name Bull themselves.
 */
export function mentionsBull(text: string, needles: readonly string[] = []): boolean {
  return text.includes('bull') || text.includes('Bull') || (needles.length > 0 && patternOf(needles).test(text));
}

function patternOf(needles: readonly string[]): RegExp {
  let pattern = patterns.get(needles);
  if (!pattern) {
    pattern = new RegExp(needles.map((needle) => needle.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'));
    patterns.set(needles, pattern);
  }
  return pattern;
}
