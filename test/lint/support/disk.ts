import { readdirSync, readFileSync } from 'node:fs';
import type { SourceFiles } from '../../../src/lint/files/source-files';

/** The disk, as it was when it was first asked. */
export class DiskFiles implements SourceFiles {
  private readonly lists = new Map<string, readonly string[] | null>();

  read(path: string): string | null {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return null;
    }
  }

  list(directory: string): readonly string[] | null {
    let names = this.lists.get(directory);
    if (names === undefined) this.lists.set(directory, (names = namesIn(directory)));
    return names;
  }
}

function namesIn(directory: string): readonly string[] | null {
  try {
    return readdirSync(directory || '.');
  } catch {
    return null;
  }
}

/** Every file below a directory, links not followed. */
export function filesBelow(directory: string): readonly string[] {
  return readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`);
}
