import type { Readable } from 'node:stream';

/** A reply that takes more memory than this extension gives to one, or that breaks the rules of RESP. */
export class ReplyLimitError extends Error {
  override readonly name = 'ReplyLimitError';
}

/** Bytes of one reply, so that a job of 100 MB passes. ioredis holds up to three times as much of it for a moment. */
export const MAX_REPLY = 128 * 1024 * 1024;

/** Bytes. Errors, numbers and lengths are short, and the parser reads an unfinished line anew with each chunk. */
const MAX_LINE = 1024 * 1024;
/** Bytes that an element of a list takes in memory, though it may be 4 on the wire. */
const ELEMENT_COST = 64;
/** Bull's scripts answer lists in lists in lists at most; the parser calls itself for each. */
const MAX_DEPTH = 32;

/** Destroys a socket where a reply goes beyond `limit` bytes, before the parser sees it. */
export function limitReplies(stream: Readable, limit: number): void {
  const replies = new ReplyMeter(limit);
  const push = stream.push.bind(stream);
  stream.push = (chunk: Buffer | null, encoding) => {
    try {
      if (chunk === null || replies.admits(chunk)) return push(chunk, encoding);
    } catch (error) {
      stream.destroy(error as Error);
    }
    return false;
  };
}

const CR = 0x0d;
const LF = 0x0a;

/**
 * Follows the frames of RESP 2 through the chunks of a stream, and adds up what each reply takes.
 *
 * @see https://redis.io/docs/latest/develop/reference/protocol-spec/
 */
export class ReplyMeter {
  /** Bytes that the reply under way takes, as far as it has announced them. */
  private size = 0;
  /** Bytes that are still to come of the bulk string under way. */
  private bulk = 0;
  /** How the line under way begins: its type and, where it has one, its length. */
  private head = '';
  private lineLength = 0;
  private isLineEnding = false;
  /** Elements that are still to come, of each list that is open. */
  private readonly lists: number[] = [];
  private isForeign = false;

  constructor(private readonly limit: number) {}

  /**
   * false for what follows something that is no RESP: the parser has seen that, and gives up.
   *
   * @throws ReplyLimitError
   */
  admits(chunk: Buffer): boolean {
    if (this.isForeign) return false;
    for (let at = 0; at < chunk.length && !this.isForeign;) {
      at = this.bulk > 0 ? this.readBulk(chunk, at) : this.readLine(chunk, at);
    }
    return true;
  }

  private readBulk(chunk: Buffer, at: number): number {
    const length = Math.min(this.bulk, chunk.length - at);
    this.bulk -= length;
    if (this.bulk === 0) this.endElement();
    return at + length;
  }

  private readLine(chunk: Buffer, at: number): number {
    if (this.isLineEnding) {
      if (chunk[at] !== LF) throw new ReplyLimitError('A line of a reply does not end as it should.');
      this.isLineEnding = false;
      this.endLine();
      return at + 1;
    }
    const found = chunk.indexOf(CR, at);
    const end = found < 0 ? chunk.length : found;
    if (this.head.length < 20) this.head += chunk.toString('latin1', at, Math.min(end, at + 20));
    this.lineLength += end - at;
    if (this.lineLength > MAX_LINE) throw this.tooLarge();
    this.isForeign = !/^[-+:$*]/.test(this.head);
    this.isLineEnding = found >= 0;
    return this.isLineEnding ? found + 1 : end;
  }

  private endLine(): void {
    const { head, lineLength } = this;
    this.head = '';
    this.lineLength = 0;
    this.take(lineLength);
    if (head.startsWith('$')) this.beginBulk(lengthIn(head));
    else if (head.startsWith('*')) this.beginList(lengthIn(head));
    else this.endElement();
  }

  private beginBulk(length: number): void {
    if (length < 0) return this.endElement();
    this.take(length);
    this.bulk = length + '\r\n'.length;
  }

  private beginList(length: number): void {
    if (length <= 0) return this.endElement();
    this.take(length * ELEMENT_COST);
    if (this.lists.push(length) > MAX_DEPTH) throw this.tooLarge();
  }

  private endElement(): void {
    while (this.lists.length > 0) {
      const rest = (this.lists.pop() ?? 0) - 1;
      if (rest > 0) {
        this.lists.push(rest);
        return;
      }
    }
    this.size = 0;
  }

  private take(bytes: number): void {
    this.size += bytes;
    if (this.size > this.limit) throw this.tooLarge();
  }

  private tooLarge(): ReplyLimitError {
    return new ReplyLimitError(`A reply takes more than ${Math.floor(this.limit / 1024 / 1024)} MB.`);
  }
}

/** -1 is the length of what is not there. */
function lengthIn(head: string): number {
  const length = head.slice(1);
  if (!/^(-1|\d{1,18})$/.test(length)) throw new ReplyLimitError('A reply announces a length that is none.');
  return Number(length);
}
