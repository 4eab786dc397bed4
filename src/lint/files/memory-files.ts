import type { SourceFiles } from './source-files';

/** A whole workspace in memory: for tests, and for hosts that load files before they lint. */
export class MemoryFiles implements SourceFiles {
  private readonly texts = new Map<string, string>();
  private readonly lists = new Map<string, readonly string[] | null>();

  constructor(texts: Readonly<Record<string, string>> = {}) {
    for (const [path, text] of Object.entries(texts)) this.write(path, text);
  }

  get paths(): readonly string[] {
    return [...this.texts.keys()];
  }

  write(path: string, text: string): void {
    if (!this.texts.has(path)) this.lists.clear();
    this.texts.set(path, text);
  }

  read(path: string): string | null {
    return this.texts.get(path) ?? null;
  }

  list(directory: string): readonly string[] | null {
    let names = this.lists.get(directory);
    if (names === undefined) this.lists.set(directory, (names = this.namesIn(directory)));
    return names;
  }

  private namesIn(directory: string): readonly string[] | null {
    const prefix = directory === '' || directory.endsWith('/') ? directory : `${directory}/`;
    const names = new Set<string>();
    for (const path of this.texts.keys()) {
      const [name] = path.startsWith(prefix) ? path.slice(prefix.length).split('/') : [];
      if (name) names.add(name);
    }
    return names.size ? [...names] : null;
  }
}
