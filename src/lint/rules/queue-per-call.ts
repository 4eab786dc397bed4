import type typescript from 'typescript';
import { ts } from '../syntax/typescript';
import { isWrapper } from '../syntax/unwrap';
import type { Rule } from '../engine/rule';

export const queuePerCall: Rule = {
  meta: {
    id: 'queue-per-call',
    summary: 'A queue made in a request handler, a loop or a job processor and never closed there leaks connections.',
    defaultSeverity: 'warning',
    fixable: false,
  },
  *check(context) {
    for (const queue of context.queues) {
      if (queue.via === 'nest' || !staysInside(queue.node)) continue;
      const trigger = queue.trigger;
      if (!trigger) continue;
      const { connections: count, isFollowed } = queue.share;
      const connections =
        count === 1 ? 'another Redis connection' : `${isFollowed ? '' : 'up to '}${count} more Redis connections`;
      yield {
        ...queue.range,
        message: `Each ${trigger} makes this queue anew: ${connections} that nothing here closes. Make the queue once, outside.`,
      };
    }
  },
};

/**
 * Whether nobody outside the function can get hold of the queue, and nothing inside closes it: it is used where it is
 * made (`await new Queue('a').add(…)`), or kept in a local variable of which only other members are used.
 */
function staysInside(made: typescript.Expression): boolean {
  const { parent } = made;
  if (isWrapper(parent)) return staysInside(parent);
  if (ts.isExpressionStatement(parent)) return true;
  if (isMemberOf(made)) return !isClose(parent);
  if (!ts.isVariableDeclaration(parent) || !ts.isIdentifier(parent.name)) return false;
  const { name } = parent;
  const scope = ts.findAncestor(parent, (node) => ts.isBlock(node) || ts.isCaseBlock(node));
  return scope !== undefined && namesIn(scope, name).every((use) => isMemberOf(use) && !isClose(use.parent));
}

/** `queue.add` in `queue.add(…)`. */
function isMemberOf(made: typescript.Expression): boolean {
  const { parent } = made;
  return (
    ts.isPropertyAccessExpression(parent) &&
    parent.expression === made &&
    ts.isCallExpression(parent.parent) &&
    parent.parent.expression === parent
  );
}

function isClose(node: typescript.Node): boolean {
  return ts.isPropertyAccessExpression(node) && /^(close|disconnect)$/.test(node.name.text);
}

/** The other places in `scope` with that name; one more of another variable only makes the rule more careful. */
function namesIn(scope: typescript.Node, name: typescript.Identifier): readonly typescript.Identifier[] {
  const found: typescript.Identifier[] = [];
  const visit = (node: typescript.Node): void => {
    if (ts.isIdentifier(node) && node !== name && node.text === name.text && !isPropertyName(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(scope);
  return found;
}

function isPropertyName(node: typescript.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isPropertyAssignment(parent) && parent.name === node)
  );
}
