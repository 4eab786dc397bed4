import type typescript from 'typescript';
import type { Queue } from '../../queue/queue';
import { scopesOf } from '../../syntax/scopes';
import { ts } from '../../syntax/typescript';
import type { RuleContext } from '../../engine/rule';
import { isSameObject } from '../../queue/create-client';

/** A call in the linted file that closes a client, and a queue that still uses it. */
export interface EarlyClose {
  readonly call: typescript.CallExpression;
  readonly queue: Queue;
}

/** The `quit()` and `disconnect()` calls that a later statement follows with the close of a queue on that client. */
export function* earlyCloses(context: RuleContext): Iterable<EarlyClose> {
  for (const call of clientCloses(context.file.ast)) {
    const queue = context.workspace.queues.find(
      (each) => closesLater(each, call, context) && uses(each, call, context),
    );
    if (queue) yield { call, queue };
  }
}

type MethodCall = typescript.CallExpression & { readonly expression: typescript.PropertyAccessExpression };

function clientCloses(file: typescript.SourceFile): readonly MethodCall[] {
  return scopesOf(file)
    .constructs.filter(isMethodCall)
    .filter(({ expression }) => /^(quit|disconnect)$/.test(expression.name.text));
}

function isMethodCall(node: typescript.Node): node is MethodCall {
  return ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression);
}

/** Whether all closes of the queue in the same block come in statements after the one of `call`, or in its `then`. */
function closesLater(queue: Queue, call: typescript.Node, context: RuleContext): boolean {
  const [block, at] = placeIn(call);
  const closes = queue.roles.closes.filter(
    ({ file, node }) => file === context.file.path && block.pos <= node.pos && node.end <= block.end,
  );
  const isLater = (node: typescript.Node): boolean => {
    const [closeBlock, statement] = placeIn(node);
    return isInThen(node, call) || (closeBlock === block && statement.pos > at.pos);
  };
  return closes.length > 0 && closes.every(({ node }) => isLater(node));
}

/** `client.quit().then(() => queue.close())`. */
function isInThen(node: typescript.Node, call: typescript.Node): boolean {
  const { parent } = call;
  if (!ts.isPropertyAccessExpression(parent) || parent.name.text !== 'then') return false;
  return ts.isCallExpression(parent.parent) && parent.end <= node.pos && node.end <= parent.parent.end;
}

/** The block that runs `node`, and the statement of it that holds `node`. */
function placeIn(node: typescript.Node): readonly [block: typescript.Node, statement: typescript.Node] {
  let statement = node;
  while (!ts.isBlock(statement.parent) && !ts.isSourceFile(statement.parent)) statement = statement.parent;
  return [statement.parent, statement];
}

function uses(queue: Queue, { expression }: MethodCall, context: RuleContext): boolean {
  const clients = queue.clients;
  if (!clients) return false;
  const closed = context.evaluator.evaluate(expression.expression);
  return Object.values(clients).some((client) => isSameObject(client, closed) === true);
}
