/**
 * The prefilter: whether `text` can hold a Bull queue at all. A file that answers false costs this one string search
 * and nothing heavier is loaded for it. Imports nothing, so that the editor may ask before it loads the engine.
 *
 * `bull` and `Bull` cover every package (`bull`, `@nestjs/bull`) and every import of them. `needles` are further
 * strings that lead to a queue in this workspace: `WorkspaceIndex.needles()`, for files that construct through a local
 * alias and never name Bull themselves.
 */
export function mentionsBull(text: string, needles: readonly string[] = []): boolean {
  return text.includes('bull') || text.includes('Bull') || needles.some((needle) => text.includes(needle));
}
