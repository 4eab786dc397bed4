import { failureCause, type KnownCause } from '../../bull/causes';
import { jobId } from '../job-id';
import type { FailureGroup } from './failure-group';
import { patternOf, type Failure, type FailurePattern } from './pattern';
import { frameText, ownFrame, type StackFrame } from './stack-frames';

/** What is kept of a job: what its group is, and what the group says of its jobs. */
interface Member {
  /** The newest reading that it was in. */
  reading: number;
  /** null where its hash is gone. */
  readonly group: Group | null;
  readonly time: number;
  readonly name: string;
  /** ms; null where that is not known. */
  readonly ran: number | null;
}

interface Group {
  readonly key: string;
  readonly pattern: string;
  readonly cause: KnownCause | null;
  readonly messages: string[];
  errorClass: string | null;
  frame: StackFrame | null;
}

export interface UntracedGroup {
  readonly id: Buffer;
  readonly told: (trace: string | null) => void;
}

/** Groups that are told apart; what comes after them is one group, so that memory has a bound. */
const MOST_GROUPS = 1_000;
const OTHERS = 'others';

/** Characters of messages, and of their traces, whose group is remembered. */
const MOST_REMEMBERED = 8_000_000;

const BUCKETS = 8;
const SAMPLES = 3;
const MESSAGE_LENGTH = 500;

/** Messages that do not say what they are about: what tells such failures apart is where they come from. */
const VAGUE: readonly RegExp[] = [
  /^(?:|fetch failed|(?:unknown |internal (?:server )?)?error|undefined|null|\[object Object\]|something went wrong)[.!]?$/i,
  /^Request failed with status code \d{3}$|^Response code \d{3} \([\w -]*\)$/,
  /^Cannot (?:read|set) propert(?:y|ies) /,
];

/** Whether the stack trace is needed to say which group a failure belongs to. */
export function isVague(reason: string): boolean {
  const text = reason.trim();
  return VAGUE.some((pattern) => pattern.test(text));
}

/** Equal for failures that are one group; the frame of the person's own code only splits, and only what is vague. */
function groupKey({ text, key }: FailurePattern, frame: StackFrame | null): string {
  return isVague(text) && frame !== null ? `${key} at ${frameText({ ...frame, line: 0 })}` : key;
}

/** The key of the group that a failure is one of. */
export function keyOfFailure(failure: Failure): string {
  return groupKey(patternOf(failure), frameIn(failure));
}

function frameIn({ trace }: Failure): StackFrame | null {
  return trace === null ? null : ownFrame(trace);
}

/** The failed jobs of a queue by cause: which there are now is told to it, job by job. */
export class Grouping {
  /** By `keyOf` their ids. */
  private readonly members = new Map<string, Member>();
  private reading = 0;
  private readonly groups = new Map<string, Group>();
  /** By a message, and by its trace where that tells groups apart. */
  private readonly byText = new Map<string, Group>();
  private remembered = 0;
  private readonly untraced = new Map<Group, string>();

  /** How many jobs it holds, those that are gone among them. */
  get size(): number {
    return this.members.size;
  }

  /** How many of them are gone: their ids are listed, their hashes are not there. */
  get gone(): number {
    let gone = 0;
    for (const { group } of this.members.values()) if (!group) gone++;
    return gone;
  }

  /** From here on all jobs are told of anew: those that it has, by `has`. */
  begin(): void {
    this.reading++;
  }

  /** Lets go of the jobs that were not told of since `begin`. */
  end(): void {
    for (const [key, { reading }] of this.members) if (reading !== this.reading) this.members.delete(key);
  }

  /** Whether a failure of the job is in it. */
  knows(key: string): boolean {
    return this.members.has(key);
  }

  /** Whether this very failure of the job is in it. The key is `keyOf` its id. */
  has(key: string, time: number): boolean {
    const member = this.members.get(key);
    if (member?.time !== time) return false;
    member.reading = this.reading;
    return true;
  }

  /** Takes in a failure; `facts` is null where the job's hash is gone. */
  add(
    key: string,
    time: number,
    facts: { readonly reason: string; readonly name: string; readonly processedOn: number | null } | null,
    trace: string | null = null,
  ): void {
    const group = facts && this.groupOf(key, { message: facts.reason, trace });
    const ran = facts?.processedOn != null && time >= facts.processedOn ? time - facts.processedOn : null;
    this.members.set(key, { reading: this.reading, group, time, name: facts?.name ?? '', ran });
  }

  /** Groups that are new since it was called last, each with one of its jobs: `told` wants that job's stack trace. */
  takeUntraced(): readonly UntracedGroup[] {
    const untraced = [...this.untraced].map(([group, key]) => ({
      id: bytesOf(key),
      told: (trace: string | null) => learn(group, trace),
    }));
    this.untraced.clear();
    return untraced;
  }

  /** The jobs of a group, with when they failed; the oldest first, and those of one time by their ids, as Redis has them. */
  jobsOf(groupKey: string): { readonly id: Buffer; readonly time: number }[] {
    return [...this.members]
      .filter(([, { group }]) => group?.key === groupKey)
      .sort(([a, { time }], [b, other]) => time - other.time || (a < b ? -1 : 1))
      .map(([key, { time }]) => ({ id: bytesOf(key), time }));
  }

  /** The groups, the largest first. */
  summary(now = Date.now()): FailureGroup[] {
    const all = new Map<Group, [key: string, member: Member][]>();
    for (const entry of this.members) {
      const { group } = entry[1];
      if (!group) continue;
      const members = all.get(group);
      if (members) members.push(entry);
      else all.set(group, [entry]);
    }
    return [...all]
      .map(([group, members]) => summaryOf(group, members, now))
      .sort((a, b) => b.count - a.count || (b.lastSeen ?? 0) - (a.lastSeen ?? 0));
  }

  private groupOf(key: string, failure: Failure): Group {
    const alike = failure.message.replace(LONG_NUMBERS, sameLength);
    const text = failure.trace === null ? alike : `${alike}\n${failure.trace}`;
    const known = this.byText.get(text);
    if (known) return known;
    const group = this.findGroup(key, failure);
    if (this.remembered > MOST_REMEMBERED) {
      this.byText.clear();
      this.remembered = 0;
    }
    this.byText.set(text, group);
    this.remembered += text.length;
    const message = failure.message.slice(0, MESSAGE_LENGTH);
    if (group.messages.length < 2 && !group.messages.includes(message)) group.messages.push(message);
    return group;
  }

  private findGroup(key: string, failure: Failure): Group {
    const pattern = patternOf(failure);
    const { text, errorClass } = pattern;
    const frame = frameIn(failure);
    const whole = groupKey(pattern, frame);
    const known = this.groups.get(whole);
    if (known) return known;
    if (this.groups.size >= MOST_GROUPS) return this.others();
    const cause = failureCause(failure.message) ?? failureCause(text);
    const group: Group = { key: whole, pattern: text, cause, errorClass, frame, messages: [] };
    this.groups.set(whole, group);
    if (failure.trace === null) this.untraced.set(group, key);
    return group;
  }

  private others(): Group {
    const group = this.groups.get(OTHERS) ?? {
      ...{ key: OTHERS, pattern: 'other failures', cause: null, errorClass: null, frame: null },
      messages: [],
    };
    this.groups.set(OTHERS, group);
    return group;
  }
}

/** Numbers so long that no digit of theirs tells one cause from another: no port, no length of a column, no code of an error. */
const LONG_NUMBERS = /(?<![A-Z\d:(.-])\d{6,}/g;

function sameLength(digits: string): string {
  return '0'.repeat(digits.length);
}

function learn(group: Group, trace: string | null): void {
  if (trace === null) return;
  group.frame ??= ownFrame(trace);
  group.errorClass ??= patternOf({ message: '', trace }).errorClass;
}

function summaryOf(group: Group, members: readonly [string, Member][], now: number): FailureGroup {
  const names = new Map<string, number>();
  let [first, last, shortest, longest] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const [, { time, name, ran }] of members) {
    names.set(name, (names.get(name) ?? 0) + 1);
    first = Math.min(first, time);
    last = Math.max(last, time);
    shortest = Math.min(shortest, ran ?? NaN);
    longest = Math.max(longest, ran ?? NaN);
  }
  const times = members.map(([, { time }]) => time);
  return {
    key: group.key,
    pattern: group.pattern,
    errorClass: group.errorClass,
    cause: group.cause,
    count: members.length,
    firstSeen: isTime(first) ? first : null,
    lastSeen: isTime(last) ? last : null,
    times,
    trend: trendOf(times, now),
    ran: shortest <= longest ? { shortest, longest } : null,
    names: [...names].sort(([, a], [, b]) => b - a).map(([name]) => name),
    frame: group.frame,
    samples: newest(members).map(([key]) => jobId(bytesOf(key))),
    messages: group.messages,
  };
}

function isTime(time: number): boolean {
  return Number.isFinite(time) && Math.abs(time) <= 8.64e15;
}

/** How many of them there were in each eighth of the time from the first of them until now; empty where one is no time. */
export function trendOf(times: readonly number[], now = Date.now()): number[] {
  let [first, until] = [Infinity, now];
  for (const time of times) {
    if (!isTime(time)) return [];
    first = Math.min(first, time);
    until = Math.max(until, time);
  }
  const trend = new Array<number>(BUCKETS).fill(0);
  const width = Math.max(1, until - first);
  for (const time of times) {
    const bucket = Math.min(BUCKETS - 1, Math.floor(((time - first) / width) * BUCKETS));
    trend[bucket] = (trend[bucket] ?? 0) + 1;
  }
  return trend;
}

function newest(members: readonly [string, Member][]): readonly [string, Member][] {
  const found: [string, Member][] = [];
  for (const member of members) {
    if (found.length === SAMPLES && member[1].time <= (found.at(-1)?.[1].time ?? 0)) continue;
    found.push(member);
    found.sort(([, a], [, b]) => b.time - a.time);
    found.length = Math.min(found.length, SAMPLES);
  }
  return found;
}

function bytesOf(key: string): Buffer {
  return Buffer.from(key, 'latin1');
}
