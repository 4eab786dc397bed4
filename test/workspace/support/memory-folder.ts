import type { Entry, FolderReader } from '../../../src/workspace/source-walk';

/** Files that are on no disk, by their paths from the root; counts how often each is read. */
export class MemoryFolder implements FolderReader {
  readonly reads = new Map<string, number>();
  private readonly texts: Map<string, string>;

  constructor(files: Readonly<Record<string, string>>) {
    this.texts = new Map(Object.entries(files));
  }

  text(path: string): string | null {
    return this.texts.get(path) ?? null;
  }

  write(path: string, text: string | null): void {
    if (text === null) this.texts.delete(path);
    else this.texts.set(path, text);
  }

  async read(path: string): Promise<string | null> {
    this.reads.set(path, (this.reads.get(path) ?? 0) + 1);
    return this.text(path);
  }

  async entries(directory: string): Promise<readonly Entry[] | null> {
    const top = directory.endsWith('/') ? directory : `${directory}/`;
    const kinds = new Map<string, Entry['kind']>();
    for (const path of this.texts.keys()) {
      if (!path.startsWith(top)) continue;
      const [name = '', ...below] = path.slice(top.length).split('/');
      kinds.set(name, below.length > 0 ? 'directory' : 'file');
    }
    return kinds.size > 0 ? [...kinds].map(([name, kind]) => ({ name, kind })) : null;
  }
}
