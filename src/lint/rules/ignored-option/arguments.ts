import type { DroppedArgument } from '../../constructions/construction';
import type { Value } from '../../evaluation/value';
import { passesAddressOn } from '../../queue/passed-address';
import type { Queue } from '../../queue/queue';
import { locationOf, type Location } from '../../syntax/location';
import type { Fix } from '../../engine/finding';
import type { RuleContext } from '../../engine/rule';
import { argumentBefore, mergeFix, optionsFirstFix, portAndHostFix, urlIntoOptionsFix } from './argument-fixes';
import { byHand, doesHarmOnceRead, type Ignored } from './ignored';
import { isRequired } from './required-variable';

/** Arguments that Bull never reads (bull 4.16.5 lib/queue.js:90-105). */
export function* ignoredArguments(queue: Queue, context: RuleContext): Iterable<Ignored> {
  if (queue.form === 'name, port, host') {
    yield portAndHost(queue, context);
    return;
  }
  for (const dropped of queue.dropped) {
    if (dropped.why === 'maybe-after-nothing') yield* perhapsIgnored(dropped, queue, context);
    else yield ignoredArgument(dropped, queue, context);
  }
}

function ignoredArgument(dropped: DroppedArgument, queue: Queue, context: RuleContext): Ignored {
  const cause = { file: queue.file, start: dropped.start, end: dropped.end };
  const read = (fix: Fix | null) => (doesHarmOnceRead('options', dropped.value) ? byHand(fix) : fix);
  if (dropped.why === 'after-options') {
    return {
      cause,
      message: `Bull ignores what follows an options object.${advice(dropped)}`,
      unnecessary: true,
      fix: () => read(mergeFix(dropped, context)),
    };
  }
  return {
    cause,
    message:
      'The second argument is no URL and no object, so Bull ignores this one too: the queue runs on its defaults, at 127.0.0.1:6379.',
    unnecessary: true,
    fix: () => read(optionsFirstFix(dropped, context)),
  };
}

/** Options behind a variable that may not be set: told once for a variable, at the first queue of the workspace that has it. */
function* perhapsIgnored(dropped: DroppedArgument, queue: Queue, context: RuleContext): Iterable<Ignored> {
  const variable = uncheckedVariable(queue, context);
  if (variable === null) return;
  if (context.workspace.queues.find((each) => uncheckedVariable(each, context) === variable) !== queue) return;
  const url = argumentBefore(dropped.node) ?? dropped.node;
  yield {
    cause: locationOf(url),
    message: `Where ${variable} is not set, Bull ignores the options behind it too: the queue then runs on its defaults, at 127.0.0.1:6379.`,
    severity: 'information',
    unnecessary: false,
    fix: () => urlIntoOptionsFix(dropped, queue, context),
  };
}

/** The variable that is all of a queue's URL, drops its options where it is not set, and is not looked at before; else null. */
function uncheckedVariable({ url, dropped }: Queue, { project }: RuleContext): string | null {
  if (url.kind !== 'unknown' || url.env === undefined) return null;
  if (!dropped.some(({ why, value }) => why === 'maybe-after-nothing' && !isOnlySharing(value))) return null;
  const files = new Set([url.at.file, ...dropped.map(({ node }) => node.getSourceFile().fileName)]);
  const isChecked = [...files].some((file) => {
    const parsed = project.parse(file);
    return parsed !== null && isRequired(url.env!, parsed.ast);
  });
  return isChecked ? null : url.env;
}

/** Without it the queue connects to the same Redis, by itself. */
function isOnlySharing(options: Value): boolean {
  if (options.kind !== 'object' || options.open) return false;
  const createClient = options.properties.get('createClient');
  return options.properties.size === 1 && !!createClient && passesAddressOn(createClient.value);
}

function advice({ value }: DroppedArgument): string {
  return value.kind === 'object' ? ' Put these options into the second argument.' : '';
}

function portAndHost(queue: Queue, context: RuleContext): Ignored {
  const given = queue.node.arguments?.slice(1) ?? [];
  const cause: Location = {
    file: queue.file,
    start: given[0]?.getStart() ?? queue.range.start,
    end: given.at(-1)?.end ?? queue.range.end,
  };
  return {
    cause,
    message:
      'Since version 3 Bull takes no port and host as arguments: the constructor throws `Options must be a valid object`.',
    severity: 'error',
    unnecessary: false,
    fix: () => portAndHostFix(queue, context),
  };
}
