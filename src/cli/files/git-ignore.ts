import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import ignore, { type Ignore } from 'ignore';

/** What Git leaves out below a repository's root: every `.gitignore` on the way to a path, and `.git/info/exclude`. */
export class GitIgnore {
  private readonly rules = new Map<string, Ignore | null>();

  constructor(private readonly root: string) {}

  /** Whether an absolute path is left out; the `.gitignore` nearest to it decides. */
  ignores(path: string, kind: 'file' | 'directory'): boolean {
    for (let at = posix.dirname(path); ; at = posix.dirname(at)) {
      const rules = this.rulesOf(at);
      if (rules) {
        const inside = posix.relative(at, path);
        const { ignored, unignored } = rules.test(kind === 'directory' ? `${inside}/` : inside);
        if (ignored || unignored) return ignored;
      }
      if (at === this.root || posix.dirname(at) === at) return false;
    }
  }

  private rulesOf(directory: string): Ignore | null {
    let rules = this.rules.get(directory);
    if (rules === undefined) this.rules.set(directory, (rules = this.readRules(directory)));
    return rules;
  }

  private readRules(directory: string): Ignore | null {
    const names = directory === this.root ? ['.git/info/exclude', '.gitignore'] : ['.gitignore'];
    const texts = names.map((name) => textOf(`${directory}/${name}`));
    return texts.some(Boolean) ? ignore().add(texts.join('\n')) : null;
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
