import { readFileSync, readdirSync, statSync, type Dirent } from 'node:fs';
import { isSource } from './paths';
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

/** The local disk, by the paths of `file:` URIs of one authority, or by those of the system. */
export class Disk {
  constructor(
    private readonly authority = '',
    /** Told of directories that cannot be read, and of links that lead nowhere. */
    private readonly onError: (path: string, error: unknown) => void = () => {},
  ) {}

  /** The text without a byte order mark; null where there is no such file, or it is too large to be code. */
  read(path: string): string | null {
    const file = systemPath(path, this.authority);
    try {
      const stats = statSync(file);
      return stats.isFile() && stats.size <= LARGEST_FILE ? decoder.decode(readFileSync(file)) : null;
    } catch {
      return null;
    }
  }

  /** In the order of their names; null where there is no such directory, or it cannot be read. */
  entries(directory: string): readonly Entry[] | null {
    const folder = systemPath(directory, this.authority);
    const entries = this.orNull(folder, () => readdirSync(folder, { withFileTypes: true }));
    return entries && entries.map((entry) => this.entryOf(entry, folder)).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  private entryOf(entry: Dirent, folder: string): Entry {
    const { name } = entry;
    if (!entry.isSymbolicLink())
      return { name, kind: entry.isFile() ? 'file' : entry.isDirectory() ? 'directory' : 'other' };
    const path = `${folder}/${name}`;
    const leadsToFile = isSource(name) && this.orNull(path, () => statSync(path).isFile());
    return { name, kind: leadsToFile ? 'file' : 'other' };
  }

  private orNull<T>(path: string, read: () => T): T | null {
    try {
      return read();
    } catch (error) {
      this.onError(path, error);
      return null;
    }
  }
}

const decoder = new TextDecoder();
