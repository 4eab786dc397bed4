import { ts } from '../../syntax/typescript';
import { unwrap } from '../../syntax/unwrap';
import type { Use } from './roles';

/** Whether a `process` is given the path of a module, which Bull runs in a child process (bull 4.16.5 lib/queue.js:737-755). */
export function isSandboxed({ node }: Use): boolean {
  const last = ts.isCallExpression(node) ? node.arguments.at(-1) : undefined;
  if (!last) return false;
  const handler = unwrap(last);
  if (ts.isStringLiteralLike(handler) || ts.isTemplateExpression(handler)) return true;
  if (ts.isBinaryExpression(handler)) return handler.operatorToken.kind === ts.SyntaxKind.PlusToken;
  const makesPath = /^(path\.)?(join|resolve)$|^require\.resolve$|^(url\.)?fileURLToPath$|^new URL$/;
  return ts.isCallExpression(handler) && makesPath.test(handler.expression.getText());
}
