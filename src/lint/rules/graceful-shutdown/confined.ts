import type typescript from 'typescript';
import type { ParsedFile } from '../../syntax/parsed-file';
import { ts } from '../../syntax/typescript';
import type { RuleContext } from '../../engine/rule';
import { alternatives } from '../../evaluation/inspect-value';
import type { FunctionValue, Value } from '../../evaluation/value';

/**
 * Whether the Redis clients of `file` can be reached from nowhere else but through `createClient`, and nothing in the
 * file closes one: then nothing in the program closes them. False where a single use is not understood.
 */
export function areNeverClosed(file: ParsedFile, createClient: FunctionValue, context: RuleContext): boolean {
  let isConfined = true;
  const visit = (node: typescript.Node): void => {
    if (!isConfined || ts.isTypeNode(node)) return;
    isConfined = !closes(node) && !handsOn(node, context) && !exportsMore(node, createClient, context);
    ts.forEachChild(node, visit);
  };
  visit(file.ast);
  return isConfined;
}

function closes(node: typescript.Node): boolean {
  return ts.isIdentifier(node) && /^(quit|disconnect)$/.test(node.text);
}

/** A client, or something that holds one, as an argument or put on an object that this file did not make. */
function handsOn(node: typescript.Node, context: RuleContext): boolean {
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
    return (node.arguments ?? []).some((argument) => holdsClient(context.evaluator.evaluate(argument)));
  }
  return (
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    !ts.isIdentifier(node.left) &&
    holdsClient(context.evaluator.evaluate(node.right))
  );
}

function holdsClient(value: Value, depth = 3): boolean {
  return alternatives(value).some((single) => {
    if (single.kind === 'instance') return single.of.module === 'ioredis';
    if (depth === 0) return true;
    if (single.kind === 'array') return single.elements.some((element) => holdsClient(element, depth - 1));
    if (single.kind !== 'object') return false;
    return [...single.properties.values()].some((property) => holdsClient(property.value, depth - 1));
  });
}

/** An export other than `createClient`, a queue or a type: a client may be had through it. */
function exportsMore(node: typescript.Node, createClient: FunctionValue, context: RuleContext): boolean {
  const isHarmless = (expression: typescript.Node): boolean =>
    expression === createClient.node || isQueue(expression, createClient, context);
  if (ts.isExportDeclaration(node)) return !node.isTypeOnly;
  if (ts.isExportAssignment(node)) return !isHarmless(node.expression);
  if (ts.isVariableStatement(node) && isExported(node)) {
    return node.declarationList.declarations.some(({ initializer }) => !initializer || !isHarmless(initializer));
  }
  // A module of NestJS is a class without members.
  if (ts.isClassDeclaration(node) && node.members.length === 0) return false;
  if ((ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) && isExported(node)) return !isHarmless(node);
  return ts.isBinaryExpression(node) && isExportsMember(node.left) && !isHarmless(node.right);
}

function isExported(node: typescript.VariableStatement | typescript.DeclarationStatement): boolean {
  return (
    ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
  );
}

function isExportsMember(node: typescript.Node): boolean {
  return /^(module\.)?exports\b/.test(node.getText());
}

/** A construction, or a name or an object of nothing but queues and `createClient`. */
function isQueue(node: typescript.Node, createClient: FunctionValue, context: RuleContext): boolean {
  if (context.workspace.queues.some((queue) => queue.node === node)) return true;
  if (!ts.isExpression(node)) return false;
  const values = alternatives(context.evaluator.evaluate(node));
  return values.every((value) => {
    if (value.kind === 'instance') return value.of.module === 'bull';
    if (value.kind === 'function') return value.node === createClient.node;
    if (value.kind !== 'object' || value.open) return false;
    return [...value.properties.values()].every((property) =>
      alternatives(property.value).every(
        (single) =>
          (single.kind === 'instance' && single.of.module === 'bull') ||
          (single.kind === 'function' && single.node === createClient.node),
      ),
    );
  });
}
