/**
 * The names on the way to a file that a stack trace or a source map names: without drive, scheme, host and query, which
 * are those of the machine or the bundler that it comes from.
 */
export function stepsTo(file: string): string[] {
  const [, scheme, path = ''] = /^(?:([a-z][a-z\d+.-]+):\/\/[^/\\]*)?(.*)$/is.exec(file.replaceAll('\\', '/')) ?? [];
  const plain = scheme === undefined ? path : decoded(path.replace(/[?#].*$/s, ''));
  const steps: string[] = [];
  for (const step of plain.replace(/^[a-z]:/i, '').split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '' && step !== '.') steps.push(step);
  }
  return steps;
}

/**
 * Of some files, those that end in most of the names on the way to `file`: one where a file is meant, several where it
 * can be each of them, none where no file is called so.
 *
 * @param paths absolute, with `/`
 */
export function filesLike(file: string, paths: readonly string[]): string[] {
  const steps = stepsTo(file);
  const alike = paths.map((path) => sharedEnd(steps, path.split('/')));
  const most = Math.max(1, ...alike);
  return paths.filter((_, i) => alike[i] === most);
}

/** Of some files, those that stand nearest to one: whose way begins as its own does, for the most names. */
export function nearestTo(path: string, paths: readonly string[]): string[] {
  const steps = path.split('/').reverse();
  const alike = paths.map((other) => sharedEnd(steps, other.split('/').reverse()));
  const most = Math.max(...alike);
  return paths.filter((_, i) => alike[i] === most);
}

/**
 * Whether the line of a frame is one of what a bundler has made of the file, and not the file's own: webpack names a
 * module that it evaluates by its source, with nothing but a `?` behind it (devtool `eval`), or as `webpack-internal:`
 * (`eval-source-map`, as in `next dev`).
 */
export function isOfEvaluatedModule(file: string): boolean {
  return /^webpack-internal:|^webpack:.*\?$/.test(file);
}

/** What is before the names in which the two end: the folder that they stand in there, and here. */
export function rootsOf(file: string, path: string): { readonly there: string; readonly here: string } {
  const [steps, names] = [stepsTo(file), path.split('/')];
  const shared = sharedEnd(steps, names);
  const root = (all: readonly string[]) => all.slice(0, all.length - shared).join('/');
  return { there: root(steps), here: root(names) };
}

function sharedEnd(a: readonly string[], b: readonly string[]): number {
  const length = Math.min(a.length, b.length);
  for (let n = 0; n < length; n++) if (a.at(-1 - n) !== b.at(-1 - n)) return n;
  return length;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
