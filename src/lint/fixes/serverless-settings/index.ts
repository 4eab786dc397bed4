import { SERVERLESS_JOB_BUDGET, SERVERLESS_LIMITER } from '../../../bull/settings';
import type { Queue } from '../../queue/queue';
import { inWords } from '../../queue/duration-words';
import type { Fix, TextEdit } from '../../engine/finding';
import { fix, type RuleContext } from '../../engine/rule';
import { isNeverGiven, option } from '../../evaluation/inspect-value';
import type { ObjectChanges } from '../object-edit';
import { serverlessBlock } from './block';
import { ownPlace } from './own-place';
import { settingsPlaces, type SettingsPlace } from './place';
import { sharersOf } from './sharers';

const LIMITER = {
  set: Object.fromEntries(Object.entries(SERVERLESS_LIMITER).map(([name, value]) => [name, `${value}`])),
};

const JOBS_A_SECOND = SERVERLESS_LIMITER.max / (SERVERLESS_LIMITER.duration / 1000);

/** Jobs of a worker that died stay locked for as long: nobody should find more than this (ms) in a diff unasked. */
const LONGEST_UNASKED = 600_000;

/**
 * *Insert serverless settings* for any queue: the six settings for its job budget (that of the incident where none is
 * declared), then the same with a limiter. It is preferred only where the code is serverless, all queues that get it have
 * the same budget, and the lock is one of minutes. A queue that shares its options with queues of another budget gets a copy
 * of its own; where none can be written, what is shared is made right for the longest jobs, and the title says so. Options
 * that depend on a condition are made right on each of its paths. Empty where all is there already, or where the options
 * cannot be edited for certain.
 */
export function serverlessSettingsFixes(queue: Queue, context: RuleContext): readonly Fix[] {
  const inPlace = settingsPlaces(queue, context);
  if (!inPlace) return [];
  const isOfAnotherBudget = sharersIn(queue, inPlace, context).some((each) => each.budget?.ms !== queue.budget?.ms);
  const own = isOfAnotherBudget ? ownPlace(queue, context) : null;
  const places = own ? [own] : inPlace;
  const budgets = budgetsFor(queue, places, context);
  const budget = Math.max(...budgets);
  const plans = places.map((place) => ({ place, block: serverlessBlock(place.settings, budget, context.project) }));
  const write = (options: ObjectChanges): readonly TextEdit[] | null =>
    together(plans.map(({ place, block }) => block && place.write({ set: block.changes }, options)));

  const locks = new Set(plans.map(({ block }) => block?.lockDuration ?? null));
  const [lock] = locks.size === 1 ? locks : [];
  const lockInWords = lock ? `lockDuration ${inWords(lock)} ` : '';
  const isOfAnother = budget > (queue.budget?.ms ?? budget);
  const whose = isOfAnother ? ', that of another queue with these options' : '';
  const named = `Insert serverless settings (${lockInWords}for a budget of ${inWords(budget)}${whose})`;
  const limited = `Insert serverless settings and a limiter (${JOBS_A_SECOND} jobs a second)`;
  const isChange = plans.some(({ block }) => block && Object.keys(block.changes).length > 0);
  const hasLimiter = !isNeverGiven(option(queue.options, 'limiter'));
  const edits = isChange ? write({}) : null;
  const editsWithLimiter = hasLimiter ? null : write({ set: { limiter: LIMITER } });
  const isCertain = queue.isServerless && new Set(budgets).size === 1 && 2 * budget <= LONGEST_UNASKED;
  return [
    ...(edits ? [fix(named, edits, { isPreferred: isCertain })] : []),
    ...(editsWithLimiter ? [fix(limited, editsWithLimiter, { isPreferred: false })] : []),
  ];
}

/** Those that are declared for the queues which read what the fix edits, else that of the incident. */
function budgetsFor(queue: Queue, places: readonly SettingsPlace[], context: RuleContext): readonly number[] {
  const declared = [queue, ...sharersIn(queue, places, context)].flatMap((each) => each.budget?.ms ?? []);
  return declared.length ? declared : [SERVERLESS_JOB_BUDGET];
}

/** The queues that read what an edit of these places changes, and run jobs under a lock. */
function sharersIn(queue: Queue, places: readonly SettingsPlace[], { workspace }: RuleContext): readonly Queue[] {
  const processing = workspace.queues.filter(({ mayProcess }) => mayProcess);
  const made = processing.filter(({ bullCall }) => bullCall === queue.bullCall);
  return places.flatMap(({ shared }) => (shared ? sharersOf(shared, processing) : made));
}

/** The edits of all paths, those of one place once; null where a path has none, or where two would overlap. */
function together(paths: readonly (readonly TextEdit[] | null)[]): readonly TextEdit[] | null {
  const unique = new Map<string, TextEdit>();
  for (const edit of paths.flatMap((edits) => edits ?? [])) {
    unique.set([edit.file, edit.start, edit.end, edit.newText].join(), edit);
  }
  const edits = [...unique.values()];
  const overlap = edits.some((a, i) => edits.slice(i + 1).some((b) => isOverlap(a, b)));
  return paths.includes(null) || overlap ? null : edits;
}

function isOverlap(a: TextEdit, b: TextEdit): boolean {
  if (a.file !== b.file) return false;
  return (a.start < b.end && b.start < a.end) || (a.start === b.start && a.end === b.end);
}
