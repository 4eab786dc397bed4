import type typescript from 'typescript';
import { isGuardedBy } from '../syntax/guards';
import { locationOf } from '../syntax/location';
import { referencesTo, scopesOf } from '../syntax/scopes';
import { ts } from '../syntax/typescript';
import { isWrapper, unwrap } from '../syntax/unwrap';
import { writesTo, writesToFields, type Key, type Write } from '../syntax/writes';
import { either, unknown } from './build-value';
import { frameAround, onceKey } from './frame';
import { keyName } from './member-names';
import type { Frame, Identity, Value } from './value';

/** Something that holds values under keys for longer than one call: a variable, or a field of `this`. */
interface Holder {
  readonly name: string;
  readonly key: string | null;
  readonly writes: readonly Write[];
}

/**
 * `cache[type]` and `cache.get(type)` where the code fills the cache under a computed key; undefined where it does not,
 * and the holder is read as the object that it is.
 */
export function readSlot(holderNode: typescript.Expression, name: string | undefined, frame: Frame): Value | undefined {
  const holder = holderOf(holderNode, frame);
  const filled = holder?.writes.filter((write) => write.path.length === 1 && typeof write.path[0] !== 'string');
  if (!filled?.length || name === undefined) return undefined;
  const at = locationOf(holderNode);
  const values: Value[] = [];
  for (const write of filled) {
    const [key] = write.path;
    const written = key === undefined ? undefined : keyName(key, frame);
    if (written === undefined || !write.value) return unknown(at);
    if (written === name) values.push(frame.evaluate(write.value));
  }
  return values.length ? either(values, at) : undefined;
}

function holderOf(wrapper: typescript.Expression, frame: Frame): Holder | undefined {
  const node = unwrap(wrapper);
  if (ts.isIdentifier(node)) {
    const binding = scopesOf(node.getSourceFile()).resolve(node.text, node);
    const [declaration] = binding?.declarations ?? [];
    if (!binding || !declaration) return undefined;
    return { name: node.text, key: onceKey(declaration, frame), writes: writesTo(binding) };
  }
  if (ts.isPropertyAccessExpression(node) && node.expression.kind === ts.SyntaxKind.ThisKeyword) {
    const owner = ts.findAncestor(node, ts.isClassLike);
    if (!owner) return undefined;
    const key = onceKey(owner, frame);
    const writes = writesToFields(owner).get(node.name.text) ?? [];
    return { name: node.name.text, key: key === null ? null : `${key}.${node.name.text}`, writes };
  }
  return undefined;
}

/** Which object an expression makes that makes one whenever it runs: `new Redis()`, or a call that returns such. */
export function identityOf(node: typescript.Expression, frame: Frame): Identity {
  const once = onceKey(node, frame);
  if (once !== null) return { kind: 'one', key: once };
  const stores = storesOf(node);
  for (const store of stores) {
    const holder = holderOf(store.holder, frame);
    if (!holder || holder.key === null) continue;
    const names = store.path.map((key) => keyName(key, frame));
    if (names.includes(undefined)) return { kind: 'unknown' };
    if (isGuardedBy(store.node, store.value, holder.name))
      return { kind: 'one', key: [holder.key, ...names].join('#') };
  }
  return stores.some((store) => holderOf(store.holder, frame)?.key) ? { kind: 'unknown' } : { kind: 'fresh' };
}

/** The key that all that a call makes has in common, for the activation of the function that it calls. */
export function onceOf(node: typescript.Expression, frame: Frame): string | null {
  if (frameAround(node, frame).once !== null) return onceKey(node, frame);
  const identity = identityOf(node, frame);
  return identity.kind === 'one' ? identity.key : null;
}

interface Store {
  readonly node: typescript.Node;
  readonly holder: typescript.Expression;
  readonly path: readonly Key[];
  readonly value: typescript.Expression | null;
}

/** Where the value of an expression is put: `cache[type] = …`, `clients.set(type, …)`, also by way of a variable. */
function storesOf(node: typescript.Expression): readonly Store[] {
  let at: typescript.Node = node;
  while (passesOn(at.parent, at)) at = at.parent;
  const { parent } = at;
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) {
    const binding = scopesOf(node.getSourceFile()).resolve(parent.name.text, parent);
    const uses = binding ? referencesTo(binding) : [];
    return uses.filter((use) => use !== parent.name).flatMap((use) => storeAt(use) ?? []);
  }
  return [storeAt(at)].filter((store) => store !== undefined);
}

/** An expression whose value may be that of its part. */
function passesOn(parent: typescript.Node, part: typescript.Node): boolean {
  if (isWrapper(parent)) return true;
  if (ts.isConditionalExpression(parent)) return parent.condition !== part;
  if (!ts.isBinaryExpression(parent) || parent.right !== part) return false;
  const kind = parent.operatorToken.kind;
  return kind === ts.SyntaxKind.BarBarToken || kind === ts.SyntaxKind.QuestionQuestionToken;
}

function storeAt(value: typescript.Node): Store | undefined {
  const { parent } = value;
  if (ts.isBinaryExpression(parent) && parent.right === value && isStore(parent.operatorToken.kind)) {
    const target = parent.left;
    const written = ts.isExpression(value) ? value : null;
    const isLazy = parent.operatorToken.kind !== ts.SyntaxKind.EqualsToken;
    // `x ??= value` asks before it stores; seen from the value, its left side is that question.
    const store = { node: isLazy ? value : parent, value: written };
    if (ts.isElementAccessExpression(target)) {
      return { ...store, holder: target.expression, path: [target.argumentExpression] };
    }
    if (ts.isPropertyAccessExpression(target) && target.expression.kind !== ts.SyntaxKind.ThisKeyword) {
      return { ...store, holder: target.expression, path: [target.name.text] };
    }
    return { ...store, holder: target, path: [] };
  }
  if (ts.isCallExpression(parent) && ts.isPropertyAccessExpression(parent.expression)) {
    const [key, stored] = parent.arguments;
    if (parent.expression.name.text !== 'set' || !key || stored !== value) return undefined;
    return { node: parent, holder: parent.expression.expression, path: [key], value: null };
  }
  return undefined;
}

function isStore(kind: typescript.SyntaxKind): boolean {
  return (
    kind === ts.SyntaxKind.EqualsToken ||
    kind === ts.SyntaxKind.QuestionQuestionEqualsToken ||
    kind === ts.SyntaxKind.BarBarEqualsToken
  );
}
