import type { Queue } from '../../queue/queue';
import type { RuleContext } from '../../engine/rule';
import { alternatives, every, isGiven, isNeverGiven, option } from '../../evaluation/inspect-value';
import type { Value } from '../../evaluation/value';
import { isWithoutAddress } from './address';
import { foreignName, type ForeignName } from './foreign-names';
import type { Ignored } from './ignored';
import type { Property } from './property';
import { judgeName, optionOf, PLACES, type Place, type Verdict } from './names';
import { moveFix, renameFix, urlFix } from './property-fixes';
import { isReadElsewhere } from './read-elsewhere';

/** @nestjs/bull reads these itself (BullModuleOptions). */
const NEST_OPTIONS = ['name', 'configKey', 'url', 'processors'];

/** Properties that Bull does not read where they are: misplaced, misspelt, or of another library. */
export function* ignoredProperties(queue: Queue, context: RuleContext): Iterable<Ignored> {
  for (const property of propertiesOf(queue)) {
    const foreign = foreignName(property.place, property.name);
    const verdict = foreign ? null : judgeName(property.place, property.name);
    if (!foreign && !verdict) continue;
    if (isNeverGiven(property.value.value) || isReadElsewhere(property, queue, context)) continue;
    if (foreign) yield* ofAnotherLibrary(property, foreign, queue, context);
    else if (verdict) yield outOfPlace(property, verdict, queue, context);
  }
}

function* propertiesOf(queue: Queue): Iterable<Property> {
  for (const place of PLACES) {
    for (const holder of alternatives(placeIn(queue, place))) {
      if (holder.kind !== 'object') continue;
      for (const [name, value] of holder.properties) {
        if (place === '' && queue.via === 'nest' && NEST_OPTIONS.includes(name)) continue;
        if (place === 'redis' && mayReachCreateClient(queue, name)) continue;
        yield { place, name, value };
      }
    }
  }
}

/** A createClient gets the `redis` object as its second argument, and may read any name in it. */
function mayReachCreateClient(queue: Queue, name: string): boolean {
  const createClient = option(queue.options, 'createClient');
  return name === 'createClient' ? every(createClient, isGiven) : !isNeverGiven(createClient);
}

function placeIn(queue: Queue, place: Place): Value {
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

function outOfPlace(property: Property, verdict: Verdict, queue: Queue, context: RuleContext): Ignored {
  const { place, name, value } = property;
  return {
    cause: value.at,
    message:
      name === 'createClient' && place === 'redis'
        ? createClientInRedis(queue)
        : `${whatIsWrong(property, verdict)} Here it does nothing${consequence(verdict, queue)}.`,
    unnecessary: true,
    fix: () => {
      const fix =
        verdict.place === place
          ? renameFix(property, verdict.right, queue, context)
          : moveFix(property, verdict, queue, context);
      // Which name was meant is a guess, however near it is.
      return fix && verdict.kind === 'misspelt' ? { ...fix, isPreferred: false } : fix;
    },
  };
}

function createClientInRedis(queue: Queue): string {
  const does = isWithoutAddress(queue) ? 'connects to 127.0.0.1:6379' : 'opens its own connections';
  return `Bull never calls a createClient inside \`redis\`; this queue ${does}. Move it beside \`redis\`.`;
}

function whatIsWrong({ place, name }: Property, verdict: Verdict): string {
  const right = `\`${verdict.right}\``;
  const where = verdict.place === '' ? 'beside' : 'in';
  const holder = verdict.place === '' ? `\`${place}\`` : `\`${verdict.place}\``;
  const orAdd = verdict.place === 'defaultJobOptions' ? ' or in the options of `add()`' : '';
  if (verdict.kind === 'misplaced') return `Bull reads ${right} only ${where} ${holder}${orAdd}.`;
  const there = verdict.place === place ? '' : `, ${where} ${holder}`;
  return `Bull has no option \`${name}\`; the nearest is ${right}${there}.`;
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
