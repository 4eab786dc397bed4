import { consumers } from '../consumers';
import type { Construction } from '../constructions/construction';
import { distinct } from '../distinct';
import { inWords } from '../duration-words';
import type { Fix, RuleFinding } from '../findings';
import { setProperty } from '../fixes/set-property';
import { placeOf, relatedTo } from '../place';
import { fix, type Rule, type RuleContext } from '../rule';
import { alternatives, numberIn, option, propertiesNamed } from '../values/read';
import type { PropertyValue } from '../values/value';

export const secondsAndMilliseconds: Rule = {
  meta: {
    id: 'seconds-and-milliseconds',
    summary: 'drainDelay is in seconds and every other duration of Bull in milliseconds.',
    defaultSeverity: 'warning',
    fixable: true,
  },
  *check(context) {
    const consuming = new Set(consumers(context));
    for (const queue of context.constructions) {
      yield* distinct([
        ...(consuming.has(queue) ? settings(queue, context) : []),
        ...durationsIn(queue, ['defaultJobOptions', 'timeout'], looksLikeSeconds, context),
        ...durationsIn(queue, ['limiter', 'duration'], (duration) => isLimitInSeconds(queue, duration), context),
      ]);
    }
  },
};

function settings(queue: Construction, context: RuleContext): readonly RuleFinding[] {
  return [
    ...propertiesAt(queue, ['settings', 'drainDelay']).flatMap(({ property, value }) =>
      value >= 1000 ? [drainDelay(queue, property, value, context)] : [],
    ),
    ...durationsIn(queue, ['settings', 'lockDuration'], looksLikeSeconds, context),
    ...durationsIn(queue, ['settings', 'stalledInterval'], looksLikeSeconds, context),
  ];
}

/** Below any lock, check or job that works, and a number that people give in seconds. */
function looksLikeSeconds(value: number): boolean {
  return value >= 1 && value <= 120;
}

/**
 * `{ max: 1000, duration: 60 }`. A limiter of some ms can be meant (`{ max: 1, duration: 100 }` spaces jobs), so it takes
 * more than a job each ms, or whole half minutes.
 */
function isLimitInSeconds(queue: Construction, duration: number): boolean {
  if (!looksLikeSeconds(duration)) return false;
  const isTooFast = alternatives(option(queue.options, 'limiter', 'max')).every((max) => {
    return (numberIn(max)?.value ?? 0) > duration;
  });
  return isTooFast || duration % 30 === 0;
}

function drainDelay(queue: Construction, property: PropertyValue, value: number, context: RuleContext): RuleFinding {
  // Redis before 6 takes whole seconds only.
  const right = value % 1000 === 0 ? value / 1000 : null;
  return {
    ...placeOf(queue, property.at),
    message:
      `drainDelay is in seconds: an idle queue blocks its connection for ${inWords(value * 1000)} at a time. ` +
      `${inWords(value)} would be \`drainDelay: ${value / 1000}\`.`,
    related: relatedTo(queue, property.at, 'It is set here.'),
    fixes: () => change(property, 'drainDelay', right, 's', context),
  };
}

function durationsIn(
  queue: Construction,
  path: readonly [string, string],
  isSeconds: (value: number) => boolean,
  context: RuleContext,
): readonly RuleFinding[] {
  const [, name] = path;
  return propertiesAt(queue, path).flatMap(({ property, value }) => {
    if (!isSeconds(value)) return [];
    return {
      ...placeOf(queue, property.at),
      message: `${name} is in milliseconds: this is ${inWords(value)}. ${value} s would be \`${name}: ${value * 1000}\`.`,
      related: relatedTo(queue, property.at, 'It is set here.'),
      fixes: () => change(property, name, value * 1000, 'ms', context),
    };
  });
}

function change(
  property: PropertyValue,
  name: string,
  value: number | null,
  unit: string,
  { project }: RuleContext,
): readonly Fix[] {
  if (value === null) return [];
  const edits = setProperty(property.at, name, `${value}`, project);
  return edits ? [fix(`Set ${name} to ${value} (${unit})`, edits)] : [];
}

function propertiesAt(
  queue: Construction,
  [object, name]: readonly [string, string],
): readonly { readonly property: PropertyValue; readonly value: number }[] {
  return propertiesNamed(option(queue.options, object), name).flatMap((property) =>
    alternatives(property.value).flatMap((each) => {
      const number = numberIn(each);
      return number ? [{ property, value: number.value }] : [];
    }),
  );
}
