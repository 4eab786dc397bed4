import type typescript from 'typescript';
import type { Fix, RuleFinding } from '../../engine/finding';
import { fix } from '../../engine/rule';
import { locationOf } from '../../syntax/location';
import { scopesOf } from '../../syntax/scopes';
import { ts } from '../../syntax/typescript';
import { unwrap } from '../../syntax/unwrap';

/** How people call a number of jobs. */
const NUMBER = /concurren|worker|parallel|simultan|max|limit|count|num/i;

/**
 * `process(process.env.CONCURRENCY, handler)`: what is text is the name of the jobs (bull 4.16.5 lib/queue.js:677), and a
 * concurrency that is text is refused (lib/queue.js:956).
 */
export function textForNumber({ arguments: args }: typescript.CallExpression): RuleFinding | null {
  const [first, second] = args;
  const argument = args.length === 2 ? first : args.length === 3 ? second : undefined;
  const text = argument && textIn(argument);
  if (!argument || !text) return null;
  const where = text.variable === null ? 'so' : `where \`${text.variable}\` is set`;
  const message =
    args.length === 2
      ? `\`process()\` takes text for the name of its jobs: ${where}, jobs of no other name have this handler, and one runs at a time. A concurrency is a number.`
      : `\`process()\` refuses a concurrency that is text: ${where}, it rejects, and no job is processed.`;
  return { ...rangeOf(argument), message, fixes: () => fixesOf(argument, text) };
}

interface Text {
  /** The environment variable that it comes from; null for a number in quotes. */
  readonly variable: string | null;
  /** The variable before `||` and a number, in the argument itself. */
  readonly beforeNumber: typescript.Expression | null;
}

/** What of an argument is text, and plainly meant for a number. */
function textIn(argument: typescript.Expression): Text | null {
  const node = unwrap(argument);
  if (ts.isStringLiteralLike(node)) return isNumberInQuotes(node) ? { variable: null, beforeNumber: null } : null;
  const written = ts.isIdentifier(node) ? initializerOf(node) : node;
  if (!written) return null;
  if (ts.isBinaryExpression(written) && isDefault(written.operatorToken.kind)) {
    const variable = variableIn(written.left);
    const otherwise = unwrap(written.right);
    const isNumber = ts.isNumericLiteral(otherwise);
    if (variable === null || (!isNumber && !isNumberInQuotes(otherwise))) return null;
    const isHere = written === node && written.operatorToken.kind === ts.SyntaxKind.BarBarToken;
    return { variable, beforeNumber: isHere && isNumber ? written.left : null };
  }
  const variable = variableIn(written);
  return variable !== null && NUMBER.test(variable) ? { variable, beforeNumber: null } : null;
}

function isNumberInQuotes(node: typescript.Expression): boolean {
  return ts.isStringLiteralLike(node) && /^\d+$/.test(node.text);
}

function isDefault(kind: typescript.SyntaxKind): boolean {
  return kind === ts.SyntaxKind.BarBarToken || kind === ts.SyntaxKind.QuestionQuestionToken;
}

/** `N` of `process.env.N`. */
function variableIn(expression: typescript.Expression): string | null {
  const node = unwrap(expression);
  return ts.isPropertyAccessExpression(node) && node.expression.getText() === 'process.env' ? node.name.text : null;
}

/** What a constant of the file is. */
function initializerOf(name: typescript.Identifier): typescript.Expression | null {
  const [declaration, ...others] = scopesOf(name.getSourceFile()).resolve(name.text, name)?.declarations ?? [];
  if (!declaration || others.length > 0 || !ts.isVariableDeclaration(declaration)) return null;
  const isConstant = (declaration.parent.flags & ts.NodeFlags.Const) !== 0;
  return isConstant && declaration.initializer ? unwrap(declaration.initializer) : null;
}

function fixesOf(argument: typescript.Expression, { variable, beforeNumber }: Text): readonly Fix[] {
  const inQuotes = unwrap(argument);
  if (variable === null && ts.isStringLiteralLike(inQuotes)) {
    return [fix(`Give the number ${inQuotes.text}`, [{ ...locationOf(argument), newText: inQuotes.text }])];
  }
  if (!beforeNumber) return [];
  const newText = `Number(${beforeNumber.getText()})`;
  return [fix(`Make a number of ${variable}`, [{ ...locationOf(beforeNumber), newText }])];
}

function rangeOf(node: typescript.Node): { start: number; end: number } {
  return { start: node.getStart(), end: node.end };
}
