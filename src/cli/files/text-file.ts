import { isUtf8 } from 'node:buffer';
import { readFileSync, writeFileSync } from 'node:fs';

/** A file's text, and what it takes to write it back as it was. */
export interface TextFile {
  /** Without the byte order mark; line endings as they are. */
  readonly text: string;
  readonly hasByteOrderMark: boolean;
  /** False where the bytes are no UTF-8: written back, the text would not be the same. */
  readonly isExact: boolean;
}

const MARK = '\uFEFF';

/** Throws what the file system throws. */
export function readTextFile(path: string): TextFile {
  const bytes = readFileSync(path);
  const text = bytes.toString('utf8');
  const hasByteOrderMark = text.startsWith(MARK);
  return { text: hasByteOrderMark ? text.slice(1) : text, hasByteOrderMark, isExact: isUtf8(bytes) };
}

/** Throws what the file system throws. */
export function writeTextFile(path: string, { text, hasByteOrderMark }: TextFile): void {
  writeFileSync(path, hasByteOrderMark ? MARK + text : text);
}
