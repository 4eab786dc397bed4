import type { Construction } from '../constructions/construction';
import type { RuleFinding } from './finding';
import type { Location } from '../syntax/location';
import { underline } from './underline';
import type { Rule, RuleContext } from './rule';
import { alternatives, option, propertiesNamed } from '../evaluation/inspect-value';
import type { SingleValue, Value } from '../evaluation/value';

/** The id of the hints about what could not be evaluated (`bullLens.showUnknown`). */
export const UNKNOWN_OPTIONS = 'unknown-options';

/** The options that rules look at. */
const LOOKED_AT: readonly (readonly [string, ...string[]])[] = [
  ['createClient'],
  ['redis'],
  ['settings'],
  ['settings', 'lockDuration'],
  ['settings', 'lockRenewTime'],
  ['settings', 'stalledInterval'],
  ['settings', 'maxStalledCount'],
  ['settings', 'drainDelay'],
  ['limiter'],
  ['limiter', 'max'],
  ['limiter', 'duration'],
  ['limiter', 'bounceBack'],
  ['defaultJobOptions'],
  ['defaultJobOptions', 'timeout'],
];

interface Unknown {
  readonly at: Location;
  readonly what: string;
}

/** Where the rules are silent because the code does not show what an option is. No rule that people set: it is a setting. */
export const unknownOptions: Rule = {
  meta: {
    id: UNKNOWN_OPTIONS,
    summary: 'What the code does not show, so that the rules are silent.',
    defaultSeverity: 'hint',
    fixable: false,
  },
  check: hints,
};

function* hints({ queues }: RuleContext): Iterable<RuleFinding> {
  for (const queue of queues) {
    for (const { at, what } of unknownsOf(queue)) {
      yield {
        ...underline(queue, at, 'It is written here.'),
        message: `The code does not show ${what}, so the rules about it are silent.`,
      };
    }
  }
}

function* unknownsOf(queue: Construction): Iterable<Unknown> {
  if (queue.form === 'unknown') {
    const second = queue.node.arguments?.[1];
    const at = second ? { file: queue.file, start: second.getStart(), end: second.end } : queue.options.at;
    yield { at, what: 'what this argument is' };
    return;
  }
  for (const options of alternatives(queue.options)) yield* unknownIn(options, queue);
  for (const [name, inner] of LOOKED_AT) {
    const holder = inner === undefined ? queue.options : option(queue.options, name);
    const path = inner === undefined ? name : `${name}.${inner}`;
    for (const { at, value } of propertiesNamed(holder, inner ?? name)) {
      if (isPartlyUnknown(value)) yield { at, what: `what \`${path}\` is` };
    }
  }
}

function* unknownIn(options: SingleValue, { optionsArgument, file }: Construction): Iterable<Unknown> {
  if (isOpen(options)) yield { at: options.at, what: 'all of the options of this queue' };
  if (!isUnseen(options)) return;
  // What is imported is written where the import is; where it is given says more.
  const isGivenHere = options.kind === 'imported' && optionsArgument;
  const at = isGivenHere ? { file, start: optionsArgument.getStart(), end: optionsArgument.end } : options.at;
  yield { at, what: 'the options of this queue' };
}

function isPartlyUnknown(value: Value): boolean {
  return alternatives(value).some((single) => isUnseen(single) || isOpen(single));
}

/** What a package exports is not looked into. */
function isUnseen(value: SingleValue): boolean {
  return value.kind === 'unknown' || value.kind === 'imported';
}

function isOpen(value: SingleValue): boolean {
  return value.kind === 'object' && value.open;
}
