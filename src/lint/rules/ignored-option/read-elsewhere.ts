import type typescript from 'typescript';
import type { Queue } from '../../queue/queue';
import { elementAt } from '../../fixes/element-at';
import { ts } from '../../syntax/typescript';
import type { RuleContext } from '../../engine/rule';
import type { Property } from './property';

const BULL_ONLY = /(^|\.)(forRoot|forRootAsync|registerQueue|registerQueueAsync|super)$/;

/**
 * Whether other code may use the property: it is in an object that is not written for Bull alone, and its name is read
 * in that file or in another that mentions bull. A subclass may read any option that it is given.
 */
export function isReadElsewhere({ name, place, value }: Property, queue: Queue, context: RuleContext): boolean {
  const element = elementAt(value.at, context.project);
  if (element && isInside(element, queue.node)) return queue.via === 'subclass' && place === '';
  if (element && isForBullAlone(element)) return false;
  if (queue.via === 'subclass' && place === '') return true;
  const files = new Set([value.at.file, queue.file, ...context.workspace.files]);
  return [...files].some((file) => reads(context.project.read(file) ?? '', name));
}

function isInside(element: typescript.Node, node: typescript.Node): boolean {
  return (
    element.getSourceFile().fileName === node.getSourceFile().fileName &&
    element.getStart() >= node.getStart() &&
    element.end <= node.end
  );
}

/** Written into the arguments of a call that hands them to Bull. */
function isForBullAlone(element: typescript.Node): boolean {
  const call = ts.findAncestor(element, (node) => (ts.isStatement(node) ? 'quit' : ts.isCallExpression(node)));
  return call !== undefined && ts.isCallExpression(call) && BULL_ONLY.test(call.expression.getText());
}

/** A member read or a destructuring of that name, by the look of the text. */
function reads(text: string, name: string): boolean {
  const escaped = name.replace(/\W/g, '\\$&');
  const member = new RegExp(`\\.${escaped}\\b(?!\\s*=[^=])`);
  const destructuring = new RegExp(`\\{[^{}]*\\b${escaped}\\b[^{}]*\\}\\s*=[^=>]`);
  return member.test(text) || destructuring.test(text);
}
