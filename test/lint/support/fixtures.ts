import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

type Files = Readonly<Record<string, string>>;

/** One case of test/fixtures/fixes/<fix>. */
export interface FixCase {
  readonly name: string;
  readonly before: Files;
  /** After the preferred fix of each finding in the first file. */
  readonly after: Files;
  /** After the other fix that the case is about, where there is one. */
  readonly other: Files | null;
}

/**
 * The cases of a fix: `<case>.before.ts`, `.after.ts` and perhaps `.other.ts`, or for several files the folders
 * `<case>/before`, `/after` and `/other`, of which the file in the folder itself that comes first by name is linted.
 */
export function fixCases(fix: string): readonly FixCase[] {
  const root = resolve(__dirname, '../../fixtures/fixes', fix);
  return readdirSync(root).flatMap((entry) => {
    const path = join(root, entry);
    if (statSync(path).isDirectory()) {
      const other = join(path, 'other');
      const sides = { before: filesIn(join(path, 'before')), after: filesIn(join(path, 'after')) };
      return [{ name: entry, ...sides, other: existsSync(other) ? filesIn(other) : null }];
    }
    const [, name, extension] = /^(.+)\.before\.(\w+)$/.exec(entry) ?? [];
    if (!name || !extension) return [];
    const side = (which: string): Files | null => {
      const file = join(root, `${name}.${which}.${extension}`);
      return existsSync(file) ? { [`queue.${extension}`]: readFileSync(file, 'utf8') } : null;
    };
    return [{ name, before: side('before')!, after: side('after') ?? {}, other: side('other') }];
  });
}

/** The texts under a folder by relative path, those of the folder itself first. */
function filesIn(folder: string): Files {
  if (!existsSync(folder)) return {};
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort((a, b) => a.split('/').length - b.split('/').length || a.localeCompare(b));
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}
