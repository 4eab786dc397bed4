import type typescript from 'typescript';
import { moduleOf } from '../../syntax/module-of';
import { ts } from '../../syntax/typescript';
import { REGISTRARS } from './called-exports';

/** Whether a call registers a function with its platform: `functions.http('send', …)`, `functions.https.onRequest(…)`. */
export function isRegistration({ expression }: typescript.CallExpression | typescript.NewExpression): boolean {
  const name = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
  if (!ts.isIdentifier(name)) return false;
  const likely = REGISTRARS.filter(({ methods }) => methods.test(name.text));
  const module = likely.length > 0 ? moduleOf(expression)?.text : undefined;
  return module !== undefined && likely.some(({ packages }) => packages.test(module));
}
