import type { Queue } from '../queue/queue';
import type { RuleFinding } from '../engine/finding';
import { removeProperty } from '../fixes/remove-property';
import { underline } from '../engine/underline';
import { fix, type Rule, type RuleContext } from '../engine/rule';
import { alternatives, every, option, propertiesNamed, some, truthiness } from '../evaluation/inspect-value';
import type { PropertyValue, SingleValue } from '../evaluation/value';

export const limiterBounceBack: Rule = {
  meta: {
    id: 'limiter-bounce-back',
    summary: '`bounceBack: true` loses jobs, and a limiter without both `max` and `duration` throws.',
    defaultSeverity: 'error',
    fixable: true,
  },
  *check(context) {
    for (const queue of context.queues) {
      for (const { cause, ...finding } of [...lostJobs(queue, context), ...incomplete(queue)]) {
        yield { ...finding, ...underline(queue, cause.at, 'The limiter is written here.') };
      }
    }
  },
};

type Found = Pick<RuleFinding, 'message' | 'fixes'> & { readonly cause: PropertyValue };

/** Bull's script takes a job over the limit out of `active` and puts it nowhere (moveToActive-8.lua:86-102). */
function* lostJobs(queue: Queue, context: RuleContext): Iterable<Found> {
  for (const cause of propertiesNamed(option(queue.options, 'limiter'), 'bounceBack')) {
    if (!some(cause.value, (value) => truthiness(value) === true)) continue;
    yield {
      cause,
      message:
        '`bounceBack: true` loses jobs: one over the limit leaves the active list and is put nowhere. Without it Bull delays the job.',
      fixes: () => {
        const edits = removeProperty(cause.at, 'bounceBack', context.project);
        return edits ? [fix('Remove bounceBack', edits)] : [];
      },
    };
  }
}

function* incomplete(queue: Queue): Iterable<Found> {
  for (const cause of propertiesNamed(queue.options, 'limiter')) {
    const limiter = alternatives(cause.value).find((value) => missingIn(value).length > 0);
    if (!limiter) continue;
    const missing = missingIn(limiter).map((name) => `\`${name}\``);
    yield {
      cause,
      message: `This limiter has no ${missing.join(' and no ')}: the constructor throws \`Limiter requires \`max\` and \`duration\` options\`.`,
    };
  }
}

function missingIn(limiter: SingleValue): readonly string[] {
  if (limiter.kind !== 'object') return [];
  return ['max', 'duration'].filter((name) => every(option(limiter, name), (value) => truthiness(value) === false));
}
