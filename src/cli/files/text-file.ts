import { isUtf8 } from 'node:buffer';
import {
  accessSync,
  constants,
  existsSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';

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

/** Replaces a file as a whole: whoever reads it meanwhile gets the old text or the new. Throws what the file system throws. */
export function writeTextFile(path: string, { text, hasByteOrderMark }: TextFile): void {
  const { target, mode } = targetOf(path);
  const draft = `${target}.${process.pid}.tmp`;
  try {
    writeFileSync(draft, hasByteOrderMark ? MARK + text : text, { mode });
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** The file that a link leads to, with its permissions; a new file gets the usual ones. */
function targetOf(path: string): { readonly target: string; readonly mode?: number } {
  if (!existsSync(path)) return { target: path };
  const target = realpathSync(path);
  accessSync(target, constants.W_OK);
  return { target, mode: statSync(target).mode };
}
