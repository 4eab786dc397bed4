import type { Fix } from '../engine/finding';
import type { Rule, RuleContext } from '../engine/rule';
import type { Severity } from '../engine/settings';
import { shareConnectionFixes, whyNotShared } from '../fixes/share-connections';
import { countConnections, type ConnectionCount } from '../queue/connection-count';
import { eitherOr } from '../queue/either-or';
import type { Process } from '../queue/processes';
import type { Queue } from '../queue/queue';

export const sharedConnections: Rule = {
  meta: {
    id: 'shared-connections',
    summary: 'A queue without createClient opens up to three Redis connections of its own.',
    defaultSeverity: 'information',
    fixable: true,
  },
  *check(context) {
    const alone = context.queues.filter((queue) => queue.opensItsOwn && isMade(queue));
    const [first] = alone;
    // In tests, examples and build output nothing is at stake.
    if (!first || (first.processes.length === 0 && !context.workspace.isProduction(first.file))) return;
    const most = mostOf(first, alone, context);
    const gain = most ? together(most, first, context) : apart(first, context);
    const message = `${opens(alone, most, context)} ${gain.message}`.trim();
    // They are of the same processes: one is told, and another where a comment hides that.
    const cause = { file: first.file, ...first.range };
    for (const queue of most ? madeFirst(alone, most.process) : alone) {
      const fixes = (): readonly Fix[] => shareConnectionFixes(queue, context);
      const whyNoFix = (): string | null => {
        const why = whyNotShared(queue, context);
        return why && `Share Redis connections is not offered here: ${why}`;
      };
      yield { ...queue.range, cause, message, severity: gain.severity, fixes, whyNoFix };
    }
  },
};

/** False where every process that loads its file is seen not to make it. */
function isMade(queue: Queue): boolean {
  return queue.processes.length === 0 || queue.processes.some((process) => isMadeIn(queue, process));
}

function isMadeIn(queue: Queue, process: Process): boolean {
  const { atLeast, isOpen } = queue.shareIn(process).count;
  return atLeast > 0 || isOpen;
}

/** Those that a process surely makes before those that it may make or only loads: what is said of it is told at the first. */
function madeFirst(queues: readonly Queue[], process: Process): readonly Queue[] {
  const isSure = (queue: Queue): boolean => queue.shareIn(process).count.atLeast > 0;
  return [true, false].flatMap((sure) => queues.filter((queue) => isSure(queue) === sure));
}

/** What the queues of a file do. */
function opens(queues: readonly Queue[], most: Sum | null, { workspace }: RuleContext): string {
  const { queues: count, isAtLeast } = most?.here ?? ofOneProcess(queues);
  const [first] = queues;
  if (count > 1)
    return `${isAtLeast ? `At least ${count}` : `These ${count}`} queues open Redis connections of their own.`;
  if (!first || !workspace.isComplete) return 'This queue opens up to 3 Redis connections of its own.';
  const made = most ? queues.filter((queue) => isMadeIn(queue, most.process)) : isAtLeast ? queues : [first];
  const each = describe(made, most?.process ?? null);
  return `${isAtLeast ? 'Each queue made here' : 'This queue'} opens its own Redis connections (${each}).`;
}

/** Where each process that is known makes at most one: as many as that which makes the most. */
function ofOneProcess(queues: readonly Queue[]): ConnectionCount {
  const processes = new Set(queues.flatMap((queue) => queue.processes));
  const counts = [...processes].map((process) => countConnections(queues, process));
  const [most] = counts.sort((a, b) => b.queues - a.queues || Number(b.isAtLeast) - Number(a.isAtLeast));
  return most ?? countConnections(queues, null);
}

/** What each of some queues opens, in one process or in all code. */
function describe(queues: readonly Queue[], process: Process | null): string {
  const shares = queues.map((queue) => (process ? queue.shareIn(process) : queue.share));
  const [connections, ...others] = new Set(shares.map((share) => (share.isFollowed ? share.connections : null)));
  if (!connections || others.length > 0) return 'up to 3';
  if (connections === 3) return '3, with its processor';
  if (connections === 2) return '2, with its global events';
  const adds = ({ roles }: Queue): boolean => roles.adds.some(({ file }) => !process || process.loads(file));
  return queues.every(adds) ? '1, as a producer' : '1';
}

/** What sharing would save. */
interface Gain {
  readonly message: string;
  readonly severity: Severity;
}

/** What one process opens. */
interface Sum {
  readonly process: Process;
  readonly count: ConnectionCount;
  /** The part of the linted file. */
  readonly here: ConnectionCount;
}

/**
 * Of all processes that make queues of the file, that which opens the most; null where none makes several. What may be
 * dead code counts as a process where no other does.
 */
function mostOf(first: Queue, alone: readonly Queue[], { workspace }: RuleContext): Sum | null {
  const sums = first.processes.flatMap((process): Sum[] => {
    const queues = workspace.queuesIn(process).filter((queue) => queue.opensItsOwn);
    const [count, here] = [queues, alone].map((some) => countConnections(some, process));
    return count && here && here.queues > 0 && count.queues > 1 ? [{ process, count, here }] : [];
  });
  const ranks = [({ isProgram }: Process) => isProgram, ({ isCertain }: Process) => isCertain, () => true];
  const ranked = ranks.map((has) => sums.filter(({ process }) => has(process)));
  const [most] = (ranked.find(({ length }) => length > 0) ?? []).sort(
    (a, b) =>
      b.count.own - a.count.own ||
      b.count.least - a.count.least ||
      Number(b.process.isDeclared) - Number(a.process.isDeclared),
  );
  return most ?? null;
}

function together({ process, count }: Sum, queue: Queue, { workspace, settings }: RuleContext): Gain {
  const isMany = queue.isServerless || count.least > settings.connectionLimit;
  // Queues of different databases have nothing to share.
  if (count.shared === count.own && !count.isAtLeast && !isMany) return { message: '', severity: 'hint' };
  return {
    message: sentence(process, count, workspace.nameOf(process.entry)),
    severity: isMany ? 'warning' : 'information',
  };
}

function sentence(process: Process, count: ConnectionCount, entry: string): string {
  const isStart = process.isCertain && process.isProgram;
  const what = process.function ? 'Each instance of' : isStart ? 'A process of' : 'A process that loads';
  const loads = `${what} \`${entry}\` ${isStart ? 'loads' : 'has'}`;
  const { queues, own, isUpTo } = count;
  const isAtLeast = count.isAtLeast || process.isOpen || !process.isCertain;
  // Neither the most nor the least is known then.
  if (isAtLeast && isUpTo) return `${loads} at least ${queues} queues, each with up to 3 connections.`;
  const about = isAtLeast ? 'at least ' : isUpTo ? 'up to ' : '';
  const many = `${isAtLeast ? about : ''}${queues} queues`;
  const shared = isUpTo ? count.sharedAtMost : count.shared;
  const aboutShared = shared === count.sharedAtMost ? about : 'at least ';
  const sharing = shared < own ? `, ${aboutShared}${shared} when they share through createClient` : '';
  return `${loads} ${many}: ${about}${own} connections${sharing}.`;
}

/** Where no process is known that opens the connections of several queues. */
function apart(queue: Queue, { workspace }: RuleContext): Gain {
  if (!workspace.isComplete) return { message: '', severity: 'hint' };
  const withClients = queue.processes.map((process) =>
    countConnections(
      workspace.queuesIn(process).filter(({ opensItsOwn }) => !opensItsOwn),
      process,
    ),
  );
  const others = Math.max(0, ...withClients.map(({ queues }) => queues));
  const isAtLeast = withClients.some((each) => each.isAtLeast);
  if (others > 0 || isAtLeast) {
    const which = isAtLeast ? 'Other queues' : others === 1 ? 'The other queue' : `The ${others} other queues`;
    return {
      message: `${which} of its process may have a createClient that this one can share.`,
      severity: queue.isServerless ? 'warning' : 'information',
    };
  }
  const what = { 1: 'it', 2: 'both', 3: 'two of them' }[queue.share.connections];
  // How many of the others are made is not known.
  const isOneOfSeveral = (process: Process): boolean =>
    eitherOr(workspace.queuesIn(process).filter((each) => isMadeIn(each, process))).length > 1;
  if (queue.processes.some(isOneOfSeveral))
    return { message: `Queues of one process could share ${what} through createClient.`, severity: 'information' };
  return { message: `A second queue could share ${what} through createClient.`, severity: 'hint' };
}
