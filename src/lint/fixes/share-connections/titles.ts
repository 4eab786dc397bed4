import type { RuleContext } from '../../engine/rule';
import { countConnections, type ConnectionCount } from '../../queue/connection-count';
import type { Candidate } from './candidates';
import { connectionOf } from './connection-key';

const SHARE = 'Share Redis connections';

/** Of a fix for the queues of one place: a list, a loop or a factory makes several. */
export function titleOfOwn(own: readonly Candidate[]): string {
  return `${SHARE} of ${madeAt(own)}`;
}

/** Of a fix for those of all places in a file. */
export function titleOfFile(here: readonly Candidate[]): string {
  const count = countOf(here);
  if (isOne(count)) return `${SHARE} at ${places(here)} in this file`;
  return `${SHARE} of the ${count.isAtLeast ? '' : `${count.queues} `}queues in this file`;
}

/** Of a fix for those of one place, `own`, and of all others that can share with them. */
export function titleOfAll(own: readonly Candidate[], all: readonly Candidate[], { workspace }: RuleContext): string {
  const isOneRedis = new Set(all.map(({ queue }) => connectionOf(queue))).size === 1;
  const pairs = isOneRedis ? '' : ' (one pair for each Redis)';
  const total = countOf(all);
  if (isOne(total)) return `${SHARE} at ${places(all)}${pairs}`;
  const made = madeAt(own);
  const isEvery = workspace.queues.filter((each) => each.opensItsOwn).length === all.length;
  const rest = countOf(all.filter((each) => !own.includes(each)));
  // What is made instead of these is none of the others.
  const queues = Math.min(rest.queues, total.queues - countOf(own).queues);
  const which = others({ ...rest, queues }, isEvery);
  return `${SHARE}${made === ONE ? '' : ` of ${made}`} with ${which}${pairs}`;
}

const ONE = 'this queue';

function madeAt(own: readonly Candidate[]): string {
  const count = countOf(own);
  if (isOne(count)) return ONE;
  return count.isAtLeast ? 'the queues made here' : `these ${count.queues} queues`;
}

function others(count: ConnectionCount, isEvery: boolean): string {
  const the = isEvery ? 'the ' : '';
  if (isOne(count)) return isEvery ? 'the other queue' : 'another queue';
  if (!count.isAtLeast) return `${the}${count.queues} other queues`;
  return count.queues > 1 ? `at least ${count.queues} other queues` : `${the}other queues`;
}

/** Where the code makes one of some, as the sides of a condition do. */
function places({ length }: readonly Candidate[]): string {
  return length === 2 ? 'both places' : `all ${length} places`;
}

function isOne({ queues, isAtLeast }: ConnectionCount): boolean {
  return queues <= 1 && !isAtLeast;
}

function countOf(candidates: readonly Candidate[]): ConnectionCount {
  return countConnections(
    candidates.map(({ queue }) => queue),
    null,
  );
}
