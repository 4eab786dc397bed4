import { refKey, type QueueRef } from '../bull/keys';
import { JOB_STATES, type JobState } from '../bull/states';
import type { PlacedQueue } from '../lint-thread/answers';
import type { KnownText } from '../lint';
import { count, plural, seconds } from '../words';
import { namedRefs } from './code-queues';
import { alikeOf } from './in-code';
import { bestLikeness, isAny } from './likeness';
import { percentile, type MeasuredQueue } from './observed-duration';

/** A queue in Redis, as this window knows it. */
export interface LiveQueue {
  readonly ref: QueueRef;
  /** null until its counts were read. */
  readonly snapshot: { readonly counts: Readonly<Record<JobState, number | null>>; readonly isPaused: boolean } | null;
}

/** A Redis, as this window knows it. */
export interface LiveRedis {
  readonly name: string;
  readonly isConnected: boolean;
  /** All its queues were looked for. */
  readonly isComplete: boolean;
  readonly queues: readonly LiveQueue[];
}

/** Queues by what code calls them. */
export type NamedInCode = Pick<PlacedQueue, 'prefixes' | 'names'>;

/** What those queues are doing now. */
export interface LiveText {
  /** `3 waiting · 1 active · 43 failed`, `mail: not connected` */
  readonly text: string;
  /** The one of them with the most failed jobs, and where it is; null where none is known. */
  readonly worst: { readonly connection: string; readonly ref: QueueRef } | null;
}

/**
 * null where nothing of the names is known, so that nothing can ever be said.
 *
 * @param measured how long jobs took, as far as it was measured
 */
export function liveText(
  code: NamedInCode,
  servers: readonly LiveRedis[],
  measured: readonly MeasuredQueue[] = [],
): LiveText | null {
  const label = labelOf(code.names);
  if (label === null) return null;
  const connected = servers.filter(({ isConnected }) => isConnected);
  if (connected.length === 0) return { text: `${label}: not connected`, worst: null };
  const found = connected.flatMap((server) => {
    const queues = queuesOf(code, server);
    return queues.length > 0 ? [{ server, queues }] : [];
  });
  if (found.length === 0) {
    if (!connected.every(({ isComplete }) => isComplete)) return { text: `${label}: …`, worst: null };
    const where = connected.map(({ name }) => name).join(', ');
    return { text: `${label}: not found on ${where}${insteadOf(code, connected)}`, worst: null };
  }
  const texts = found.map(({ server, queues }) => {
    const where = servers.length > 1 ? `${server.name}: ` : '';
    const many = queues.length > 1 ? `${plural(queues.length, 'queue')} · ` : '';
    const p95 = queues.length === 1 ? p95Text(server.name, queues[0]!.ref, measured) : '';
    return `${where}${many}${countsText(queues)}${p95 && ` · ${p95}`}`;
  });
  return { text: texts.join(' | '), worst: worstOf(found) };
}

/** The queues of a Redis that code of these names makes, those that surely are before those that may be. */
export function queuesOf<Queue extends LiveQueue>(
  { prefixes, names }: NamedInCode,
  server: { readonly queues: readonly Queue[] },
): readonly Queue[] {
  const known = names.filter((name) => !isAny(name));
  const named = server.queues.filter(({ ref }) => bestLikeness(known, ref.name) !== 'other');
  const sure = named.filter(({ ref }) => bestLikeness(prefixes, ref.prefix) === 'same');
  return sure.length > 0 ? sure : named.filter(({ ref }) => bestLikeness(prefixes, ref.prefix) === 'possible');
}

/** `, which has mail: the case differs`; empty where nothing is spelled alike, or it is several queues. */
function insteadOf({ prefixes, names }: NamedInCode, servers: readonly LiveRedis[]): string {
  const [ref, another] = namedRefs(prefixes, names);
  if (!ref || another) return '';
  const others = servers.flatMap(({ queues }) => queues.map((queue) => queue.ref));
  const [alike] = alikeOf(ref, others);
  return alike ? `, which has ${alike.name}: ${alike.difference}` : '';
}

/** `mail`, `report-…`, `11 queues` */
function labelOf(names: readonly KnownText[]): string | null {
  const known = names.filter((name) => !isAny(name));
  const [only] = known;
  if (!only) return null;
  return known.length === 1 ? only.map((part) => part ?? '…').join('') : plural(known.length, 'queue');
}

/** `p95 52 s`: what 95 of 100 jobs did not exceed; empty where that was not measured. */
export function p95Text(connection: string, ref: QueueRef, measured: readonly MeasuredQueue[]): string {
  const own = measured.find((each) => each.connection === connection && refKey(each.ref) === refKey(ref));
  if (!own) return '';
  const ms = percentile(own.durations, 95);
  return `p95 ${seconds(ms < 1_000 ? ms : Math.round(ms / 100) * 100)}`;
}

const SHOWN: readonly JobState[] = ['waiting', 'active', 'delayed', 'failed'];

/** `3 waiting · 1 active · 43 failed`, `idle` */
export function countsText(queues: readonly LiveQueue[]): string {
  const read = queues.flatMap(({ snapshot }) => snapshot ?? []);
  if (read.length === 0) return '…';
  const parts = SHOWN.flatMap((state) => {
    // While a queue is paused, Bull keeps its waiting jobs under `paused` (pause-5.lua).
    const states = JOB_STATES.filter((each) => each === state || (state === 'waiting' && each === 'paused'));
    const jobs = states.reduce((sum, each) => sum + total(read, each), 0);
    return jobs > 0 ? [`${count(jobs)} ${state}`] : [];
  });
  const paused = read.filter(({ isPaused }) => isPaused).length;
  const isPaused = paused === 0 ? [] : [read.length === 1 ? 'paused' : `${paused} paused`];
  return [...isPaused, ...(parts.length > 0 ? parts : ['idle'])].join(' · ');
}

function total(read: readonly NonNullable<LiveQueue['snapshot']>[], state: JobState): number {
  return read.reduce((sum, { counts }) => sum + (counts[state] ?? 0), 0);
}

function worstOf(
  found: readonly { readonly server: LiveRedis; readonly queues: readonly LiveQueue[] }[],
): LiveText['worst'] {
  const all = found.flatMap(({ server, queues }) => queues.map((queue) => ({ connection: server.name, queue })));
  const failed = ({ queue }: (typeof all)[number]): number => queue.snapshot?.counts.failed ?? 0;
  const [worst] = all.toSorted((a, b) => failed(b) - failed(a));
  return worst ? { connection: worst.connection, ref: worst.queue.ref } : null;
}
