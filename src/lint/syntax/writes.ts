import type typescript from 'typescript';
import { oncePerNode } from './node-map';
import { ts } from './typescript';
import { isWrapper } from './unwrap';
import { referencesTo, scopesOf, type Binding } from './scopes';

/** Something that the code does to a variable, or to what the variable holds, after its declaration. */
export interface Write {
  readonly node: typescript.Node;
  /** The members from the variable on; none when the variable itself is assigned. */
  readonly path: readonly Key[];
  /** What is stored; null when it cannot be said. */
  readonly value: typescript.Expression | null;
  /** `=`; `??=` and `||=` store only where nothing was; `merge` is Object.assign; `push` adds to a list. */
  readonly how: '=' | '??=' | 'merge' | 'push';
  /** Which argument of the call `node` it is, where it is handed to a function that may change its members. */
  readonly argument?: number;
}

/** A member's name, or the expression that computes it. */
export type Key = string | typescript.Expression;

/** What is found out of one version of a file, of which the next may take parts over that mean something else there. */
interface KnownWrites {
  readonly toBindings: Map<Binding, readonly Write[]>;
  readonly toFields: Map<typescript.ClassLikeDeclaration, ReadonlyMap<string, readonly Write[]>>;
}

const knownIn = oncePerNode((): KnownWrites => ({ toBindings: new Map(), toFields: new Map() }));

/** What happens to a variable after its declaration, in the order of the text. */
export function writesTo(binding: Binding): readonly Write[] {
  const { toBindings } = knownIn(binding.scope.getSourceFile());
  let writes = toBindings.get(binding);
  if (!writes) {
    toBindings.set(binding, []);
    writes = referencesTo(binding).flatMap((identifier) => writesThrough(identifier, []));
    toBindings.set(binding, writes);
  }
  return writes;
}

/** `this.x = …` and all that happens to `this.x`, by name, for the `this` of one class. */
export function writesToFields(owner: typescript.ClassLikeDeclaration): ReadonlyMap<string, readonly Write[]> {
  const { toFields } = knownIn(owner.getSourceFile());
  let writes = toFields.get(owner);
  if (!writes) toFields.set(owner, (writes = readFields(owner)));
  return writes;
}

function readFields(owner: typescript.ClassLikeDeclaration): ReadonlyMap<string, readonly Write[]> {
  const byName = new Map<string, Write[]>();
  const visit = (node: typescript.Node): void => {
    if (ts.isPropertyAccessExpression(node) && node.expression.kind === ts.SyntaxKind.ThisKeyword) {
      const writes = byName.get(node.name.text) ?? [];
      byName.set(node.name.text, [...writes, ...writesThrough(node, [])]);
    }
    if (node !== owner && opensThis(node)) return;
    ts.forEachChild(node, visit);
  };
  for (const member of owner.members) ts.forEachChild(member, visit);
  return byName;
}

/** A node whose `this` is another one. */
function opensThis(node: typescript.Node): boolean {
  return ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node) || ts.isClassLike(node);
}

/** What the expression around a reference does to it. */
function writesThrough(reference: typescript.Node, from: readonly Key[]): readonly Write[] {
  const path = [...from];
  let node = reference;
  for (;;) {
    const { parent } = node;
    if (isWrapper(parent)) {
      node = parent;
    } else if (ts.isPropertyAccessExpression(parent) && parent.expression === node) {
      path.push(parent.name.text);
      node = parent;
    } else if (ts.isElementAccessExpression(parent) && parent.expression === node) {
      const argument = parent.argumentExpression;
      path.push(ts.isStringLiteralLike(argument) || ts.isNumericLiteral(argument) ? argument.text : argument);
      node = parent;
    } else {
      return effects(node, parent, path);
    }
  }
}

function effects(node: typescript.Node, parent: typescript.Node, path: readonly Key[]): readonly Write[] {
  const write = (value: typescript.Expression | null, how: Write['how'] = '='): Write[] => [
    { node: parent, path, value, how },
  ];
  if (ts.isBinaryExpression(parent)) return parent.left === node ? assignment(parent, write) : [];
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) {
    const { operator } = parent;
    return operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken ? write(null) : [];
  }
  if (ts.isDeleteExpression(parent)) return write(null);
  if (ts.isForInStatement(parent) || ts.isForOfStatement(parent)) return parent.initializer === node ? write(null) : [];
  if (ts.isCallExpression(parent)) {
    return parent.expression === node ? methodEffects(parent, path) : argumentEffects(parent, node, path);
  }
  if (ts.isVariableDeclaration(parent) && parent.initializer === node) return aliasEffects(parent, path);
  return isDestructuringTarget(node) ? write(null) : [];
}

type MakeWrite = (value: typescript.Expression | null, how?: Write['how']) => Write[];

function assignment(node: typescript.BinaryExpression, write: MakeWrite): Write[] {
  switch (node.operatorToken.kind) {
    case ts.SyntaxKind.EqualsToken:
      return write(node.right);
    case ts.SyntaxKind.QuestionQuestionEqualsToken:
    case ts.SyntaxKind.BarBarEqualsToken:
      return write(node.right, '??=');
    default:
      return node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
        node.operatorToken.kind <= ts.SyntaxKind.LastAssignment
        ? write(null)
        : [];
  }
}

function isDestructuringTarget(node: typescript.Node): boolean {
  for (let at = node; ; at = at.parent) {
    const { parent } = at;
    if (ts.isBinaryExpression(parent)) {
      return parent.operatorToken.kind === ts.SyntaxKind.EqualsToken && parent.left === at && at !== node;
    }
    if (ts.isPropertyAssignment(parent) ? parent.initializer !== at : !isPattern(parent)) return false;
  }
}

function isPattern(node: typescript.Node): boolean {
  return (
    ts.isShorthandPropertyAssignment(node) ||
    ts.isSpreadAssignment(node) ||
    ts.isSpreadElement(node) ||
    ts.isObjectLiteralExpression(node) ||
    ts.isArrayLiteralExpression(node)
  );
}

const MUTATORS = new Set(['pop', 'shift', 'splice', 'sort', 'reverse', 'fill', 'clear', 'delete', 'add']);

/** A method that changes its receiver; `map.set(key, value)` is read as `map[key] = value`. */
function methodEffects(call: typescript.CallExpression, path: readonly Key[]): readonly Write[] {
  const method = path.at(-1);
  const holder = path.slice(0, -1);
  const [key, value] = call.arguments;
  if (method === 'set' && key && value) {
    const name = ts.isStringLiteralLike(key) ? key.text : key;
    return [{ node: call, path: [...holder, name], value, how: '=' }];
  }
  if (method === 'push' || method === 'unshift') {
    return call.arguments.map((added) => ({ node: call, path: holder, value: added, how: 'push' }));
  }
  const mutates = typeof method === 'string' && MUTATORS.has(method);
  return mutates ? [{ node: call, path: holder, value: null, how: 'merge' }] : [];
}

/** Globals whose functions leave their arguments as they are. */
const HARMLESS = new Set([
  'Object',
  'JSON',
  'console',
  'Array',
  'Number',
  'String',
  'Boolean',
  'Promise',
  'require',
  'Symbol',
]);

function argumentEffects(
  call: typescript.CallExpression,
  node: typescript.Node,
  path: readonly Key[],
): readonly Write[] {
  const index = call.arguments.indexOf(node as typescript.Expression);
  const effect = { node: call, path, value: null, how: '=' } as const;
  const handedOver: Write = { ...effect, argument: index };
  const callee = call.expression;
  const root = rootOf(callee);
  if (ts.isPropertyAccessExpression(callee) && root?.text === 'Object') {
    if (index > 0 || !/^(assign|define|setPrototypeOf)/.test(callee.name.text)) return [];
    return callee.name.text === 'assign'
      ? call.arguments.slice(1).map((value) => ({ ...effect, value, how: 'merge' }))
      : [effect];
  }
  if (!root || HARMLESS.has(root.text) || isFromPackage(root) || ts.isPropertyAccessExpression(callee)) {
    return looksMutating(callee) ? [handedOver] : [];
  }
  const parameter = parameterOf(root, index);
  if (parameter === 'unchanged') return [];
  return parameter && writesTo(parameter).length === 0 ? [] : [handedOver];
}

function looksMutating(callee: typescript.Expression): boolean {
  const name = ts.isPropertyAccessExpression(callee) ? callee.name.text : ts.isIdentifier(callee) ? callee.text : '';
  return /^(assign|merge|extend|defaults|mutate|patch|override|apply|set|unset)/i.test(name);
}

function rootOf(node: typescript.Expression): typescript.Identifier | null {
  let at = node;
  while (ts.isPropertyAccessExpression(at) || isWrapper(at)) at = at.expression;
  return ts.isIdentifier(at) ? at : null;
}

/** A name that stands for a package's export: of those, a few merge into an argument, and say so in their name. */
function isFromPackage(root: typescript.Identifier): boolean {
  const [declaration] = scopesOf(root.getSourceFile()).resolve(root.text, root)?.declarations ?? [];
  if (!declaration) return false;
  let at: typescript.Node = declaration;
  while (!ts.isImportDeclaration(at) && !ts.isVariableDeclaration(at)) {
    if (ts.isSourceFile(at)) return false;
    at = at.parent;
  }
  const text = ts.isImportDeclaration(at) ? at.moduleSpecifier.getText() : (at.initializer?.getText() ?? '');
  return /^(require\()?['"][^./]/.test(text);
}

/** The parameter that takes a call's argument, when the function is in this file. */
function parameterOf(callee: typescript.Identifier, index: number): Binding | 'unchanged' | undefined {
  const scopes = scopesOf(callee.getSourceFile());
  const [declaration, another] = scopes.resolve(callee.text, callee)?.declarations ?? [];
  if (!declaration || another) return undefined;
  const code = ts.isVariableDeclaration(declaration) ? declaration.initializer : declaration;
  if (!code || !ts.isFunctionLike(code)) return undefined;
  const parameter = code.parameters[index];
  if (!parameter) return 'unchanged';
  if (!ts.isIdentifier(parameter.name)) return 'unchanged';
  return scopes.resolve(parameter.name.text, parameter);
}

/** `const settings = options.settings; settings.x = 1` changes `options`. */
function aliasEffects(declaration: typescript.VariableDeclaration, path: readonly Key[]): readonly Write[] {
  if (!ts.isIdentifier(declaration.name)) return [];
  const alias = scopesOf(declaration.getSourceFile()).resolve(declaration.name.text, declaration);
  return (alias ? writesTo(alias) : [])
    .filter((write) => write.path.length > 0)
    .map((write) => ({ ...write, path: [...path, ...write.path] }));
}
