import type typescript from 'typescript';
import { ts } from '../syntax/typescript';
import type { ParsedFile } from '../syntax/parsed-file';
import type { ModuleResolver } from './resolve';
import { scopesOf, type Binding } from '../syntax/scopes';
import { writesTo, type Write } from '../syntax/writes';

/** `config.queue.settings.lockDuration = …` in a file that imports `config`: what others read there is not known. */
export interface ForeignWrite {
  /** The file that exports what is written to. */
  readonly file: string;
  /** What is written to, from the module on: the export's name (none for a module as a whole), then members. */
  readonly path: readonly string[];
}

/** What a file does to the exports of other files of the workspace. */
export function foreignWrites({ ast, path: from }: ParsedFile, modules: ModuleResolver): readonly ForeignWrite[] {
  const scopes = scopesOf(ast);
  const bindings = new Set<Binding>();
  for (const name of scopes.identifiers.keys()) {
    const binding = scopes.resolve(name, ast);
    if (binding) bindings.add(binding);
  }
  return [...bindings].flatMap((binding) => {
    const source = sourceOf(binding);
    if (!source) return [];
    const writes = writesTo(binding).filter((write) => write.path.length > 0 && isAssignment(write));
    const module = writes.length ? modules.resolve(source.specifier, from) : undefined;
    if (module?.kind !== 'file') return [];
    return writes.map(({ path }) => ({ file: module.path, path: [...source.path, ...knownStart(path)] }));
  });
}

/** `queues.mail.add(…)` puts a job into a queue, and leaves the object that holds it as it is. */
function isAssignment({ node, how }: Write): boolean {
  if (
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    node.expression.name.text === 'add'
  ) {
    return false;
  }
  return how === 'merge' || ts.isBinaryExpression(node) || ts.isDeleteExpression(node);
}

/** Up to a computed key: from there on anything may have been written. */
function knownStart(path: readonly (string | typescript.Expression)[]): readonly string[] {
  const end = path.findIndex((key) => typeof key !== 'string');
  return path.slice(0, end === -1 ? path.length : end).filter((key) => typeof key === 'string');
}

/** The module that a variable comes from, and what of it. */
function sourceOf({
  declarations: [declaration],
}: Binding): { specifier: string; path: readonly string[] } | undefined {
  if (!declaration) return undefined;
  if (ts.isImportClause(declaration)) return imported(declaration.parent, []);
  if (ts.isNamespaceImport(declaration)) return imported(declaration.parent.parent, []);
  if (ts.isImportSpecifier(declaration)) {
    const name = (declaration.propertyName ?? declaration.name).text;
    return imported(declaration.parent.parent.parent, name === 'default' ? [] : [name]);
  }
  if (ts.isVariableDeclaration(declaration)) return required(declaration.initializer, []);
  if (!ts.isBindingElement(declaration)) return undefined;
  const holder = declaration.parent.parent;
  const key = declaration.propertyName ?? declaration.name;
  return ts.isVariableDeclaration(holder) && ts.isIdentifier(key)
    ? required(holder.initializer, [key.text])
    : undefined;
}

function imported(
  { moduleSpecifier }: typescript.ImportDeclaration | typescript.JSDocImportTag,
  path: readonly string[],
): { specifier: string; path: readonly string[] } | undefined {
  return ts.isStringLiteral(moduleSpecifier) ? { specifier: moduleSpecifier.text, path } : undefined;
}

/** `require('./config')`, and members of it. */
function required(
  node: typescript.Expression | undefined,
  path: readonly string[],
): { specifier: string; path: readonly string[] } | undefined {
  if (!node) return undefined;
  if (ts.isPropertyAccessExpression(node)) return required(node.expression, [node.name.text, ...path]);
  if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression) || node.expression.text !== 'require')
    return undefined;
  const [specifier] = node.arguments;
  return specifier && ts.isStringLiteralLike(specifier) ? { specifier: specifier.text, path } : undefined;
}
