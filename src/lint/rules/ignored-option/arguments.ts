import type { Construction, DroppedArgument } from '../../constructions/construction';
import type { Location } from '../../syntax/location';
import type { RuleContext } from '../../engine/rule';
import { argumentBefore, mergeFix, optionsFirstFix, portAndHostFix, urlIntoOptionsFix } from './argument-fixes';
import type { Ignored } from './ignored';

/** Arguments that Bull never reads (bull 4.16.5 lib/queue.js:90-105). */
export function* ignoredArguments(queue: Construction, context: RuleContext): Iterable<Ignored> {
  if (queue.form === 'name, port, host') {
    yield portAndHost(queue, context);
    return;
  }
  for (const dropped of queue.dropped) yield ignoredArgument(dropped, queue, context);
}

function ignoredArgument(dropped: DroppedArgument, queue: Construction, context: RuleContext): Ignored {
  const cause = { file: queue.file, start: dropped.start, end: dropped.end };
  switch (dropped.why) {
    case 'after-options':
      return {
        cause,
        message: `Bull ignores what follows an options object.${advice(dropped)}`,
        unnecessary: true,
        fix: () => mergeFix(dropped, context),
      };
    case 'after-nothing':
      return {
        cause,
        message:
          'The second argument is no URL and no object, so Bull ignores this one too: the queue runs on its defaults, at 127.0.0.1:6379.',
        unnecessary: true,
        fix: () => optionsFirstFix(dropped, context),
      };
    case 'maybe-after-nothing': {
      const url = argumentBefore(dropped.node);
      return {
        cause: url ? { file: queue.file, start: url.getStart(), end: url.end } : cause,
        message: `Where ${urlVariable(queue)} is not set, Bull ignores the options behind it too: the queue then runs on its defaults, at 127.0.0.1:6379.`,
        severity: 'information',
        unnecessary: false,
        fix: () => urlIntoOptionsFix(dropped, context),
      };
    }
  }
}

function advice({ value }: DroppedArgument): string {
  return value.kind === 'object' ? ' Put these options into the second argument.' : '';
}

function urlVariable({ url }: Construction): string {
  return url.kind === 'unknown' && url.env !== undefined ? url.env : 'the URL';
}

function portAndHost(queue: Construction, context: RuleContext): Ignored {
  const given = queue.node.arguments?.slice(1) ?? [];
  const cause: Location = {
    file: queue.file,
    start: given[0]?.getStart() ?? queue.range.start,
    end: given.at(-1)?.end ?? queue.range.end,
  };
  return {
    cause,
    message:
      'Bull takes no port and host as arguments since version 3: the constructor throws `Options must be a valid object`.',
    severity: 'error',
    unnecessary: false,
    fix: () => portAndHostFix(queue, context),
  };
}
