import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { IgnoreRules } from '../../workspace/ignore-rules';

/** What Git leaves out below a repository's root: every `.gitignore` on the way to a path, and `.git/info/exclude`. */
export class GitIgnore {
  private readonly rules = new Map<string, IgnoreRules>();

  constructor(private readonly root: string) {}

  /** Whether an absolute path is left out; the `.gitignore` nearest to it decides. */
  ignores(path: string, kind: 'file' | 'directory'): boolean {
    return this.rulesIn(posix.dirname(path)).ignores(kind === 'directory' ? `${path}/` : path);
  }

  private rulesIn(directory: string): IgnoreRules {
    let rules = this.rules.get(directory);
    if (!rules) this.rules.set(directory, (rules = this.readRules(directory)));
    return rules;
  }

  private readRules(directory: string): IgnoreRules {
    const parent = posix.dirname(directory);
    const isTop = directory === this.root || parent === directory;
    const above = isTop ? withFile(IgnoreRules.none, directory, '.git/info/exclude') : this.rulesIn(parent);
    return withFile(above, directory, '.gitignore');
  }
}

function withFile(rules: IgnoreRules, directory: string, name: string): IgnoreRules {
  const folder = directory.endsWith('/') ? directory : `${directory}/`;
  const text = textOf(folder + name);
  return text ? rules.with(folder, text) : rules;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
