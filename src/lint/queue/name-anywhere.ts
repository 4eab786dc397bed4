import type typescript from 'typescript';
import { directoryOf, join } from '../files/paths';
import type { Project } from '../files/project';
import type { Location } from '../syntax/location';
import { moduleOf } from '../syntax/module-of';
import { scopesOf } from '../syntax/scopes';
import { ts } from '../syntax/typescript';
import { expressionAt } from './expression-at';

/**
 * A name for an expression that nothing is known of, the same for what gives the same wherever it stands: `config.get('host')`,
 * `env.HOST` of the same module, text of such parts. Null where what it gives may be another at each call.
 */
export function nameAnywhere(at: Location, project: Project): string | null {
  const expression = expressionAt(at, project);
  const homes = expression && homesOf(expression);
  return homes && [textOf(expression), ...new Set(homes)].join(' of ');
}

/** Whether an expression gives the same at each call of the function around it. */
export function isSameAtEachCall(expression: typescript.Expression): boolean {
  return homesOf(expression) !== null;
}

/** Where the variables come from that an expression is made of; null where one is local, or something is called. */
function homesOf(node: typescript.Node): readonly string[] | null {
  if (ts.isCallExpression(node)) return asksByName(node) ? [] : null;
  if (node.kind === ts.SyntaxKind.ThisKeyword) return null;
  if (ts.isFunctionLike(node)) return [];
  if (ts.isIdentifier(node)) return homeOf(node);
  if (ts.isPropertyAccessExpression(node)) return homesOf(node.expression);
  if (ts.isPropertyAssignment(node)) return homesOf(node.initializer);
  const homes: (readonly string[] | null)[] = [];
  ts.forEachChild(node, (child) => void homes.push(homesOf(child)));
  return homes.includes(null) ? null : homes.flatMap((each) => each ?? []);
}

function homeOf(node: typescript.Identifier): readonly string[] | null {
  const file = node.getSourceFile();
  const binding = scopesOf(file).resolve(node.text, node);
  if (!binding) return [];
  if (!ts.isSourceFile(binding.scope)) return null;
  const specifier = moduleOf(node)?.text;
  if (specifier === undefined) return [file.fileName];
  return [specifier.startsWith('.') ? join(directoryOf(file.fileName), specifier) : specifier];
}

/** `config.get('redis.host')`: whatever `config` is called, and however it was come by. */
function asksByName({ expression, arguments: args }: typescript.CallExpression): boolean {
  const [name] = args;
  return (
    (ts.isPropertyAccessExpression(expression) || ts.isIdentifier(expression)) &&
    !!name &&
    ts.isStringLiteralLike(name) &&
    args.every((each) => ts.isLiteralExpression(each))
  );
}

function textOf(node: typescript.Expression): string {
  return node.getText().replace(/\bthis\.|<[^()]*>|\s+/g, '');
}
