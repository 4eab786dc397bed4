import picomatch from 'picomatch';
import { firstLine, shortened } from '../words';
import { joinInSlices } from './in-slices';
import { jsonValues, stringIn } from './json-values';

/** What people want to see of the data of jobs, and what they do not. */
export interface DataSettings {
  /** Globs of paths, `customer.email`, `items.*.token`; one without a dot is a name at any depth. */
  readonly hidden: readonly string[];
  /** Queue name or glob to the paths whose values its rows show. */
  readonly rowFields: Readonly<Record<string, readonly string[]>>;
}

/** What stands in the place of a hidden value. */
export const HIDDEN = '‹hidden›';

/** Levels that are looked into for what is hidden: what is nested deeper is hidden as a whole. */
const DEEPEST = 100;

/** Characters of a value that a row shows. */
const SHOWN_LENGTH = 60;

/**
 * Reads what the application has written into a job (data, progress, return value) for people: rows, documents,
 * tooltips, terminal, searches and exports alike. A hidden value leaves it nowhere, and no other character changes.
 */
export class ShownData {
  private readonly isHidden: ((path: string) => boolean) | null;
  private readonly fieldsOf: readonly { readonly of: (queue: string) => boolean; readonly paths: readonly string[] }[];

  constructor({ hidden, rowFields }: DataSettings = { hidden: [], rowFields: {} }) {
    this.isHidden = hidden.length === 0 ? null : picomatch(hidden.map(hiddenGlob), OPTIONS);
    this.fieldsOf = Object.entries(rowFields).map(([queue, paths]) => ({
      of: picomatch(queue, { dot: true, bash: true }),
      paths,
    }));
  }

  /** A text that may be long, as it may be shown: where it is no JSON and something is hidden, nothing of it. */
  async text(json: string): Promise<string> {
    return this.isHidden ? (await joinInSlices(shownPieces(json, this.isHidden))).text : json;
  }

  /** The same at once, of the start of a text. */
  start(json: string): string {
    return this.isHidden ? [...shownPieces(json, this.isHidden)].join('') : json;
  }

  /** What rows of that queue show of the data: each path with its value. Those that are not in the text are left out. */
  fields(queue: string, json: string | null): ReadonlyMap<string, string> {
    const paths = this.pathsOf(queue);
    const found = json === null ? new Map<string, string>() : valuesAt(this.start(json), paths);
    return new Map(paths.flatMap((path) => (found.has(path) ? [[path, found.get(path) as string]] : [])));
  }

  /** Whether what stands at a path, `items.*.sku`, is not hidden. */
  shows(path: string): boolean {
    return this.isHidden?.(asFolders(path)) !== true;
  }

  /** Whether rows of that queue show something of the data. */
  hasFields(queue: string): boolean {
    return this.pathsOf(queue).length > 0;
  }

  /** The paths that rows of that queue show. */
  pathsOf(queue: string): readonly string[] {
    return [...new Set(this.fieldsOf.filter(({ of }) => of(queue)).flatMap(({ paths }) => paths))];
  }
}

const OPTIONS = { dot: true, nocase: true, windows: false } as const;

/** A name without a path is one at any depth. */
function hiddenGlob(glob: string): string {
  return /[./]/.test(glob) ? asFolders(glob) : `**/${glob}`;
}

/** The keys of a path are folders to a glob; whether a dot stands between keys or in one makes no difference. */
function asFolders(path: string): string {
  return path.replace(/[./]+/g, '/').replace(/^\//, '');
}

/** A glob's wildcards end at the end of a line. */
function pathOf(keys: readonly string[]): string {
  return asFolders(keys.join('/').replace(/[\n\r\u2028\u2029]/g, ' '));
}

/** Whether a path, as `pathOf` the keys of a value, is one that the glob means. */
export function pathMatcher(glob: string): (keys: readonly string[]) => boolean {
  const folders = asFolders(glob);
  if (/^[\w/-]+$/.test(folders)) {
    const wanted = folders.toLowerCase();
    return (keys) => pathOf(keys).toLowerCase() === wanted;
  }
  const matches = picomatch(folders, OPTIONS);
  return (keys) => matches(pathOf(keys));
}

function* shownPieces(json: string, isHidden: (path: string) => boolean): Generator<string, void> {
  let shown = 0;
  /** How many keys lead to what is being left out; -1 where nothing is. */
  let hiddenAt = -1;
  for (const { type, path, start, end } of jsonValues(json)) {
    if (hiddenAt >= 0) {
      if (type === 'close' && path.length === hiddenAt) {
        hiddenAt = -1;
        shown = end;
      }
      continue;
    }
    if (type === 'close') continue;
    if (type === 'broken' || path.length > DEEPEST || isHidden(pathOf(path))) {
      yield json.slice(shown, start);
      yield JSON.stringify(HIDDEN);
      shown = end;
      if (type === 'open') {
        hiddenAt = path.length;
        shown = json.length;
      }
    } else if (start - shown > SLICE) {
      yield json.slice(shown, start);
      shown = start;
    }
  }
  yield json.slice(shown);
}

/** Characters that are handed on together. */
const SLICE = 4_096;

/** The first whole value at each of these paths: a text as what it says, all else as it is in Redis. */
export function valuesAt(json: string, paths: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  const opened = new Map<string, number>();
  if (paths.length === 0) return found;
  for (const { type, path, start, end, isCut } of jsonValues(json)) {
    const name = path.join('.');
    if (!paths.includes(name) || found.has(name) || isCut) continue;
    if (type === 'open') opened.set(name, start);
    else if (type === 'close') found.set(name, json.slice(opened.get(name), end));
    else if (type === 'scalar') found.set(name, scalarText(json.slice(start, end)));
    if (found.size === paths.length) break;
  }
  return found;
}

/** What a text says, and everything else as it is written. */
export function scalarText(json: string): string {
  return json.startsWith('"') ? stringIn(json) : json;
}

/** `orderId: 42` */
export function describeFields(fields: ReadonlyMap<string, string>): string[] {
  return [...fields].map(([path, value]) => firstLine(`${path}: ${shortened(firstLine(value), SHOWN_LENGTH)}`));
}
