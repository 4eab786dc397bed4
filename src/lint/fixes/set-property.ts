import type { Project } from '../files/project';
import { ts } from '../syntax/typescript';
import type { TextEdit } from '../engine/finding';
import type { Location } from '../syntax/location';
import { elementAt } from './element-at';
import { editObject } from './object-edit';
import { styleOf } from './style';

/**
 * Writes another value for the property `name`, which is written at `at`; null where that is no property of an object
 * literal.
 */
export function setProperty(at: Location, name: string, code: string, project: Project): readonly TextEdit[] | null {
  const literal = elementAt(at, project)?.parent;
  const file = project.parse(at.file);
  if (!file || !literal || !ts.isObjectLiteralExpression(literal)) return null;
  return editObject(literal, { set: { [name]: code } }, styleOf(file));
}
