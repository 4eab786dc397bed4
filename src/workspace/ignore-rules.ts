import ignore, { type Ignore } from 'ignore';

/** The .gitignore rules that hold in one directory: its own and those of the directories above it. */
export class IgnoreRules {
  static readonly none = new IgnoreRules([]);

  private constructor(private readonly levels: readonly { readonly directory: string; readonly rules: Ignore }[]) {}

  /** The rules below `directory` (a path that ends with `/`), whose .gitignore says `text`. */
  with(directory: string, text: string): IgnoreRules {
    return new IgnoreRules([{ directory, rules: ignore().add(text) }, ...this.levels]);
  }

  /** Whether git would leave this out; a directory's path ends with `/`. The nearest file that says something decides. */
  ignores(path: string): boolean {
    for (const { directory, rules } of this.levels) {
      const { ignored, unignored } = rules.test(path.slice(directory.length));
      if (ignored || unignored) return ignored;
    }
    return false;
  }
}
