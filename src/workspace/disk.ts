import { readFileSync, readdirSync, statSync, type Dirent } from 'node:fs';
import type { Entry } from './source-walk';

/** Longer files are data or bundles, and hold no configuration; in bytes. */
export const LARGEST_FILE = 2_000_000;

/**
 * The path under which the system knows a file, from the path and the authority of its `file:` URI: `/c:/shop` is
 * `c:/shop` on Windows, and `/share/shop` of the authority `server` is `//server/share/shop`.
 */
export function systemPath(path: string, authority = ''): string {
  if (authority) return `//${authority}${path}`;
  return /^\/[a-z]:/i.test(path) ? path.slice(1) : path;
}

/** The path of a URI with a Windows drive's letter in lower case, as it comes in either: one file, one path. */
export function uriPath(path: string): string {
  return path.replace(/^\/[A-Z]:/, (drive) => drive.toLowerCase());
}

/** The local disk, by the paths of `file:` URIs of one authority. */
export class Disk {
  constructor(private readonly authority = '') {}

  /** The text without a byte order mark; null where there is no such file, or it is too large to be code. */
  read(path: string): string | null {
    const file = systemPath(path, this.authority);
    return orNull(() => {
      const stats = statSync(file);
      return stats.isFile() && stats.size <= LARGEST_FILE ? decoder.decode(readFileSync(file)) : null;
    });
  }

  /** Null where there is no such directory, or it cannot be read. */
  entries(directory: string): readonly Entry[] | null {
    const folder = systemPath(directory, this.authority);
    return orNull(() =>
      readdirSync(folder, { withFileTypes: true }).map((entry) => ({
        name: entry.name,
        kind: kindOf(entry, `${folder}/${entry.name}`),
      })),
    );
  }
}

const decoder = new TextDecoder();

function kindOf(entry: Dirent, path: string): Entry['kind'] {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'directory';
  const leadsToFile = entry.isSymbolicLink() && orNull(() => statSync(path).isFile());
  return leadsToFile ? 'file' : 'other';
}

function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
