import type typescript from 'typescript';
import type { Slot } from './memory';
import type { Evaluator, Frame, Value } from './value';

/** What makes one activation another than the next of the same code. */
type Bound = Pick<Frame, 'code' | 'outer' | 'arguments' | 'once'>;

/** The frame of code outside any activation that is known: of a file, and of functions that nobody is seen to call. */
export function outermostFrame(evaluator: Evaluator): Frame {
  return new Activation(evaluator, { code: null, outer: null, arguments: new Map(), once: '' });
}

/** The frame of one more activation. */
export function frameOf(evaluator: Evaluator, bound: Bound): Frame {
  return new Activation(evaluator, bound);
}

class Activation implements Frame {
  readonly code: Frame['code'];
  readonly outer: Frame['outer'];
  readonly arguments: Frame['arguments'];
  readonly once: Frame['once'];
  readonly values = new Map<typescript.Node, Slot<Value>>();
  self: Value | null = null;

  constructor(
    readonly evaluator: Evaluator,
    bound: Bound,
  ) {
    this.code = bound.code;
    this.outer = bound.outer;
    this.arguments = bound.arguments;
    this.once = bound.once;
  }

  evaluate(node: typescript.Node): Value {
    return this.evaluator.evaluateIn(node, this);
  }
}

/** The innermost frame whose code holds `node`. */
export function frameAround(node: typescript.Node, from: Frame): Frame {
  let frame = from;
  while (frame.outer && frame.code && !contains(frame.code, node)) frame = frame.outer;
  return frame;
}

function contains(outer: typescript.Node, node: typescript.Node): boolean {
  if (node.pos < outer.pos || node.end > outer.end) return false;
  return node.getSourceFile() === outer.getSourceFile();
}

/** What a parameter is given in this activation or one around it; undefined when it is in none of them. */
export function argumentFor(parameter: typescript.ParameterDeclaration, from: Frame): Value | undefined {
  for (let frame: Frame | null = from; frame; frame = frame.outer) {
    const value = frame.arguments.get(parameter);
    if (value) return value;
  }
  return undefined;
}

/** A name for what `node` makes that is the same whenever it is the same object; null when each call makes another. */
export function onceKey(node: typescript.Node, from: Frame): string | null {
  const { once } = frameAround(node, from);
  if (once === null) return null;
  const file = node.getSourceFile();
  return `${once && `${once}>`}${file.fileName}:${node.getStart(file)}`;
}
