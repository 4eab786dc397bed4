// Paths of the engine are `/`-separated on every platform, so node:path (which is not) has no place here.

/** The directory that holds `path`; `''` for a name alone, `/` for a name in the root. */
export function directoryOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash === 0 ? '/' : path.slice(0, Math.max(slash, 0));
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** `relative` seen from `directory`, with `.` and `..` worked out. An absolute `relative` stays as it is. */
export function join(directory: string, relative: string): string {
  const isAbsolute = relative.startsWith('/') || /^[a-z]:\//i.test(relative);
  const from = isAbsolute || directory === '' ? relative : `${directory}/${relative}`;
  const parts: string[] = [];
  for (const part of from.split('/')) {
    if (part === '..' && parts.length && parts.at(-1) !== '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return (from.startsWith('/') ? '/' : '') + parts.join('/');
}

/** `directory` and every directory above it, the nearest first. */
export function upwards(directory: string): readonly string[] {
  const all = [directory];
  for (let at = directory; at !== '' && directoryOf(at) !== at;) all.push((at = directoryOf(at)));
  return all;
}

/** `path` as it is called from `directory`, which it is or lies in; empty for the same. */
export function relativeTo(directory: string, path: string): string {
  if (path === directory) return '';
  return directory === '' ? path : path.slice(directory.endsWith('/') ? directory.length : directory.length + 1);
}
