import type { SourceFiles } from '../lint';

export interface DraftChange {
  readonly file: string;
  /** Null where there was no such file. */
  readonly before: string | null;
  readonly after: string;
}

/** Files with changes that nobody else sees, to find out what a fix leads to before it is applied. */
export class DraftFiles implements SourceFiles {
  private readonly drafts = new Map<string, string>();
  private readonly lists = new Map<string, readonly string[]>();

  constructor(private readonly files: SourceFiles) {}

  /** The files that now have another text. */
  get changes(): readonly DraftChange[] {
    const written = [...this.drafts].map(([file, after]) => ({ file, before: this.files.read(file) ?? null, after }));
    return written.filter(({ before, after }) => before !== after);
  }

  write(path: string, text: string): void {
    if (typeof this.files.read(path) !== 'string') this.add(path);
    this.drafts.set(path, text);
  }

  read(path: string): string | null | undefined {
    return this.drafts.get(path) ?? this.files.read(path);
  }

  list(directory: string): readonly string[] | null | undefined {
    return this.lists.get(directory) ?? this.files.list(directory);
  }

  /** Makes a new file appear in its directory, and that in its own. */
  private add(path: string): void {
    const slash = path.lastIndexOf('/');
    const [directory, name] = [path.slice(0, slash), path.slice(slash + 1)];
    const names = this.list(directory) ?? [];
    if (slash < 0 || names.includes(name)) return;
    this.lists.set(directory, [...names, name]);
    if (names.length === 0) this.add(directory);
  }
}
