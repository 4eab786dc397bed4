import type typescript from 'typescript';
import { isGuardedBy } from '../syntax/guards';
import { hasModifier } from '../syntax/modifiers';
import { oncePerNode } from '../syntax/node-map';
import { scopesOf } from '../syntax/scopes';
import { ts } from '../syntax/typescript';
import { unwrap } from '../syntax/unwrap';

/** What a function asks for a queue before it makes one. */
export interface Asked {
  /** A variable, or a field. */
  readonly holder: string;
  /** Whether it holds several, each under a key. */
  readonly isTable: boolean;
  /** Whether all calls ask the same one: a variable of the file, or a static field. */
  readonly isShared: boolean;
  /** Whether the function puts the queue there, so that the next call finds it. */
  readonly isFilled: boolean;
}

type Holder = Omit<Asked, 'isFilled'>;

/** What is asked before `node` makes something: `queues[name] || make(name)`, `if (!queues.has(name)) …`; null for nothing. */
export function askedFirst(node: typescript.Node): Asked | null {
  const code = ts.findAncestor(node.parent, ts.isFunctionLike);
  if (!code) return null;
  const filled = filledIn(code);
  let at = node;
  for (; ts.isExpression(at.parent); at = at.parent) {
    const { parent } = at;
    if (!ts.isBinaryExpression(parent) || parent.right !== at || !ASKS.has(parent.operatorToken.kind)) continue;
    const asked = holderOf(parent.left);
    if (asked) return { ...asked, isFilled: filled.some(({ holder }) => holder === asked.holder) };
  }
  const found = filled.find(({ holder }) => isGuardedBy(at, null, holder));
  return found ? { ...found, isFilled: true } : null;
}

const ASKS: ReadonlySet<typescript.SyntaxKind> = new Set([
  ...[ts.SyntaxKind.BarBarToken, ts.SyntaxKind.QuestionQuestionToken],
  ...[ts.SyntaxKind.BarBarEqualsToken, ts.SyntaxKind.QuestionQuestionEqualsToken],
]);
const STORES: ReadonlySet<typescript.SyntaxKind> = new Set([
  ...[ts.SyntaxKind.EqualsToken, ts.SyntaxKind.BarBarEqualsToken, ts.SyntaxKind.QuestionQuestionEqualsToken],
]);
const FILLS = /^(set|add|push|unshift)$/;

/** Where a function puts things, the tables first. */
const filledIn = oncePerNode(fillsOf);

function fillsOf(code: typescript.SignatureDeclaration): readonly Holder[] {
  const found: Holder[] = [];
  const visit = (node: typescript.Node): void => {
    if (ts.isBinaryExpression(node) && STORES.has(node.operatorToken.kind)) {
      found.push(...[holderOf(node.left)].flatMap((each) => each ?? []));
    } else if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const { expression, name } = node.expression;
      const holder = FILLS.test(name.text) ? holderOf(expression) : null;
      if (holder) found.push({ ...holder, isTable: true });
    }
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(code, visit);
  // `if (!options) options = {};` gives a parameter its default.
  const parameters = code.parameters.map(({ name }) => name.getText());
  const lasting = found.filter(({ holder }) => !parameters.includes(holder));
  return lasting.sort((a, b) => Number(b.isTable) - Number(a.isTable));
}

/** `queues` of `queues[name]`, `this.queues[name]` and `queues.get(name)`. */
function holderOf(node: typescript.Expression): Holder | null {
  let at = unwrap(node);
  let isTable = false;
  if (ts.isCallExpression(at) && ts.isPropertyAccessExpression(at.expression)) {
    isTable = true;
    at = unwrap(at.expression.expression);
  }
  for (; ts.isElementAccessExpression(at); at = unwrap(at.expression)) isTable = true;
  if (ts.isIdentifier(at)) return { holder: at.text, isTable, isShared: isOfFile(at) };
  return ts.isPropertyAccessExpression(at) ? { holder: at.name.text, isTable, isShared: isStatic(at) } : null;
}

/** A variable of a file, or one that no code declares, as `global`. */
function isOfFile(name: typescript.Identifier): boolean {
  const scope = scopesOf(name.getSourceFile()).resolve(name.text, name)?.scope;
  return !scope || ts.isSourceFile(scope);
}

/** `Mailer.queue`, and `this.queue` in a static method. */
function isStatic({ expression }: typescript.PropertyAccessExpression): boolean {
  if (ts.isIdentifier(expression)) return isOfFile(expression);
  const member = expression.kind === ts.SyntaxKind.ThisKeyword && ts.findAncestor(expression, ts.isClassElement);
  return !!member && hasModifier(member, ts.SyntaxKind.StaticKeyword);
}
