import type typescript from 'typescript';
import { ts } from './typescript';

/**
 * Whether the code asks for the variable `name` before it writes to it, so that the first value stays: a condition around
 * the write, an early return above it, or the written value itself (`client = client || new Redis()`).
 */
export function isGuardedBy(writer: typescript.Node, value: typescript.Expression | null, name: string): boolean {
  const names = new Set([name]);
  if (value && ts.isBinaryExpression(value) && mentions(value.left, names)) return true;
  for (let at = writer; !ts.isFunctionLike(at) && !ts.isSourceFile(at); at = at.parent) {
    const { parent } = at;
    if (ts.isIfStatement(parent) && parent.expression !== at && mentions(parent.expression, names)) return true;
    if (ts.isBinaryExpression(parent) && parent.right === at && mentions(parent.left, names)) return true;
    if (ts.isBlock(parent) && returnsEarlyFor(parent, at, names)) return true;
  }
  return false;
}

/** `if (client) return client;` above the write, also by way of `const known = clients.get(type);`. */
function returnsEarlyFor(block: typescript.Block, before: typescript.Node, names: Set<string>): boolean {
  for (const statement of block.statements) {
    if (statement.pos >= before.pos) return false;
    if (ts.isIfStatement(statement) && mentions(statement.expression, names)) return true;
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      if (initializer && ts.isIdentifier(name) && mentions(initializer, names)) names.add(name.text);
    }
  }
  return false;
}

function mentions(node: typescript.Node, names: ReadonlySet<string>): boolean {
  if ((ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) && names.has(node.text)) return true;
  return ts.forEachChild(node, (child) => mentions(child, names)) ?? false;
}
