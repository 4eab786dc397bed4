import type typescript from 'typescript';
import { alternatives, isNotGiven, option, propertiesNamed } from '../../evaluation/inspect-value';
import type { RuleContext } from '../../engine/rule';
import type { Queue } from '../../queue/queue';
import { ts } from '../../syntax/typescript';
import { unwrap } from '../../syntax/unwrap';
import { addOptions, argumentsOfBull } from '../bull-arguments';
import { elementAt } from '../element-at';
import { addedParts, type ObjectChanges } from '../object-parts';
import { element } from '../part';
import { styleOf } from '../style';
import type { SettingsPlace } from './place';

/**
 * The settings that a queue gets for itself, in a copy of those that it shares with queues of another budget:
 * `{ ...shared, settings: { ...shared.settings, lockDuration } }`. Null where the same code makes such a queue too, or
 * where what is shared has no name here.
 */
export function ownPlace(queue: Queue, { workspace, project }: RuleContext): SettingsPlace | null {
  const { bullCall: call, form, budget } = queue;
  if (queue.via === 'nest' || queue.dropped.length > 0) return null;
  const makers = workspace.queues.filter((each) => each.bullCall === call);
  if (!makers.every((each) => each.form === form && each.budget?.ms === budget?.ms)) return null;
  const written = argumentsOfBull(queue, new Set([form]));
  const file = project.parse(call.getSourceFile().fileName);
  const [settings, ...others] = alternatives(option(queue.options, 'settings'));
  if (!written?.options || !file || !settings || others.length > 0) return null;
  const isGiven = !isNotGiven(settings);
  const shared = isGiven ? nameOfSettings(unwrap(written.options), queue, project) : null;
  if ((isGiven && !shared) || (settings.kind !== 'object' && isGiven)) return null;
  if (!isGiven && ts.isObjectLiteralExpression(unwrap(written.options))) return null;
  const style = styleOf(file);
  const copied = (changes: ObjectChanges): ObjectChanges =>
    shared ? { add: [element(`...${shared}`), ...addedParts(changes, [], style)] } : changes;
  return {
    settings: settings.kind === 'object' ? settings : null,
    shared: null,
    write: (inner, beside) => addOptions(written, { set: { settings: copied(inner), ...beside.set } }, style),
  };
}

/** Code for the settings that the options bring: what `settings` is there, or `.settings` of what they are or spread. */
function nameOfSettings(options: typescript.Expression, queue: Queue, project: RuleContext['project']): string | null {
  if (isName(options)) return `${options.getText()}.settings`;
  if (!ts.isObjectLiteralExpression(options)) return null;
  const [property] = propertiesNamed(queue.options, 'settings');
  const written = property && elementAt(property.at, project);
  if (written?.parent === options) {
    if (ts.isShorthandPropertyAssignment(written)) return written.name.text;
    return ts.isPropertyAssignment(written) && isName(written.initializer) ? written.initializer.getText() : null;
  }
  const [spread, ...others] = options.properties.filter(ts.isSpreadAssignment);
  return spread && others.length === 0 && isName(spread.expression) ? `${spread.expression.getText()}.settings` : null;
}

/** Read twice it is the same: a variable, or a property of one. */
function isName(node: typescript.Expression): boolean {
  return ts.isIdentifier(node) || (ts.isPropertyAccessExpression(node) && isName(node.expression));
}
