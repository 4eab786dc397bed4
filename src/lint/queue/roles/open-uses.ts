import type typescript from 'typescript';
import { alternatives, stringIn } from '../../evaluation/inspect-value';
import { isBull } from '../../evaluation/packages';
import type { Evaluator, SingleValue } from '../../evaluation/value';
import { scopesOf } from '../../syntax/scopes';
import { ts } from '../../syntax/typescript';
import { unwrap } from '../../syntax/unwrap';

/**
 * Whether a call that was not followed to a queue may still make some queue a consumer: `jobs[name].process(handle)`,
 * `each.on('global:completed', …)`. False where it is plainly something else that has such a method.
 */
export function mayUseQueue(call: typescript.CallExpression, evaluator: Evaluator): boolean {
  if (!ts.isPropertyAccessExpression(call.expression)) return false;
  const { expression: receiver, name } = call.expression;
  const isTelling = name.text === 'process' ? takesHandler(call) : isGlobalEvent(call, evaluator);
  return isTelling && mayBeQueue(unwrap(receiver), evaluator);
}

/** `process` of Bull gets a function, or the path of a module, last. */
function takesHandler({ arguments: args }: typescript.CallExpression): boolean {
  const last = args.at(-1);
  if (!last) return false;
  const handler = ts.isSpreadElement(last) ? last : unwrap(last);
  return (
    !ts.isObjectLiteralExpression(handler) && !ts.isArrayLiteralExpression(handler) && !ts.isNumericLiteral(handler)
  );
}

function isGlobalEvent({ expression, arguments: [event] }: typescript.CallExpression, evaluator: Evaluator): boolean {
  const isListener = ts.isPropertyAccessExpression(expression) && /^(on|once|addListener)$/.test(expression.name.text);
  return isListener && !!event && (stringIn(evaluator.evaluate(event)) ?? '').startsWith('global:');
}

function mayBeQueue(receiver: typescript.Expression, evaluator: Evaluator): boolean {
  if (receiver.kind === ts.SyntaxKind.SuperKeyword) return false;
  if (receiver.kind === ts.SyntaxKind.ThisKeyword) return thisMayBeQueue(receiver, evaluator);
  if (isOfAnotherPackage(receiver)) return false;
  return alternatives(evaluator.evaluate(receiver)).some((value) => valueMayBeQueue(value));
}

function valueMayBeQueue(value: SingleValue): boolean {
  if (value.kind === 'unknown') return value.type === undefined || value.type === 'object';
  // An object that is not seen to have the method has it from somewhere else: a constructor may return a queue.
  if (value.kind === 'object') return !value.properties.has('process');
  return value.kind === 'instance' && isBull(value.of);
}

/** `this` is a queue only in a class that extends Bull, or something that is not known. */
function thisMayBeQueue(node: typescript.Node, evaluator: Evaluator): boolean {
  const owner = ts.findAncestor(node, ts.isClassLike);
  const base = owner?.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types[0];
  if (!owner || !base || owner.members.some((member) => member.name?.getText() === 'process')) return false;
  return alternatives(evaluator.evaluate(base.expression)).some((value) => value.kind === 'unknown' || isBull(value));
}

/** Packages whose objects have a `process` of their own. */
const OTHERS = /^(postcss|unified|remark|rehype|retext|sharp|stylus|less|sass|autoprefixer|cssnano)([/-]|$)/;

/** Node's `process`, and what comes from a package that processes something else: `unified().use(html).process(text)`. */
function isOfAnotherPackage(node: typescript.Expression): boolean {
  let root = node;
  while (ts.isPropertyAccessExpression(root) || ts.isElementAccessExpression(root) || ts.isCallExpression(root)) {
    root = unwrap(root.expression);
  }
  if (!ts.isIdentifier(root)) return false;
  const [declaration] = scopesOf(root.getSourceFile()).resolve(root.text, root)?.declarations ?? [];
  if (!declaration) return root.text === 'process';
  const statement = ts.findAncestor(declaration, ts.isImportDeclaration);
  return !!statement && ts.isStringLiteral(statement.moduleSpecifier) && OTHERS.test(statement.moduleSpecifier.text);
}
