import type typescript from 'typescript';
import { ts } from '../syntax/typescript';
import type { Evaluator } from '../evaluation/value';
import { usesOfName } from '../syntax/name-uses';
import { functionAround, scopesOf } from '../syntax/scopes';
import type { QueueCount } from './queue-count';
import { isAny, knownTexts, type KnownText } from './names';
import { isReached } from './reached';
import type { Roles, Use } from './roles/roles';

/** What a place that makes queues comes to, in all code or in one process. */
export interface Share {
  readonly count: QueueCount;
  /** How many connections one such queue opens at most. */
  readonly connections: 1 | 2 | 3;
  /** Whether each of them surely opens as many. */
  readonly isFollowed: boolean;
}

interface Made {
  readonly node: typescript.Node;
  readonly count: QueueCount;
  /** What they may be called. */
  names(): readonly KnownText[];
  /** What expressions are in production. */
  readonly production: () => Evaluator;
}

/**
 * Bull opens `client` at once, `subscriber` at the first global event or processor, `bclient` at the first processor
 * (bull 4.16.5 lib/queue.js:200, 372, 708).
 */
export function shareOf({ processes, subscribes, escapes }: Roles, made: Made): Share {
  const [uses, connections] =
    processes.length > 0
      ? ([processes, 3] as const)
      : subscribes.length > 0
        ? ([subscribes, 2] as const)
        : [[], 1 as const];
  const isOfAll =
    connections === 1 || (isOne(made.count) ? uses.some((use) => isSure(use, made)) : areOfAll(uses, made));
  return {
    count: made.count,
    connections: escapes ? 3 : connections,
    isFollowed: isOfAll && (!escapes || connections === 3),
  };
}

function isOne({ atLeast, isOpen }: QueueCount): boolean {
  return atLeast === 1 && !isOpen;
}

/** Whether what is done to some of several queues is done to each: where they are made, or to as many names as there are. */
function areOfAll(uses: readonly Use[], made: Made): boolean {
  const certain = uses.filter((use) => isSure(use, made));
  if (certain.some((use) => isBeside(use.node, made.node))) return true;
  const known = certain.filter((use) => isOfEach(use.node) || isOfOne(use, certain));
  const named = new Set(known.flatMap(textsOf).map((text) => JSON.stringify(text)));
  if (!made.count.isOpen) return named.size >= made.count.atLeast;
  const wanted = made.names();
  return wanted.length > 0 && wanted.every((text) => !isAny(text) && named.has(JSON.stringify(text)));
}

/** Whether a call is one on one queue: of several that it may be on, it is not known which. */
function isOfOne(use: Use, all: readonly Use[]): boolean {
  return textsOf(use).length === 1 && all.every((other) => other === use || other.node !== use.node);
}

function textsOf({ name }: Use): readonly KnownText[] {
  return name ? knownTexts(name) : [];
}

/** Whether a call is one on the element that a loop or a callback of `forEach` is at, and so on all of a list. */
function isOfEach(node: typescript.Node): boolean {
  if (!ts.isCallExpression(node)) return false;
  let root: typescript.Expression = node.expression;
  while (ts.isPropertyAccessExpression(root)) root = root.expression;
  if (!ts.isIdentifier(root)) return false;
  const [declaration] = scopesOf(root.getSourceFile()).resolve(root.text, root)?.declarations ?? [];
  if (!declaration) return false;
  const holder = ts.findAncestor(declaration, (each) => ts.isParameter(each) || ts.isVariableDeclaration(each));
  if (!holder) return false;
  if (ts.isVariableDeclaration(holder)) return ts.isForOfStatement(holder.parent.parent);
  const call = holder.parent.parent;
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return false;
  return /^(forEach|map|flatMap)$/.test(call.expression.name.text);
}

/** In the same function, or in the constructor of a class whose instances hold one each. */
function isBeside(use: typescript.Node, made: typescript.Node): boolean {
  const code = functionAround(made);
  if (!ts.isSourceFile(code) && ts.findAncestor(use, (each) => each === code)) return true;
  const constructor = functionAround(use);
  return ts.isConstructorDeclaration(constructor) && constructor.parent === ts.findAncestor(made, ts.isClassLike);
}

function isSure({ node }: Use, made: Made): boolean {
  return (
    isReached(node, made.production) === true && !(ts.isClassElement(node) && isProvidedOnCondition(node.parent, made))
  );
}

/** `providers: isWorker ? [MailProcessor] : []`, in the file of the NestJS module that registers the queue. */
function isProvidedOnCondition(
  { name }: typescript.Node & { name?: typescript.Node },
  { node, production }: Made,
): boolean {
  const uses = name && ts.isIdentifier(name) ? usesOfName(name.text, node.getSourceFile()) : [];
  return uses.length > 0 && !uses.some((use) => isReached(use, production) === true);
}
