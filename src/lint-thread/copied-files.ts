import type { SourceFiles } from '../lint';
import type { Changes, Loaded } from './answers';

/** The thread's copy of what it has asked the editor for. */
export class CopiedFiles implements SourceFiles {
  private readonly texts = new Map<string, string | null>();
  private readonly lists = new Map<string, readonly string[] | null>();

  read(path: string): string | null | undefined {
    return this.texts.get(path);
  }

  list(directory: string): readonly string[] | null | undefined {
    return this.lists.get(directory);
  }

  add({ texts, lists }: Loaded): void {
    for (const [path, text] of texts) this.texts.set(path, text);
    for (const [path, names] of lists) this.lists.set(path, names);
  }

  change({ texts, forgotten }: Changes): void {
    for (const path of forgotten) {
      this.texts.delete(path);
      this.lists.delete(path);
    }
    for (const [path, text] of texts) this.texts.set(path, text);
  }
}
