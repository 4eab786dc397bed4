import { isBefore } from '../../constructions/bull-version';
import type { BullVersion } from '../../constructions/construction';
import { fix, type RuleContext } from '../../engine/rule';
import type { Fix } from '../../engine/finding';
import { alternatives, every, isGiven, isNeverGiven, option, stringIn } from '../../evaluation/inspect-value';
import type { ObjectValue, PropertyValue } from '../../evaluation/value';
import type { Queue } from '../../queue/queue';
import { setProperty } from '../../fixes/set-property';
import { ageProblem } from '../problems/age';
import { BACKOFFS, isTriedAgain, MISREADINGS, STAYS_ACTIVE, type Given, type Misreading } from './misreadings';
import type { Problem } from './problem';

/** Values that Bull reads as something else; `given` is what the job gets, also from `defaultJobOptions`. */
export function* misreadValues(options: ObjectValue, bull: BullVersion, given: Given): Iterable<Problem> {
  for (const { option: path, isWrong, since, happens, message, severity } of MISREADINGS) {
    const property = propertyAt(options, path);
    if (!property || !every(property.value, isWrong)) continue;
    if ((since !== undefined && isBefore(bull, since)) || happens?.(given) === false) continue;
    yield { cause: property.at, message, ...(severity && { severity }) };
  }
  yield* repeatWithoutTime(options);
}

function propertyAt({ properties }: ObjectValue, [name, inner]: Misreading['option']): PropertyValue | undefined {
  const property = properties.get(name);
  if (inner === undefined || !property) return property;
  return property.value.kind === 'object' ? property.value.properties.get(inner) : undefined;
}

/** A `type` of backoff that is neither Bull's nor a strategy of the queue: Bull throws when a job fails (lib/backoffs.js:20-35). */
export function* unknownBackoff(
  options: ObjectValue,
  queue: Queue,
  { workspace }: RuleContext,
  given: Given,
): Iterable<Problem> {
  const type = propertyAt(options, ['backoff', 'type']);
  const name = type && stringIn(type.value);
  if (!type || name === undefined || BACKOFFS.includes(name) || !isTriedAgain(given)) return;
  const queues = workspace.namesakesOf(queue) ?? [];
  const hasProcessor = queues.some(({ roles }) => roles.processes.length > 0);
  const hasOwn = queues.some((each) => !isNeverGiven(option(each.options, 'settings', 'backoffStrategies')));
  if (!hasProcessor || hasOwn) return;
  yield {
    cause: type.at,
    message: `Bull’s types of backoff are \`fixed\` and \`exponential\`, and this queue has no \`settings.backoffStrategies\`. ${STAYS_ACTIVE.replace('undefined', name)}`,
  };
}

/** `repeat` needs one of them, or the cron parser throws (bull 4.16.5 lib/repeatable.js:215-239). */
function* repeatWithoutTime({ properties }: ObjectValue): Iterable<Problem> {
  const repeat = properties.get('repeat');
  if (!repeat || !every(repeat.value, isGiven)) return;
  const isWithout = alternatives(repeat.value).every(
    (single) =>
      single.kind === 'object' && ['cron', 'every', 'key'].every((name) => isNeverGiven(option(single, name))),
  );
  if (!isWithout) return;
  const pattern = alternatives(repeat.value).some(
    (single) => single.kind === 'object' && single.properties.has('pattern'),
  );
  yield {
    cause: repeat.at,
    message: `This \`repeat\` has no \`cron\` and no \`every\`, so \`add()\` throws.${pattern ? ' `pattern` is what BullMQ calls `cron`.' : ''}`,
    severity: 'error',
  };
}

/** Those in the options of `add()`: `seconds-and-milliseconds` speaks of `defaultJobOptions`. */
export function* agesInMilliseconds({ properties }: ObjectValue, { project }: RuleContext): Iterable<Problem> {
  for (const name of ['removeOnComplete', 'removeOnFail']) {
    const kept = properties.get(name)?.value;
    const problem = kept && kept.kind !== 'either' ? ageProblem(name, kept) : null;
    if (!problem) continue;
    const { cause, message, seconds } = problem;
    yield {
      cause: cause.at,
      message,
      fix: (): Fix | null => {
        const edits = Number.isInteger(seconds) && setProperty(cause.at, 'age', `${seconds}`, project);
        return edits ? fix(`Set age to ${seconds} (s)`, edits, { isPreferred: false }) : null;
      },
    };
  }
}
