import type typescript from 'typescript';
import { ts } from '../syntax/typescript';
import type { Project } from '../files/project';
import type { Location } from '../syntax/location';

/** An element of an object literal, found by its place; null where that place is something else, such as `o.x = 1`. */
export function elementAt(at: Location, project: Project): typescript.ObjectLiteralElementLike | null {
  const file = project.parse(at.file);
  const find = (node: typescript.Node): typescript.ObjectLiteralElementLike | null => {
    if (ts.isObjectLiteralElementLike(node) && node.getStart() === at.start && node.end === at.end) return node;
    return (
      ts.forEachChild(node, (child) => (child.pos <= at.start && at.end <= child.end ? find(child) : null)) ?? null
    );
  };
  return file && find(file.ast);
}
