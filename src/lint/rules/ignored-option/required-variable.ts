import type typescript from 'typescript';
import { oncePerNode } from '../../syntax/node-map';
import { ts } from '../../syntax/typescript';

/**
 * Whether a file ends early where an environment variable is not set: `if (!process.env.REDIS_URL) throw …`, also by a name
 * that the variable was given, and `assert(url)`.
 */
export function isRequired(variable: string, file: typescript.SourceFile): boolean {
  const known = requiredIn(file);
  let is = known.get(variable);
  if (is === undefined) known.set(variable, (is = file.text.includes(variable) && isLookedAt(variable, file)));
  return is;
}

const requiredIn = oncePerNode(() => new Map<string, boolean>());

function isLookedAt(variable: string, file: typescript.SourceFile): boolean {
  const names = new Set([variable]);
  let found = false;
  const visit = (node: typescript.Node): void => {
    if (found) return;
    if (ts.isVariableDeclaration(node) && node.initializer && ts.isIdentifier(node.name)) {
      if (/^process\.env\b/.test(node.initializer.getText(file)) && mentions(node.initializer, names)) {
        names.add(node.name.text);
      }
    }
    if (ts.isIfStatement(node)) found = mentions(node.expression, names) && ends(node.thenStatement);
    if (ts.isCallExpression(node) && /^(assert|invariant)\b/.test(node.expression.getText(file))) {
      found = node.arguments.some((argument) => mentions(argument, names));
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function mentions(node: typescript.Node, names: ReadonlySet<string>): boolean {
  if ((ts.isIdentifier(node) || ts.isStringLiteralLike(node)) && names.has(node.text)) return true;
  return ts.forEachChild(node, (child) => mentions(child, names)) ?? false;
}

/** Whether nothing behind a statement runs after it. */
function ends(node: typescript.Statement): boolean {
  const last = ts.isBlock(node) ? node.statements.at(-1) : node;
  if (!last) return false;
  if (ts.isReturnStatement(last) || ts.isThrowStatement(last)) return true;
  return ts.isExpressionStatement(last) && /^process\.(exit|abort)\(/.test(last.expression.getText());
}
