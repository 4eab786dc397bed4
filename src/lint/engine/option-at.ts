import type typescript from 'typescript';
import type { BullOption } from '../../bull/bull-option';
import { BULL_OPTIONS, CLIENT_TYPE_DESCRIPTIONS, type OptionsObject } from '../../bull/options';
import { defaultLockRenewTime } from '../../bull/settings';
import type { Queue } from '../queue/queue';
import { ts } from '../syntax/typescript';
import type { Range } from '../syntax/location';
import type { LockTiming } from './lock-timeline';
import type { RuleContext } from './rule';
import { alternatives, option, propertiesNamed } from '../evaluation/inspect-value';
import type { PropertyValue } from '../evaluation/value';

/** An option of Bull where a person points at its name; the range is the name's. */
export interface OptionAt extends Range {
  readonly kind: 'option';
  /** As in `settings.lockDuration`. */
  readonly path: string;
  readonly option: BullOption;
  /** For the three that have to do with it, as far as the numbers of the queue are known; else null. */
  readonly timing: LockTiming | null;
}

/** One of the names that Bull gives to `createClient`; the range is the string's. */
export interface ClientTypeAt extends Range {
  readonly kind: 'client type';
  readonly name: string;
  readonly description: string;
}

const TIMED: readonly string[] = ['settings.lockDuration', 'settings.lockRenewTime', 'settings.stalledInterval'];

/** What of Bull's is at an offset of the file, for any queue of the workspace that takes its options from there. */
export function optionAt(context: RuleContext, offset: number): OptionAt | ClientTypeAt | null {
  for (const queue of new Set([...context.queues, ...context.workspace.queues])) {
    const found = namedOptionAt(queue, context, offset) ?? clientTypeAt(queue, context, offset);
    if (found) return found;
  }
  return null;
}

function namedOptionAt(queue: Queue, context: RuleContext, offset: number): OptionAt | null {
  for (const [holder, options] of Object.entries(BULL_OPTIONS) as [OptionsObject, readonly BullOption[]][]) {
    const object = holder === '' ? queue.options : option(queue.options, ...holder.split('..'));
    for (const known of options) {
      for (const property of propertiesNamed(object, known.name)) {
        const range = nameRange(property, known.name, context);
        if (!range || offset < range.start || offset > range.end) continue;
        const path = holder === '' ? known.name : `${holder}.${known.name}`;
        const timing = TIMED.includes(path) ? timingOf(queue) : null;
        return { kind: 'option', ...range, path, option: known, timing };
      }
    }
  }
  return null;
}

/** Where a property of this file has its name: `lockDuration: 1`, `'lockDuration': 1`, `settings.lockDuration = 1`. */
function nameRange({ at, value }: PropertyValue, name: string, { file }: RuleContext): Range | null {
  if (at.file !== file.path) return null;
  const isApart = value.at.file === at.file && value.at.start > at.start && value.at.end <= at.end;
  const before = file.text.slice(at.start, isApart ? value.at.start : at.end);
  const index = isApart ? before.lastIndexOf(name) : before.indexOf(name);
  return index < 0 ? null : { start: at.start + index, end: at.start + index + name.length };
}

function timingOf(queue: Queue): LockTiming | null {
  const [lock, ...otherLocks] = queue.settings('lockDuration') ?? [];
  const [stalled, ...otherIntervals] = queue.settings('stalledInterval') ?? [];
  if (!lock || !stalled || otherLocks.length || otherIntervals.length) return null;
  const renewal = renewTimeOf(queue, lock.value);
  if (renewal === null) return null;
  const budget = queue.budget;
  return {
    lockDuration: lock.value,
    lockRenewTime: renewal,
    stalledInterval: stalled.value,
    budget: budget && { ms: budget.ms, source: budget.source },
  };
}

/** Null where it is not known. Bull takes its default for 0 too. */
function renewTimeOf(queue: Queue, lockDuration: number): number | null {
  const value = option(queue.options, 'settings', 'lockRenewTime');
  if (value.kind === 'absent') return defaultLockRenewTime(lockDuration);
  if (value.kind !== 'literal') return null;
  if (!value.value) return defaultLockRenewTime(lockDuration);
  return typeof value.value === 'number' ? value.value : null;
}

function clientTypeAt(queue: Queue, { file }: RuleContext, offset: number): ClientTypeAt | null {
  const isInside = alternatives(option(queue.options, 'createClient')).some(
    ({ kind, at }) => kind === 'function' && at.file === file.path && at.start <= offset && offset < at.end,
  );
  const literal = isInside ? stringAt(file.ast, offset) : null;
  if (!literal || !isClientType(literal.text)) return null;
  const description = CLIENT_TYPE_DESCRIPTIONS[literal.text];
  return { kind: 'client type', start: literal.getStart(), end: literal.end, name: literal.text, description };
}

function isClientType(text: string): text is keyof typeof CLIENT_TYPE_DESCRIPTIONS {
  return Object.hasOwn(CLIENT_TYPE_DESCRIPTIONS, text);
}

function stringAt(ast: typescript.SourceFile, offset: number): typescript.StringLiteralLike | null {
  const visit = (node: typescript.Node): typescript.StringLiteralLike | undefined => {
    if (offset < node.pos || offset >= node.end) return undefined;
    return ts.isStringLiteralLike(node) ? node : ts.forEachChild(node, visit);
  };
  return visit(ast) ?? null;
}
