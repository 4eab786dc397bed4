import type { QueueRef } from '../bull/keys';
import { plural } from '../words';
import type { CodeQueues } from './code-queues';

/** Something to say of a queue, short for its row and in sentences. */
export interface CodeNote {
  readonly text: string;
  readonly detail: string;
}

/** Of a queue in Redis that no code makes; null where code makes it, or may make it, and where no queue is in code. */
export function notInCode(ref: QueueRef, code: CodeQueues): CodeNote | null {
  if (code.all.length === 0 || code.makes(ref) !== false) return null;
  const [alike] = alikeOf(ref, code.named);
  const detail = `No code in this workspace makes the queue ${ref.name} under the prefix ${ref.prefix}.`;
  if (!alike) return { text: 'not in this workspace', detail };
  return {
    text: `not in this workspace, which has ${alike.name}: ${alike.difference}`,
    detail: `${detail} It makes ${keyOf(alike.ref)}: ${alike.difference}.`,
  };
}

/** What a connection shows of Redis. */
export interface Shown {
  readonly connection: string;
  readonly prefixes: readonly string[];
  readonly refs: readonly QueueRef[];
}

/** Of queues that code makes under the prefixes of a connection, and that are not in its Redis; null where there is none. */
export function onlyInCode({ connection, prefixes, refs }: Shown, code: CodeQueues): CodeNote | null {
  const there = new Set(refs.map(keyOf));
  const missing = code.named.filter((ref) => prefixes.includes(ref.prefix) && !there.has(keyOf(ref)));
  if (missing.length === 0) return null;
  const lines = missing.map((ref) => {
    const [alike] = alikeOf(ref, refs);
    return alike ? `${keyOf(ref)}: Redis has ${keyOf(alike.ref)}, ${alike.difference}` : keyOf(ref);
  });
  const text = `${plural(missing.length, 'queue')} of this workspace not in Redis: ${missing.map(({ name }) => name).join(', ')}`;
  const why = 'No job was ever added to them there, or their code connects to another Redis.';
  return {
    text,
    detail: [`Made by code of this workspace, and not found on ${connection}. ${why}`, ...lines].join('\n'),
  };
}

type Difference =
  'the case differs' | 'the hash tag differs' | 'the prefix differs' | 'the case and the hash tag differ';

export interface Alike {
  readonly ref: QueueRef;
  /** Its name, with the prefix where only that differs. */
  readonly name: string;
  readonly difference: Difference;
}

/** Queues that are meant to be the same, and for Redis are not. */
export function alikeOf(ref: QueueRef, others: readonly QueueRef[]): Alike[] {
  const key = keyOf(ref);
  const same = (change: (key: string) => string) => (other: QueueRef) => change(keyOf(other)) === change(key);
  const candidates: readonly (readonly [Difference, (other: QueueRef) => boolean])[] = [
    ['the case differs', same(lowerCase)],
    ['the hash tag differs', same(withoutTag)],
    ['the case and the hash tag differ', same((text) => lowerCase(withoutTag(text)))],
    ['the prefix differs', ({ name }) => name === ref.name],
  ];
  const rest = others.filter((other) => keyOf(other) !== key);
  return candidates.flatMap(([difference, isAlike]) =>
    rest.filter(isAlike).map((other) => ({
      ref: other,
      name: other.name === ref.name ? keyOf(other) : other.name,
      difference,
    })),
  );
}

function keyOf({ prefix, name }: QueueRef): string {
  return `${prefix}:${name}`;
}

const lowerCase = (text: string): string => text.toLowerCase();
const withoutTag = (text: string): string => text.replace(/[{}]/g, '');
