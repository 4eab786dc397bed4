import type typescript from 'typescript';
import type { Project } from '../files/project';
import { ModuleResolver } from '../modules/resolve';
import { locationOf, type Location } from '../syntax/location';
import { ts } from '../syntax/typescript';
import { isWrapper } from '../syntax/unwrap';
import { readIdentifier, readThis } from './bindings';
import { literal, unknown } from './build-value';
import { evaluateCall, evaluateNew, invoke } from './calls';
import { classOf, staticMember } from './classes';
import { frameAround, outermostFrame } from './frame';
import { readElement, readProperty } from './members';
import { Memory, Slot } from './memory';
import { importedValue } from './module-values';
import { evaluateArray, evaluateObject } from './objects';
import { evaluateBinary, evaluateConditional, evaluatePrefix, evaluateTemplate } from './operators';
import type { ClassValue, Evaluator, Frame, OtherFiles, PropertyValue, Value } from './value';

/** Nodes evaluated for one expression, and for all of a file, before the rest is unknown: a few hundredths of a second. */
const MOST_STEPS_EACH = 2_000;
const MOST_STEPS = 15_000;

const NONE_KNOWN: OtherFiles = {
  writesTo: () => [],
  leadsToQueues: () => true,
  namesFrom: () => null,
  callsOf: () => null,
};

/** The evaluator of one file, with what it has found out. */
export class PartialEvaluator implements Evaluator {
  readonly modules: ModuleResolver;
  readonly outermost: Frame = outermostFrame(this);
  private readonly named = new Map<string | typescript.Node, Slot<Value>>();
  private readonly memory = new Memory();
  private steps = 0;
  private limit = MOST_STEPS;

  constructor(
    readonly project: Project,
    readonly others: OtherFiles = NONE_KNOWN,
  ) {
    this.modules = new ModuleResolver(project);
  }

  evaluate(expression: typescript.Expression): Value {
    if (!this.memory.isIdle) return this.evaluateIn(expression, this.outermost);
    this.limit = Math.min(this.steps + MOST_STEPS_EACH, MOST_STEPS);
    try {
      return this.evaluateIn(expression, this.outermost);
    } finally {
      this.limit = MOST_STEPS;
    }
  }

  call(callee: Value, args: readonly Value[]): Value {
    return invoke(callee, args, { at: callee.at, once: null });
  }

  imported(specifier: typescript.StringLiteralLike, name: string): Value {
    return importedValue(specifier, name, this);
  }

  staticMember(sub: ClassValue, name: string, at: Location): Value {
    return staticMember(sub, name, at);
  }

  refuel(): void {
    this.steps = 0;
  }

  evaluateIn(node: typescript.Node, from: Frame): Value {
    const frame = frameAround(node, from);
    const value = this.memory.recall(slotIn(frame.values, node), () => {
      if (this.steps++ < this.limit) return evaluateNode(node, frame);
      this.memory.cutShort();
      return unknown(locationOf(node));
    });
    return value ?? unknown(locationOf(node));
  }

  remember(key: string | typescript.Node, at: Location, evaluate: () => Value): Value {
    return this.memory.recall(slotIn(this.named, key), evaluate) ?? unknown(at);
  }

  property(at: Location, evaluate: () => Value): PropertyValue {
    const { memory } = this;
    const slot = new Slot<Value>();
    return {
      at,
      get value() {
        return memory.recall(slot, evaluate) ?? unknown(at);
      },
    };
  }
}

function slotIn<K>(slots: Map<K, Slot<Value>>, key: K): Slot<Value> {
  let slot = slots.get(key);
  if (!slot) slots.set(key, (slot = new Slot<Value>()));
  return slot;
}

function evaluateNode(node: typescript.Node, frame: Frame): Value {
  if (isWrapper(node)) return frame.evaluate(node.expression);
  if (ts.isIdentifier(node)) return readIdentifier(node, frame);
  if (ts.isPropertyAccessExpression(node)) return readProperty(node, frame);
  if (ts.isElementAccessExpression(node)) return readElement(node, frame);
  if (ts.isCallExpression(node)) return evaluateCall(node, frame);
  if (ts.isNewExpression(node)) return evaluateNew(node, frame);
  if (ts.isObjectLiteralExpression(node)) return evaluateObject(node, frame);
  if (ts.isArrayLiteralExpression(node)) return evaluateArray(node, frame);
  if (ts.isClassLike(node)) return classOf(node, frame);
  if (ts.isConditionalExpression(node)) return evaluateConditional(node, frame);
  if (ts.isBinaryExpression(node)) return evaluateBinary(node, frame);
  if (ts.isPrefixUnaryExpression(node)) return evaluatePrefix(node, frame);
  if (ts.isTemplateExpression(node)) return evaluateTemplate(node, frame);
  if (node.kind === ts.SyntaxKind.ThisKeyword) return readThis(node, frame);
  return literalOrFunction(node, frame);
}

function literalOrFunction(node: typescript.Node, frame: Frame): Value {
  const at = locationOf(node);
  if (ts.isStringLiteralLike(node)) return literal(node.text, at);
  if (ts.isNumericLiteral(node)) return literal(Number(node.text), at);
  if (ts.isBigIntLiteral(node)) return literal(Number(node.text.slice(0, -1)), at);
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node) || ts.isFunctionDeclaration(node)) {
    return { kind: 'function', node, scope: frame, at };
  }
  switch (node.kind) {
    case ts.SyntaxKind.TrueKeyword:
      return literal(true, at);
    case ts.SyntaxKind.FalseKeyword:
      return literal(false, at);
    case ts.SyntaxKind.NullKeyword:
      return literal(null, at);
    case ts.SyntaxKind.VoidExpression:
      return literal(undefined, at);
    default:
      return unknown(at);
  }
}
