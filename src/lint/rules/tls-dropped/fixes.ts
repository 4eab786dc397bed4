import type typescript from 'typescript';
import type { Construction } from '../../constructions/construction';
import { ts } from '../../syntax/typescript';
import type { Fix } from '../../engine/finding';
import { addArgument } from '../../fixes/argument-edit';
import { elementAt } from '../../fixes/element-at';
import { editObject, type ObjectChanges } from '../../fixes/object-edit';
import { objectLiteralOf } from '../../fixes/object-items';
import { unwrap } from '../../syntax/unwrap';
import { styleOf } from '../../fixes/style';
import { fix, type RuleContext } from '../../engine/rule';
import { isNeverGiven, option, propertiesNamed } from '../../evaluation/inspect-value';

const TITLE = 'Add tls: {} to redis';

/** Adds `redis.tls` to the options, or as options, behind a URL argument. */
export function tlsBesideUrl(queue: Construction, context: RuleContext): Fix | null {
  const style = styleOf(context.file);
  const tls: ObjectChanges = { set: { redis: { set: { tls: '{}' } } } };
  const options = optionsLiteral(queue);
  if (options) {
    const [redis, ...others] = propertiesNamed(queue.options, 'redis');
    const element = redis && elementAt(redis.at, context.project);
    const isWritable = redis
      ? others.length === 0 && element?.parent === options && objectLiteralOf(element) !== null
      : isNeverGiven(option(queue.options, 'redis'));
    return isWritable ? fix(TITLE, editObject(options, tls, style)) : null;
  }
  const isLast = queue.via === 'direct' && queue.node.arguments?.length === 2 && isNeverGiven(queue.options);
  return isLast ? fix(TITLE, [addArgument(queue.node, tls, style)]) : null;
}

/** `{ redis: url }` becomes `url, { redis: { tls: {} } }`. */
export function tlsInsteadOfUrl(queue: Construction, { file, project }: RuleContext): Fix | null {
  const options = optionsLiteral(queue);
  const [redis] = propertiesNamed(queue.options, 'redis');
  const element = redis && elementAt(redis.at, project);
  if (!options || !element || element.parent !== options || queue.via !== 'direct') return null;
  if (queue.optionsArgument?.parent !== queue.node || !ts.isPropertyAssignment(element)) return null;
  // An unset variable in front would drop the options with it.
  if (queue.form !== 'name, options' || !ts.isStringLiteralLike(element.initializer)) return null;
  const start = queue.optionsArgument.getStart();
  return fix('Give the URL as an argument, and add tls: {} to redis', [
    { file: file.path, start, end: start, newText: `${element.initializer.getText()}, ` },
    ...editObject(options, { set: { redis: { set: { tls: '{}' } } } }, styleOf(file)),
  ]);
}

function optionsLiteral({ optionsArgument }: Construction): typescript.ObjectLiteralExpression | null {
  const options = optionsArgument && unwrap(optionsArgument);
  return options && ts.isObjectLiteralExpression(options) ? options : null;
}
