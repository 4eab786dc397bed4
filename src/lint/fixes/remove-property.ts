import type { Project } from '../files/project';
import { ts } from '../syntax/typescript';
import type { TextEdit } from '../engine/finding';
import type { Location } from '../syntax/location';
import { elementAt } from './element-at';
import { editObject } from './object-edit';
import { itemsOf } from './object-items';
import { styleOf } from './style';

/** Takes the property `name`, which is written at `at`, out of its object literal; null where it is in none, or under a computed name. */
export function removeProperty(at: Location, name: string, project: Project): readonly TextEdit[] | null {
  const literal = elementAt(at, project)?.parent;
  const file = project.parse(at.file);
  if (!file || !literal || !ts.isObjectLiteralExpression(literal)) return null;
  if (!itemsOf(literal).some((item) => item.name === name)) return null;
  return editObject(literal, { remove: [name] }, styleOf(file));
}
