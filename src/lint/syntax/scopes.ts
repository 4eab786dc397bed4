import type typescript from 'typescript';
import { NodeMap, oncePerNode } from './node-map';
import { ts } from './typescript';

/** A name and where it is declared. */
export interface Binding {
  readonly name: string;
  /** The node that opens the scope: a function, a block, the file. */
  readonly scope: typescript.Node;
  readonly declarations: Declaration[];
}

export type Declaration =
  | typescript.VariableDeclaration
  | typescript.BindingElement
  | typescript.ParameterDeclaration
  | typescript.FunctionDeclaration
  | typescript.FunctionExpression
  | typescript.ClassLikeDeclaration
  | typescript.EnumDeclaration
  | typescript.EnumMember
  | typescript.ModuleDeclaration
  | typescript.ImportClause
  | typescript.ImportSpecifier
  | typescript.NamespaceImport
  | typescript.ImportEqualsDeclaration;

/** The scopes of a file, and the nodes that the engine looks for. */
export interface FileScopes {
  /** `new X` and calls, in the order of the text. */
  readonly constructs: readonly (typescript.NewExpression | typescript.CallExpression)[];
  /** Each use of a name, by name. */
  readonly identifiers: ReadonlyMap<string, readonly typescript.Identifier[]>;
  /** `module.exports = …`, `exports.x = …` and the like, in the order of the text. */
  readonly assignments: readonly typescript.BinaryExpression[];
  readonly classes: readonly typescript.ClassLikeDeclaration[];
  /** What `name` means at `node`; undefined for a global. */
  resolve(name: string, node: typescript.Node): Binding | undefined;
  /** Every use of the binding's name that means this binding, its declarations included. */
  referencesTo(binding: Binding): readonly typescript.Identifier[];
}

/** The kinds of node that say something here; the others, which are most, are only walked through. */
const TELLING: ReadonlySet<typescript.SyntaxKind> = new Set([
  ts.SyntaxKind.NewExpression,
  ts.SyntaxKind.CallExpression,
  ts.SyntaxKind.BinaryExpression,
  ts.SyntaxKind.ClassDeclaration,
  ts.SyntaxKind.ClassExpression,
  ts.SyntaxKind.VariableDeclaration,
  ts.SyntaxKind.BindingElement,
  ts.SyntaxKind.Parameter,
  ts.SyntaxKind.FunctionDeclaration,
  ts.SyntaxKind.FunctionExpression,
  ts.SyntaxKind.EnumDeclaration,
  ts.SyntaxKind.EnumMember,
  ts.SyntaxKind.ModuleDeclaration,
  ts.SyntaxKind.ImportClause,
  ts.SyntaxKind.ImportSpecifier,
  ts.SyntaxKind.NamespaceImport,
  ts.SyntaxKind.ImportEqualsDeclaration,
]);

/** The scopes of a file; asked for when it is parsed, since to find them sets the parent of each node. */
export const scopesOf = oncePerNode(joined);

/** Every use of the binding's name that means this binding, its declarations included. */
export function referencesTo(binding: Binding): readonly typescript.Identifier[] {
  return scopesOf(binding.scope.getSourceFile()).referencesTo(binding);
}

type Table = Map<string, Binding>;

/** What is declared in a scope, by the node that opens it; that of a file is in its `FileScopes`. */
const tables = new NodeMap<typescript.Node, Table>();

/** What one statement of a file has to do with names. */
interface StatementScopes extends Pick<FileScopes, 'constructs' | 'assignments' | 'classes'> {
  readonly identifiers: readonly (readonly [name: string, uses: readonly typescript.Identifier[]])[];
  /** What it declares in the scope of the file. */
  readonly outside: readonly (readonly [name: string, declaration: Declaration])[];
}

/** Kept where the next version of a file takes a statement over. */
const statementScopes = oncePerNode(walk);

function walk(statement: typescript.Statement, file: typescript.SourceFile): StatementScopes {
  const inside = new Map<typescript.Node, Table>();
  const outside: [string, Declaration][] = [];
  const identifiers = new Map<string, typescript.Identifier[]>();
  const constructs: (typescript.NewExpression | typescript.CallExpression)[] = [];
  const assignments: typescript.BinaryExpression[] = [];
  const classes: typescript.ClassLikeDeclaration[] = [];

  const declareIn = (name: typescript.Node | undefined, scope: typescript.Node, declaration: Declaration): void => {
    if (!name || !ts.isIdentifier(name)) return;
    if (scope === file) {
      outside.push([name.text, declaration]);
      return;
    }
    let table = inside.get(scope);
    if (!table) inside.set(scope, (table = new Map<string, Binding>()));
    declare(table, name.text, scope, declaration);
  };

  // A stack of its own instead of recursion: generated code nests deeper than the call stack allows.
  const stack: typescript.Node[] = [];
  let parent: typescript.Node = file;
  const push = (child: typescript.Node): void => {
    (child as { parent: typescript.Node }).parent = parent;
    stack.push(child);
  };
  push(statement);
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (ts.isIdentifier(node)) {
      const uses = identifiers.get(node.text);
      if (uses) uses.push(node);
      else identifiers.set(node.text, [node]);
      continue;
    }
    if (TELLING.has(node.kind)) {
      if (ts.isNewExpression(node) || ts.isCallExpression(node)) constructs.push(node);
      else if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) assignments.push(node);
      else if (ts.isClassLike(node)) classes.push(node);
      declareNames(node, declareIn);
    }
    const first = stack.length;
    parent = node;
    ts.forEachChild(node, push);
    reverseFrom(stack, first);
  }
  for (const [scope, table] of inside) tables.set(scope, table);
  return { constructs, identifiers: [...identifiers], assignments, classes, outside };
}

function declare(table: Table, name: string, scope: typescript.Node, declaration: Declaration): void {
  const binding = table.get(name);
  if (binding) binding.declarations.push(declaration);
  else table.set(name, { name, scope, declarations: [declaration] });
}

/** What the statements of a file say together. */
function joined(file: typescript.SourceFile): FileScopes {
  const parts = file.statements.map((statement) => statementScopes(statement, file));
  (file.endOfFileToken as { parent: typescript.Node }).parent = file;
  const own: Table = new Map();
  for (const part of parts) {
    for (const [name, declaration] of part.outside) declare(own, name, file, declaration);
  }
  const identifiers = joinedByName(parts.map((part) => part.identifiers));

  const resolve = (name: string, from: typescript.Node): Binding | undefined => {
    let previous: typescript.Node = from;
    for (let node: typescript.Node | undefined = from; node; previous = node, node = node.parent) {
      const binding = (node === file ? own : tables.get(node))?.get(name);
      if (binding && !isOutside(previous, node)) return binding;
    }
    return undefined;
  };

  // By name, all bindings at once: a long file has hundreds of variables called `result`, each used a few times.
  const references = new Map<string, Map<Binding, typescript.Identifier[]>>();
  const referencesTo = (binding: Binding): readonly typescript.Identifier[] => {
    let byBinding = references.get(binding.name);
    if (!byBinding) {
      byBinding = grouped(identifiers.get(binding.name) ?? [], resolve);
      references.set(binding.name, byBinding);
    }
    return byBinding.get(binding) ?? [];
  };
  return {
    constructs: parts.flatMap((part) => part.constructs),
    identifiers,
    assignments: parts.flatMap((part) => part.assignments),
    classes: parts.flatMap((part) => part.classes),
    resolve,
    referencesTo,
  };
}

function joinedByName(parts: readonly StatementScopes['identifiers'][]): FileScopes['identifiers'] {
  const all = new Map<string, typescript.Identifier[]>();
  for (const part of parts) {
    for (const [name, uses] of part) {
      const known = all.get(name);
      if (known) for (const use of uses) known.push(use);
      else all.set(name, [...uses]);
    }
  }
  return all;
}

/** So that the first child is popped first. */
function reverseFrom(stack: typescript.Node[], first: number): void {
  for (let low = first, high = stack.length - 1; low < high; low++, high--) {
    const node = stack[low] as typescript.Node;
    stack[low] = stack[high] as typescript.Node;
    stack[high] = node;
  }
}

function grouped(
  identifiers: readonly typescript.Identifier[],
  resolve: FileScopes['resolve'],
): Map<Binding, typescript.Identifier[]> {
  const byBinding = new Map<Binding, typescript.Identifier[]>();
  for (const identifier of identifiers) {
    const binding = isMemberName(identifier) ? undefined : resolve(identifier.text, identifier);
    if (!binding) continue;
    const uses = byBinding.get(binding);
    if (uses) uses.push(identifier);
    else byBinding.set(binding, [identifier]);
  }
  return byBinding;
}

/** A function's decorators and computed name stand before its scope. */
function isOutside(child: typescript.Node, scope: typescript.Node): boolean {
  return ts.isFunctionLike(scope) && (ts.isDecorator(child) || ts.isComputedPropertyName(child));
}

type Declare = (name: typescript.Node | undefined, scope: typescript.Node, declaration: Declaration) => void;

function declareNames(node: typescript.Node, declare: Declare): void {
  if (ts.isVariableDeclaration(node) || ts.isBindingElement(node)) {
    declare(node.name, scopeOfVariable(node), node);
  } else if (ts.isParameter(node)) {
    declare(node.name, node.parent, node);
  } else if (ts.isFunctionDeclaration(node) || ts.isEnumDeclaration(node) || ts.isModuleDeclaration(node)) {
    declare(node.name, blockAround(node), node);
  } else if (ts.isFunctionExpression(node)) {
    declare(node.name, node, node);
  } else if (ts.isEnumMember(node)) {
    // Seen by the other members, under its bare name.
    declare(node.name, node.parent, node);
  } else if (ts.isClassLike(node)) {
    declare(node.name, ts.isClassDeclaration(node) ? blockAround(node) : node, node);
  } else if (ts.isImportClause(node) || ts.isImportSpecifier(node) || ts.isNamespaceImport(node)) {
    declare(node.name, node.getSourceFile(), node);
  } else if (ts.isImportEqualsDeclaration(node)) {
    declare(node.name, blockAround(node), node);
  }
}

function scopeOfVariable(node: typescript.VariableDeclaration | typescript.BindingElement): typescript.Node {
  let root: typescript.Node = node;
  while (ts.isBindingElement(root) || ts.isObjectBindingPattern(root) || ts.isArrayBindingPattern(root))
    root = root.parent;
  if (ts.isParameter(root)) return root.parent;
  const list = root.parent;
  if (ts.isVariableDeclarationList(list) && !(list.flags & ts.NodeFlags.BlockScoped)) return functionAround(root);
  return ts.isCatchClause(list) ? list : blockAround(root);
}

/** The nearest node around that opens a scope for `let`, `const`, classes and functions. */
function blockAround(node: typescript.Node): typescript.Node {
  let at = node.parent;
  while (!opensBlock(at)) at = at.parent;
  return at;
}

function opensBlock(node: typescript.Node): boolean {
  return (
    ts.isSourceFile(node) ||
    ts.isModuleBlock(node) ||
    ts.isFunctionLike(node) ||
    ts.isCaseBlock(node) ||
    ts.isForStatement(node) ||
    ts.isForInStatement(node) ||
    ts.isForOfStatement(node) ||
    ts.isClassStaticBlockDeclaration(node) ||
    (ts.isBlock(node) && !ts.isFunctionLike(node.parent))
  );
}

/** The function whose code `node` is, or the file. */
export function functionAround(node: typescript.Node): typescript.Node {
  let at = ts.isSourceFile(node) ? node : node.parent;
  while (
    !ts.isSourceFile(at) &&
    !ts.isFunctionLike(at) &&
    !ts.isModuleBlock(at) &&
    !ts.isClassStaticBlockDeclaration(at)
  ) {
    at = at.parent;
  }
  return at;
}

function isAssignment(kind: typescript.SyntaxKind): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

/** The `b` of `a.b`, of `{ b: 1 }` and of `import { b as c }`: a name that is no variable. */
export function isMemberName(identifier: typescript.Identifier): boolean {
  const { parent } = identifier;
  if (ts.isPropertyAccessExpression(parent) || ts.isQualifiedName(parent)) {
    return (ts.isPropertyAccessExpression(parent) ? parent.name : parent.right) === identifier;
  }
  if (ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent) || ts.isPropertyDeclaration(parent)) {
    return parent.name === identifier;
  }
  if (ts.isAccessor(parent) || ts.isEnumMember(parent) || ts.isPropertySignature(parent))
    return parent.name === identifier;
  if (ts.isImportSpecifier(parent) || ts.isBindingElement(parent)) return parent.propertyName === identifier;
  if (ts.isExportSpecifier(parent)) return parent.propertyName !== undefined && parent.name === identifier;
  if (ts.isJsxAttribute(parent) || ts.isLabeledStatement(parent) || ts.isBreakOrContinueStatement(parent)) return true;
  return false;
}
