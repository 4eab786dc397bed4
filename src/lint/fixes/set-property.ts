import type { Project } from '../files/project';
import { ts } from '../syntax/typescript';
import type { TextEdit } from '../engine/finding';
import type { Location } from '../syntax/location';
import { replaceExpression } from './argument-edit';
import { elementAt } from './element-at';
import { editObject } from './object-edit';
import { styleOf } from './style';

/**
 * Writes another value for the property `name`, which is written at `at`; null where that is no property of an object
 * literal.
 */
export function setProperty(at: Location, name: string, code: string, project: Project): readonly TextEdit[] | null {
  const element = elementAt(at, project);
  const literal = element?.parent;
  const file = project.parse(at.file);
  if (!file || !literal || !ts.isObjectLiteralExpression(literal)) return null;
  if (ts.isPropertyAssignment(element) && ts.isComputedPropertyName(element.name)) {
    return [replaceExpression(element.initializer, code, styleOf(file))];
  }
  return editObject(literal, { set: { [name]: code } }, styleOf(file));
}
