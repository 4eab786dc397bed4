import type { Queue } from '../../queue/queue';
import type { Fix } from '../../engine/finding';
import type { RuleContext } from '../../engine/rule';
import { passesOn } from '../../queue/passed-address';
import { alternatives, every, isGiven, isNeverGiven, option } from '../../evaluation/inspect-value';
import type { Value } from '../../evaluation/value';
import { isWithoutAddress } from './address';
import { foreignName, type ForeignName } from './foreign-names';
import { byHand, doesHarmOnceRead, type Ignored } from './ignored';
import type { Property } from './property';
import { judgeName, optionOf, HOLDERS, type OptionsHolder, type Verdict } from './names';
import { moveFix, renameFix, urlFix } from './property-fixes';
import { isReadElsewhere } from './read-elsewhere';

/** @nestjs/bull reads these itself (BullModuleOptions). */
const NEST_OPTIONS = ['name', 'configKey', 'url', 'processors'];

/**
 * Properties that Bull does not read where they are: misplaced, misspelt, or of another library. Those of an object in
 * another file, that all belong in one place, are told together: they are all underlined at the queue.
 */
export function* ignoredProperties(queue: Queue, context: RuleContext): Iterable<Ignored> {
  const elsewhere = new Map<string, OutOfPlace[]>();
  for (const property of propertiesOf(queue)) {
    const foreign = foreignName(property.place, property.name);
    const verdict = foreign ? null : judgeName(property.place, property.name);
    if (!foreign && !verdict) continue;
    if (property.place === 'redis' && mayReadIt(queue, property.name)) continue;
    if (isNeverGiven(property.value.value) || isReadElsewhere(property, queue, context)) continue;
    if (foreign) yield* ofAnotherLibrary(property, foreign, queue, context);
    if (!verdict) continue;
    const misplaced = { property, verdict };
    if (isToldAlone(misplaced, queue)) {
      yield outOfPlace([misplaced], queue, context);
    } else {
      const belonging = `${property.place} ${verdict.place} ${consequence(verdict, queue)}`;
      elsewhere.set(belonging, [...(elsewhere.get(belonging) ?? []), misplaced]);
    }
  }
  for (const some of elsewhere.values()) yield outOfPlace(some, queue, context);
}

/** A property, and where it belongs. */
interface OutOfPlace {
  readonly property: Property;
  readonly verdict: Verdict;
}

function isToldAlone({ property, verdict }: OutOfPlace, { file }: Queue): boolean {
  return verdict.kind !== 'misplaced' || property.value.at.file === file || isUncalled(property);
}

function isUncalled({ name, place }: Property): boolean {
  return name === 'createClient' && place === 'redis';
}

function* propertiesOf(queue: Queue): Iterable<Property> {
  for (const place of HOLDERS) {
    for (const holder of alternatives(placeIn(queue, place))) {
      if (holder.kind !== 'object') continue;
      for (const [name, value] of holder.properties) {
        if (place === '' && queue.via === 'nest' && NEST_OPTIONS.includes(name)) continue;
        yield { place, name, value };
      }
    }
  }
}

/** A createClient gets the `redis` object as its second argument, and may read any name in it that it does not pass on. */
function mayReadIt(queue: Queue, name: string): boolean {
  const createClient = option(queue.options, 'createClient');
  if (name === 'createClient') return every(createClient, isGiven);
  return !isNeverGiven(createClient) && !passesOn(createClient, name);
}

function placeIn(queue: Queue, place: OptionsHolder): Value {
  return place === '' ? queue.options : option(queue.options, place);
}

function* ofAnotherLibrary(
  property: Property,
  { says, right, isAddress, isUrl }: ForeignName,
  queue: Queue,
  context: RuleContext,
): Iterable<Ignored> {
  const { place, value } = property;
  // A `url` beside `host` is for somebody else who gets the same object.
  if (place === 'redis' && isAddress && !isWithoutAddress(queue)) return;
  const consequence = isAddress && isWithoutAddress(queue) ? ', and this queue connects to 127.0.0.1:6379' : '';
  yield {
    cause: value.at,
    message: `${says}. Here it does nothing${consequence}.`,
    unnecessary: true,
    fix: () => (isUrl ? urlFix(property, queue, context) : right ? renameFix(property, right, queue, context) : null),
  };
}

function outOfPlace(some: readonly OutOfPlace[], queue: Queue, context: RuleContext): Ignored {
  const [{ property, verdict }] = some as readonly [OutOfPlace];
  const what = rightsOf(some).length > 1 ? 'Here they do nothing' : 'Here it does nothing';
  return {
    cause: property.value.at,
    message: isUncalled(property)
      ? createClientInRedis(queue)
      : `${whatIsWrong(some)} ${what}${consequence(verdict, queue)}.`,
    unnecessary: true,
    fix: () => some.map((each) => fixOf(each, queue, context)).find((fix) => fix !== null) ?? null,
  };
}

function fixOf({ property, verdict }: OutOfPlace, queue: Queue, context: RuleContext): Fix | null {
  const fix =
    verdict.place === property.place
      ? renameFix(property, verdict.right, queue, context)
      : moveFix(property, verdict, queue, context);
  // Which name was meant is a guess, however near it is.
  const isGuess = verdict.kind === 'misspelt' || doesHarmOnceRead(verdict.right, property.value.value);
  return isGuess ? byHand(fix) : fix;
}

function createClientInRedis(queue: Queue): string {
  const does = isWithoutAddress(queue) ? 'connects to 127.0.0.1:6379' : 'opens its own connections';
  return `Bull never calls a createClient inside \`redis\`; this queue ${does}. Move it beside \`redis\`.`;
}

function rightsOf(some: readonly OutOfPlace[]): readonly string[] {
  return [...new Set(some.map(({ verdict }) => verdict.right))];
}

const list = new Intl.ListFormat('en', { type: 'conjunction' });

function whatIsWrong(some: readonly OutOfPlace[]): string {
  const [{ property, verdict }] = some as readonly [OutOfPlace];
  const { place, name } = property;
  const rights = list.format(rightsOf(some).map((right) => `\`${right}\``));
  const where = verdict.place === '' ? 'beside' : 'in';
  const holder = verdict.place === '' ? `\`${place}\`` : `\`${verdict.place}\``;
  const orAdd = verdict.place === 'defaultJobOptions' ? ' or in the options of `add()`' : '';
  if (verdict.kind === 'misplaced') return `Bull reads ${rights} only ${where} ${holder}${orAdd}.`;
  const there = verdict.place === place ? '' : `, ${where} ${holder}`;
  return `Bull has no option \`${name}\`; the nearest is ${rights}${there}.`;
}

/** What Bull does without the option, where it is proven to be without. */
function consequence(verdict: Verdict, queue: Queue): string {
  if (verdict.place === 'redis') return isWithoutAddress(queue) ? ', and this queue connects to 127.0.0.1:6379' : '';
  const given = option(placeIn(queue, verdict.place), verdict.right);
  if (every(given, isGiven)) return ': the one that is in its place holds';
  const unset = optionOf(verdict)?.unset;
  if (!unset || !isNeverGiven(given)) return '';
  const unlessAdd = verdict.place === 'defaultJobOptions' ? ' unless `add()` says otherwise' : '';
  return `, and ${unset}${unlessAdd}`;
}
