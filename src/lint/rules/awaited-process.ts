import type typescript from 'typescript';
import { fix, type Rule } from '../engine/rule';
import type { Fix, RuleFinding } from '../engine/finding';
import { locationOf } from '../syntax/location';
import { ts } from '../syntax/typescript';
import { isWrapper } from '../syntax/unwrap';

export const awaitedProcess: Rule = {
  meta: {
    id: 'awaited-process',
    summary: 'What follows `await queue.process(…)` does not run before the queue is closed.',
    defaultSeverity: 'warning',
    fixable: true,
  },
  *check({ file, workspace }) {
    const calls = new Set<typescript.Node>();
    for (const { roles } of workspace.queuesUsedIn(file.path)) {
      for (const use of roles.processes) if (use.file === file.path) calls.add(use.node);
    }
    for (const call of [...calls].sort((a, b) => a.pos - b.pos)) {
      const wait = ts.isCallExpression(call) ? waitFor(call) : null;
      const next = wait && nextAfter(wait.node);
      if (wait && next) yield findingOf(wait, next, file.path);
    }
  },
};

/** Code that waits for `process()`. */
interface Wait {
  readonly node: typescript.AwaitExpression;
  /** Whether it waits for that call alone. */
  readonly isAlone: boolean;
}

/** What waits for a call: `await queue.process(…)`, also with `.catch(…)` or in `Promise.all([…])`. */
function waitFor(call: typescript.CallExpression): Wait | null {
  for (let node: typescript.Node | null = call; node; node = chainedCall(node) ?? promiseAll(node)) {
    while (isWrapper(node.parent) && !ts.isAwaitExpression(node.parent)) node = node.parent;
    if (ts.isAwaitExpression(node.parent)) return { node: node.parent, isAlone: node === call };
  }
  return null;
}

/** `queue.process(…).catch(…)` */
function chainedCall({ parent }: typescript.Node): typescript.CallExpression | null {
  const isChained = ts.isPropertyAccessExpression(parent) && /^(then|catch|finally)$/.test(parent.name.text);
  return isChained && ts.isCallExpression(parent.parent) && parent.parent.expression === parent ? parent.parent : null;
}

/** `Promise.all([queue.process(…)])` */
function promiseAll({ parent }: typescript.Node): typescript.CallExpression | null {
  if (!ts.isArrayLiteralExpression(parent) || !ts.isCallExpression(parent.parent)) return null;
  return /^Promise\.(all|allSettled)$/.test(parent.parent.expression.getText()) ? parent.parent : null;
}

/** What does not run while the code waits. */
interface Next {
  readonly node: typescript.Node;
  readonly isLoop: boolean;
}

/** The first statement after an `await`, or the loop that it stands in; null where nothing follows, or only the end. */
function nextAfter(wait: typescript.AwaitExpression): Next | null {
  const following: typescript.Node[] = [];
  for (let node: typescript.Node = wait; !ts.isSourceFile(node) && !ts.isFunctionLike(node); node = node.parent) {
    const { parent } = node;
    if (ts.isIterationStatement(parent, false) && parent.statement === node) return { node: parent, isLoop: true };
    const isList = ts.isBlock(parent) || ts.isSourceFile(parent) || ts.isCaseOrDefaultClause(parent);
    if (!isList) continue;
    const { statements } = parent;
    following.push(...statements.slice(statements.indexOf(node as typescript.Statement) + 1).filter(isRun));
  }
  const [first] = following;
  return first && !following.every(endsProgram) ? { node: first, isLoop: false } : null;
}

/** Declarations are there from the start, and a bare `return` or `break` does nothing. */
function isRun(node: typescript.Statement): boolean {
  if (ts.isFunctionDeclaration(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node))
    return false;
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isExportAssignment(node)) return false;
  if (ts.isReturnStatement(node)) return node.expression !== undefined;
  return !ts.isBreakStatement(node) && !ts.isEmptyStatement(node);
}

/** What is meant to run after the queue was closed. */
function endsProgram(node: typescript.Node): boolean {
  return /\b(close|disconnect|quit|destroy|exit|end)\w*\(/i.test(node.getText());
}

function findingOf({ node, isAlone }: Wait, next: Next, file: string): RuleFinding {
  const at = { file, start: node.getStart(), end: node.getStart() + 'await'.length };
  const what = next.isLoop ? 'the loop does not go on' : 'what follows does not run';
  return {
    start: at.start,
    end: node.end,
    message: `\`process()\` resolves when the queue is closed: until then ${what}.`,
    related: [{ ...locationOf(next.node), message: next.isLoop ? 'This loop.' : 'This does not run until then.' }],
    fixes: (): readonly Fix[] =>
      isAlone && ts.isExpressionStatement(node.parent)
        ? [fix('Do not wait for process()', [{ ...at, newText: 'void' }], { isPreferred: false })]
        : [],
  };
}
