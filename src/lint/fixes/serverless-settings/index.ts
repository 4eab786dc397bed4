import { SERVERLESS_JOB_BUDGET, SERVERLESS_LIMITER } from '../../../bull/settings';
import type { Queue } from '../../queue/queue';
import { inWords } from '../../queue/duration-words';
import type { Fix, TextEdit } from '../../engine/finding';
import { fix, type RuleContext } from '../../engine/rule';
import { isNeverGiven, option } from '../../evaluation/inspect-value';
import type { ObjectChanges } from '../object-edit';
import { serverlessBlock } from './block';
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
 * the same budget, and the lock is one of minutes. Options that several queues share are made right for the longest jobs of
 * them, options that depend on a condition on each of its paths. Empty where all is there already, or where the options
 * cannot be edited for certain.
 */
export function serverlessSettingsFixes(queue: Queue, context: RuleContext): readonly Fix[] {
  const places = settingsPlaces(queue, context);
  if (!places) return [];
  const budgets = budgetsFor(queue, places, context);
  const budget = Math.max(...budgets);
  const plans = places.map((place) => ({ place, block: serverlessBlock(place.settings, budget, context.project) }));
  const write = (options: ObjectChanges): readonly TextEdit[] | null =>
    together(plans.map(({ place, block }) => block && place.write({ set: block.changes }, options)));

  const locks = new Set(plans.map(({ block }) => block?.lockDuration ?? null));
  const [lock] = locks.size === 1 ? locks : [];
  const lockInWords = lock ? `lockDuration ${inWords(lock)} ` : '';
  const named = `Insert serverless settings (${lockInWords}for a budget of ${inWords(budget)})`;
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
  const sharers = places.flatMap(({ shared }) => (shared ? sharersOf(shared, context.workspace.queues) : []));
  const declared = [queue, ...sharers].flatMap((each) => each.budget?.ms ?? []);
  return declared.length ? declared : [SERVERLESS_JOB_BUDGET];
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
