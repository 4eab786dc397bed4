import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder on the disk for one test. */
export class Folder {
  readonly path = realpathSync(mkdtempSync(join(tmpdir(), 'bull-lens-folder-')));

  /** With these files, by relative path. */
  static of(files: Readonly<Record<string, string>>): Folder {
    const folder = new Folder();
    for (const [path, text] of Object.entries(files)) folder.write(path, text);
    return folder;
  }

  static copyOf(source: string): Folder {
    const folder = new Folder();
    cpSync(source, folder.path, { recursive: true });
    return folder;
  }

  at(path: string): string {
    return join(this.path, path);
  }

  write(path: string, content: string | Uint8Array): void {
    mkdirSync(dirname(this.at(path)), { recursive: true });
    writeFileSync(this.at(path), content);
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }
}
