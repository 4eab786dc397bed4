/**
 * The prefilter: whether `text` names Bull at all. A file that does not costs this one string search, and nothing heavier is
 * loaded for it. Imports nothing, so that the editor may ask before it loads the engine.
 *
 * `bull` and `Bull` cover every package (`bull`, `@nestjs/bull`) and every import of them.
 */
export function mentionsBull(text: string): boolean {
  return text.includes('bull') || text.includes('Bull');
}
