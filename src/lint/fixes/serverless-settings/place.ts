import type typescript from 'typescript';
import type { Queue } from '../../queue/queue';
import type { TextEdit } from '../../engine/finding';
import type { RuleContext } from '../../engine/rule';
import { alternatives, isNotGiven, option } from '../../evaluation/inspect-value';
import type { ObjectValue, SingleValue } from '../../evaluation/value';
import { elementAt } from '../element-at';
import { editObject, type ObjectChanges } from '../object-edit';
import { itemsOf, objectLiteralOf } from '../object-items';
import { styleOf } from '../style';
import { newOptions } from './new-options';

type Literal = typescript.ObjectLiteralExpression;

/** Where the `settings` of a queue are written, or would be. */
export interface SettingsPlace {
  /** What they are now; null where there are none. */
  readonly settings: ObjectValue | null;
  /** What is edited, and other queues may read too: the settings or else the options; null for options that are made. */
  readonly shared: Literal | null;
  /** The edits that set this in the settings, and that beside them; null where they cannot be made. */
  write(settings: ObjectChanges, options: ObjectChanges): readonly TextEdit[] | null;
}

/** One for each path of the code; null where the options or the settings are not known on one of them. */
export function settingsPlaces(queue: Queue, context: RuleContext): readonly SettingsPlace[] | null {
  const places = alternatives(queue.options).flatMap((options) =>
    alternatives(option(options, 'settings')).map((settings) => placeOf(queue, options, settings, context)),
  );
  return places.includes(null) ? null : places.flatMap((place) => place ?? []);
}

function placeOf(
  queue: Queue,
  options: SingleValue,
  settings: SingleValue,
  context: RuleContext,
): SettingsPlace | null {
  const node = options.kind === 'object' ? options.node : null;
  const edit = (literal: Literal, changes: ObjectChanges): readonly TextEdit[] | null => {
    const file = context.project.parse(literal.getSourceFile().fileName);
    return file && editObject(literal, changes, styleOf(file));
  };
  const writeOptions = (changes: ObjectChanges): readonly TextEdit[] | null => {
    if (!Object.keys(changes.set ?? {}).length) return [];
    if (isNotGiven(options)) return newOptions(queue, changes, context);
    return node && edit(node, changes);
  };
  if (isNotGiven(settings)) {
    const write: SettingsPlace['write'] = (inner, beside) => writeOptions({ set: { settings: inner, ...beside.set } });
    return { settings: null, shared: node, write };
  }
  const literal = settings.kind === 'object' ? settings.node : null;
  if (settings.kind !== 'object' || !literal) return null;
  return {
    settings,
    shared: literal,
    write(inner, beside) {
      if (!isDecisive(settings, literal, inner, context)) return null;
      if (node && isIn(node, literal)) return edit(node, { set: { settings: inner, ...beside.set } });
      const [within, around] = [edit(literal, inner), writeOptions(beside)];
      return within && around && [...within, ...around];
    },
  };
}

/** Whether the literal itself is the value of the object's own `settings`. */
function isIn(options: Literal, settings: Literal): boolean {
  return itemsOf(options).some(({ node, name }) => {
    const value = name === 'settings' ? objectLiteralOf(node) : null;
    return value?.pos === settings.pos && value.getSourceFile().fileName === settings.getSourceFile().fileName;
  });
}

/** Whether what is written in the literal is what Bull gets: no spread or assignment behind it says otherwise. */
function isDecisive(
  settings: ObjectValue,
  literal: Literal,
  { set = {} }: ObjectChanges,
  { project }: RuleContext,
): boolean {
  return Object.keys(set).every((name) => {
    const winner = settings.properties.get(name);
    if (!winner) return true;
    const own = itemsOf(literal).filter((item) => item.name === name);
    const isElement = elementAt(winner.at, project) !== null;
    return isElement && own.length > 0 && own.every(({ node }) => node.getStart() === winner.at.start);
  });
}
