// Paths of the engine are `/`-separated on every platform, so node:path (which is not) has no place here.

/** `/`, and the `c:/` of a drive of Windows. */
const ROOT = /^(?:[a-z]:)?\//i;

/** The directory that holds `path`; `''` for a name alone, the root for a name in it and for itself. */
export function directoryOf(path: string): string {
  const [root = ''] = ROOT.exec(path) ?? [];
  return path.slice(0, Math.max(path.lastIndexOf('/'), root.length));
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** `relative` seen from `directory`, with `.` and `..` worked out. An absolute `relative` stays as it is. */
export function join(directory: string, relative: string): string {
  const isAbsolute = ROOT.test(relative);
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
