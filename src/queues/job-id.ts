import { isUtf8 } from 'node:buffer';

/** A job's id as Redis holds it: Bull writes text, but a custom id may be any bytes. */
export interface JobId {
  readonly bytes: Buffer;
  /** For people; bytes that are not UTF-8 as `\x8f`. */
  readonly text: string;
  /** Unique within the queue, and stable: `text`, or the bytes in hexadecimal where they are not UTF-8. */
  readonly key: string;
}

/** The id as an argument of a command: text where it is that, which ioredis sends several times faster than bytes. */
export function argument({ bytes, text, key }: JobId): string | Buffer {
  return key.startsWith('text:') ? text : bytes;
}

export function jobId(bytes: Buffer): JobId {
  if (isUtf8(bytes)) {
    const text = bytes.toString();
    return { bytes, text, key: `text:${text}` };
  }
  return { bytes, text: escaped(bytes), key: `hex:${bytes.toString('hex')}` };
}

/** The id that `key` names. */
export function jobIdFromKey(key: string): JobId {
  return jobId(key.startsWith('hex:') ? Buffer.from(key.slice(4), 'hex') : Buffer.from(key.replace(/^text:/, '')));
}

/** Text of any bytes: as UTF-8 where they are that, otherwise with the odd bytes as `\x8f`. */
export function decode(bytes: Buffer): string {
  return isUtf8(bytes) ? bytes.toString() : escaped(bytes);
}

function escaped(bytes: Buffer): string {
  return [...bytes.toString('latin1')]
    .map((char) => (char >= ' ' && char <= '~' ? char : `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`))
    .join('');
}
