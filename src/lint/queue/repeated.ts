import type typescript from 'typescript';
import type { Construction } from '../constructions/construction';
import { ts } from '../syntax/typescript';
import { stringIn } from '../evaluation/inspect-value';
import { CALLED_EXPORTS } from './platform/called-exports';
import { isRegistration } from './platform/registration';

/** What calls a function again and again: for the message, "Each request …". */
export type Trigger = 'request' | 'invocation' | 'job' | 'turn of the loop';

const ROUTE_METHODS = new Set(['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'all', 'use']);
const HTTP_DECORATORS = new Set(['Get', 'Post', 'Put', 'Patch', 'Delete', 'Head', 'Options', 'All', 'Sse']);
const MESSAGE_DECORATORS = new Set(['MessagePattern', 'EventPattern', 'SubscribeMessage']);
const NEXT_METHODS = new Set(CALLED_EXPORTS.nextRoute);

type FunctionNode = typescript.FunctionLikeDeclaration;

interface Callers {
  /** Whether a function is handed to `process()` of some queue. */
  isProcessor(node: typescript.Node): boolean;
  /** Whether a platform calls a function for each invocation. */
  isCalledByPlatform(node: typescript.Node): boolean;
}

/** What makes a queue again and again where it stands; null where nothing shows that. */
export function triggerAround(queue: Construction, callers: Callers): Trigger | null {
  for (let node: typescript.Node = queue.node.parent; !ts.isSourceFile(node); node = node.parent) {
    if (isLoop(node)) return stringIn(queue.name) === undefined ? null : 'turn of the loop';
    if (!ts.isFunctionLike(node)) continue;
    const trigger = isProcessor(node, callers) ? 'job' : triggerOf(node as FunctionNode, callers);
    // A callback runs when the function around it does.
    if (trigger || !ts.isCallExpression(node.parent)) return trigger;
  }
  return null;
}

function isLoop(node: typescript.Node): boolean {
  return ts.isIterationStatement(node, false);
}

/** Whether `node` is handed to `process()` of a queue. */
function isProcessor(node: typescript.Node, callers: Callers): boolean {
  return ts.isCallExpression(node.parent) && callers.isProcessor(node);
}

/** What runs `handler` for each request, invocation or job; null where nothing shows that. */
function triggerOf(handler: FunctionNode, callers: Callers): Trigger | null {
  const file = handler.getSourceFile();
  const names = namesOfDecorators(handler);
  if (names.some((name) => HTTP_DECORATORS.has(name))) return 'request';
  if (names.some((name) => MESSAGE_DECORATORS.has(name))) return 'request';
  if (names.includes('Process')) return 'job';
  if (takesRequestAndResponse(handler)) return 'request';
  const exported = exportedName(handler);
  if (exported === 'handler' && !takesJob(handler)) return 'invocation';
  if (exported && NEXT_METHODS.has(exported) && /(^|\/)app\/(.*\/)?route\.[jt]sx?$/.test(file.fileName))
    return 'request';
  if (exported === 'default' && /(^|\/)pages\/api\//.test(file.fileName)) return 'request';
  if (callers.isCalledByPlatform(handler)) return 'invocation';
  const handed = uses(handler, file).flatMap(handedTo);
  if (handed.some(isRoute)) return 'request';
  return handed.some(({ call }) => isRegistration(call)) ? 'invocation' : null;
}

/** `(job) => …`: what a queue calls, and no platform does. */
export function takesJob({ parameters: [first] }: typescript.SignatureDeclaration): boolean {
  return !!first && ts.isIdentifier(first.name) && first.name.text === 'job';
}

/** `(req, res)`, `(request, reply)`: Express, Fastify, Next.js pages and Node's own http. */
function takesRequestAndResponse({ parameters }: FunctionNode): boolean {
  const [first, second] = parameters.map(({ name }) => (ts.isIdentifier(name) ? name.text : ''));
  return /^_?(req|request)$/.test(first ?? '') && /^_?(res|response|reply)$/.test(second ?? '');
}

function namesOfDecorators(node: FunctionNode): readonly string[] {
  if (!ts.canHaveDecorators(node)) return [];
  return (ts.getDecorators(node) ?? []).map(({ expression }) => {
    const name = ts.isCallExpression(expression) ? expression.expression : expression;
    return ts.isIdentifier(name) ? name.text : '';
  });
}

/** The name under which a module exports the function itself: `handler` of `exports.handler = async () => …`. */
function exportedName(node: FunctionNode): string | null {
  if (ts.isFunctionDeclaration(node)) {
    const modifiers = node.modifiers?.map(({ kind }) => kind) ?? [];
    if (!modifiers.includes(ts.SyntaxKind.ExportKeyword)) return null;
    return modifiers.includes(ts.SyntaxKind.DefaultKeyword) ? 'default' : (node.name?.text ?? null);
  }
  const { parent } = node;
  if (ts.isExportAssignment(parent)) return 'default';
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) {
    const statement = parent.parent.parent;
    const isExported =
      ts.isVariableStatement(statement) &&
      statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    return isExported ? parent.name.text : null;
  }
  if (ts.isBinaryExpression(parent) && ts.isPropertyAccessExpression(parent.left)) {
    return /^(module\.)?exports$/.test(parent.left.expression.getText()) ? parent.left.name.text : null;
  }
  return null;
}

/** The function where it is written, and where a name of it in this file is handed on. */
function uses(node: FunctionNode, file: typescript.SourceFile): readonly typescript.Node[] {
  const name = ts.isVariableDeclaration(node.parent) ? node.parent.name : ts.isFunctionDeclaration(node) && node.name;
  if (!name || !ts.isIdentifier(name)) return [node];
  const found: typescript.Node[] = [];
  const visit = (each: typescript.Node): void => {
    if (ts.isIdentifier(each) && each.text === name.text) found.push(each);
    ts.forEachChild(each, visit);
  };
  visit(file);
  return found;
}

/** A call that gets a function, and whether as the `handler` of an object. */
interface Handed {
  readonly call: typescript.CallExpression;
  readonly isOption: boolean;
}

function handedTo(node: typescript.Node): readonly Handed[] {
  const { parent } = node;
  const isOption =
    (ts.isPropertyAssignment(parent) && parent.initializer === node && parent.name.getText() === 'handler') ||
    (ts.isShorthandPropertyAssignment(parent) && parent.name.text === 'handler');
  const argument = isOption ? parent.parent : node;
  const call = argument.parent;
  return ts.isCallExpression(call) && call.expression !== argument ? [{ call, isOption }] : [];
}

/** `app.post('/orders', …)`, `router.use((req) => …)`, `fastify.route({ handler })`. */
function isRoute({ call, isOption }: Handed): boolean {
  if (!ts.isPropertyAccessExpression(call.expression)) return false;
  const method = call.expression.name.text;
  if (isOption) return method === 'route';
  return ROUTE_METHODS.has(method) && call.arguments.length > 1 && isPath(call.arguments[0]!);
}

function isPath(node: typescript.Expression): boolean {
  return (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) && /^['"`][/*]/.test(node.getText());
}
