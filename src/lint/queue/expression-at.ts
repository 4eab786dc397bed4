import type typescript from 'typescript';
import type { Project } from '../files/project';
import type { Location } from '../syntax/location';
import { ts } from '../syntax/typescript';

/** The expression that stands at a place; null where that is no whole expression. */
export function expressionAt(at: Location, project: Project): typescript.Expression | null {
  const find = (node: typescript.Node): typescript.Expression | null => {
    if (node.end === at.end && ts.isExpression(node) && node.getStart() === at.start) return node;
    return (
      ts.forEachChild(node, (child) => (child.pos <= at.start && at.end <= child.end ? find(child) : null)) ?? null
    );
  };
  const file = project.parse(at.file);
  return file && find(file.ast);
}
