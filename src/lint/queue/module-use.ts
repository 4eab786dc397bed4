import type { Construction } from '../constructions/construction';
import type { Project } from '../files/project';
import { usesOfName } from '../syntax/name-uses';
import type typescript from 'typescript';
import { ts } from '../syntax/typescript';
import { wrapped } from '../syntax/unwrap';
import type { Imports } from './imports';

/**
 * Whether an application may have the NestJS module that registers a queue: somebody takes its class, as other modules and
 * `NestFactory.create` do. Its file can be loaded for something else that it, or a barrel, exports.
 */
export function isModuleUsed({ node, file }: Construction, project: Project, imports: Imports | null): boolean {
  const decorator = ts.findAncestor(node, ts.isDecorator);
  const name = decorator && ts.isClassDeclaration(decorator.parent) ? decorator.parent.name?.text : undefined;
  if (name === undefined || !imports) return true;
  return isUsedIn(name, file, project) || isTaken(name, file, project, imports, new Set());
}

function isTaken(name: string, file: string, project: Project, imports: Imports, seen: Set<string>): boolean {
  if (seen.has(file)) return false;
  seen.add(file);
  return imports.importersOf(file).some((importer) => {
    const specifiers = imports.loadsOf(importer).flatMap((load) => (load.file === file ? [load.specifier] : []));
    const ways = specifiers.map((specifier) => wayOf(name, specifier, project.read(importer) ?? ''));
    if (ways.includes('named') && isUsedIn(name, importer, project)) return true;
    return ways.includes('taken') || (ways.includes('passed on') && isTaken(name, importer, project, imports, seen));
  });
}

function isUsedIn(name: string, file: string, project: Project): boolean {
  const parsed = project.parse(file);
  return parsed !== null && !usesOfName(name, parsed.ast).every(isForItsEffects);
}

/** `MailModule.setUp(app);` gives its class to nobody. */
function isForItsEffects({ parent }: typescript.Identifier): boolean {
  const call = ts.isPropertyAccessExpression(parent) ? parent.parent : null;
  return (
    !!call && ts.isCallExpression(call) && call.expression === parent && ts.isExpressionStatement(wrapped(call).parent)
  );
}

/** What a text does with a name that a module exports: an import of unknown names takes it, as one under another name does. */
function wayOf(name: string, specifier: string, text: string): 'taken' | 'named' | 'passed on' | 'left' {
  const statements = [
    ...text.matchAll(
      new RegExp(`\\b(import|export)\\s+(?:type\\s+)?([^;'"]*?)\\s*\\bfrom\\s*['"]${escaped(specifier)}['"]`, 'g'),
    ),
  ];
  if (statements.length === 0) return 'taken';
  const ways = statements.map(([, keyword, clause = '']) => {
    if (clause === '*') return 'passed on';
    if (!clause.startsWith('{')) return 'taken';
    if (!wordOf(name).test(clause)) return 'left';
    if (/\bas\b/.test(clause)) return 'taken';
    return keyword === 'export' ? 'passed on' : 'named';
  });
  return (['taken', 'named', 'passed on'] as const).find((way) => ways.includes(way)) ?? 'left';
}

function wordOf(name: string): RegExp {
  return new RegExp(`(?<![\\w$])${escaped(name)}(?![\\w$])`, 'g');
}

function escaped(text: string): string {
  return text.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&');
}
