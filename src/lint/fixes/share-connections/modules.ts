import type typescript from 'typescript';
import type { ParsedFile } from '../../syntax/parsed-file';
import { directoryOf, nameOf, upwards, join } from '../../files/paths';
import type { Project } from '../../files/project';
import { ts } from '../../syntax/typescript';
import { packagesAbove } from '../../modules/package-json';

export type ModuleKind = 'esm' | 'commonjs';

export function isTypeScript(path: string): boolean {
  return /\.[cm]?tsx?$/.test(path);
}

/** How a file imports others. TypeScript writes `import` whatever it is compiled to. */
export function moduleKind({ path, ast }: ParsedFile, project: Project): ModuleKind {
  if (isTypeScript(path) || path.endsWith('.mjs')) return 'esm';
  if (path.endsWith('.cjs')) return 'commonjs';
  if (ast.statements.some(isModuleSyntax)) return 'esm';
  if (/\brequire\s*\(/.test(ast.text)) return 'commonjs';
  return isModulePackage(path, project) ? 'esm' : 'commonjs';
}

function isModuleSyntax(node: typescript.Statement): boolean {
  return (
    ts.isImportDeclaration(node) ||
    ts.isExportDeclaration(node) ||
    ts.isExportAssignment(node) ||
    (ts.canHaveModifiers(node) &&
      (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword))
  );
}

function isModulePackage(path: string, project: Project): boolean {
  for (const { json } of packagesAbove(path, project)) return json.type === 'module';
  return false;
}

/** The extension of a new module beside `path`: `.ts` beside `.tsx`, `.mjs` beside `.mjs`. */
export function moduleExtension(path: string): string {
  return /\.[cm]?[jt]sx?$/.exec(path)![0].replace('x', '');
}

/** How `from` names the module `to`: `./redis-pool`, with an extension where its other imports have one. */
export function specifierOf(to: string, from: ParsedFile, project: Project): string {
  const relative = relativePath(directoryOf(from.path), to);
  const extension = extensionFor(to, from, project);
  return relative.replace(/\.[cm]?[jt]sx?$/, extension);
}

function extensionFor(to: string, from: ParsedFile, project: Project): string {
  const own = moduleExtension(to);
  const compiled = own.replace('t', 'j');
  if (/^\.[cm]/.test(own)) return compiled;
  const others = relativeSpecifiers(from);
  if (others.some((other) => /\.tsx?$/.test(other))) return own;
  if (others.length > 0) return others.some((other) => /\.jsx?$/.test(other)) ? compiled : '';
  if (moduleKind(from, project) === 'commonjs') return '';
  if (isTypeScript(from.path) && !resolvesAsNode(from.path, project)) return '';
  // Node wants extensions in modules only, also of what TypeScript compiles to either.
  return /\.m[jt]sx?$/.test(from.path) || isModulePackage(from.path, project) ? compiled : '';
}

function relativeSpecifiers({ ast }: ParsedFile): readonly string[] {
  const specifiers = [...ast.text.matchAll(/(?:from|require\(|import)\s*\(?\s*['"](\.[^'"]*)['"]/g)];
  return specifiers.map((match) => match[1]!);
}

/** `module` or `moduleResolution` of the nearest tsconfig.json is one that wants extensions where Node does. */
function resolvesAsNode(path: string, project: Project): boolean {
  for (const directory of upwards(directoryOf(path))) {
    const config = project.names(directory).has('tsconfig.json') && project.read(join(directory, 'tsconfig.json'));
    if (config) return /"module(Resolution)?"\s*:\s*"node(16|18|20|next)"/i.test(config);
  }
  return false;
}

function relativePath(directory: string, path: string): string {
  const from = directory.split('/').filter(Boolean);
  const to = directoryOf(path).split('/').filter(Boolean);
  let common = 0;
  while (common < from.length && from[common] === to[common]) common++;
  const up = '../'.repeat(from.length - common) || './';
  return up + [...to.slice(common), nameOf(path)].join('/');
}
