import picomatch from 'picomatch';

/** VS Code's setting `files.exclude`: a glob to true, or to a condition on the file's siblings. */
export type FilesExclude = Readonly<Record<string, boolean | { readonly when: string }>>;

/** Whether the setting hides `path` (relative to the workspace folder, no `/` at its end) in a directory of these names. */
export type Excludes = (path: string, siblings: ReadonlySet<string>) => boolean;

export function excludesOf(setting: FilesExclude): Excludes {
  const tests = Object.entries(setting)
    .filter(([, condition]) => condition !== false)
    .map(([glob, condition]) => ({ matches: picomatch(glob, { dot: true }), condition }));
  return (path, siblings) =>
    tests.some(
      ({ matches, condition }) => matches(path) && (isTrue(condition) || siblings.has(sibling(path, condition))),
    );
}

function isTrue(condition: boolean | { readonly when: string }): condition is boolean {
  return typeof condition === 'boolean';
}

/** The name that `when` asks for beside `path`: `$(basename).ts` beside `queue.js` is `queue.ts`. */
function sibling(path: string, { when }: { readonly when: string }): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return when.replace('$(basename)', dot > 0 ? name.slice(0, dot) : name);
}
