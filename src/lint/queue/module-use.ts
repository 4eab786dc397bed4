import type { Construction } from '../constructions/construction';
import type { Project } from '../files/project';
import { ts } from '../syntax/typescript';
import type { Imports } from './processes';

/**
 * Whether an application may have the NestJS module that registers a queue: somebody takes its class, as other modules and
 * `NestFactory.create` do. Its file can be loaded for something else that it, or a barrel, exports.
 */
export function isModuleUsed({ node, file }: Construction, project: Project, imports: Imports | null): boolean {
  const decorator = ts.findAncestor(node, ts.isDecorator);
  const name = decorator && ts.isClassDeclaration(decorator.parent) ? decorator.parent.name?.text : undefined;
  if (name === undefined || !imports) return true;
  const mentions = project.read(file)?.match(wordOf(name)) ?? [];
  return mentions.length > 1 || isTaken(name, file, project, imports, new Set());
}

function isTaken(name: string, file: string, project: Project, imports: Imports, seen: Set<string>): boolean {
  if (seen.has(file)) return false;
  seen.add(file);
  return imports.importersOf(file).some((importer) => {
    const specifiers = imports.loadsOf(importer).flatMap((load) => (load.file === file ? [load.specifier] : []));
    const ways = specifiers.map((specifier) => wayOf(name, specifier, project.read(importer) ?? ''));
    return ways.includes('taken') || (ways.includes('passed on') && isTaken(name, importer, project, imports, seen));
  });
}

/** What a text does with a name that a module exports: an import of unknown names takes it. */
function wayOf(name: string, specifier: string, text: string): 'taken' | 'passed on' | 'left' {
  const statements = [
    ...text.matchAll(
      new RegExp(`\\b(import|export)\\s+(?:type\\s+)?([^;'"]*?)\\s*\\bfrom\\s*['"]${escaped(specifier)}['"]`, 'g'),
    ),
  ];
  if (statements.length === 0) return 'taken';
  const ways = statements.map(([, keyword, clause = '']) => {
    if (clause === '*') return 'passed on';
    const isOfOthers = clause.startsWith('{') && !wordOf(name).test(clause);
    if (isOfOthers) return 'left';
    return keyword === 'export' && !/\bas\b/.test(clause) ? 'passed on' : 'taken';
  });
  return ways.find((way) => way === 'taken') ?? ways.find((way) => way === 'passed on') ?? 'left';
}

function wordOf(name: string): RegExp {
  return new RegExp(`(?<![\\w$])${escaped(name)}(?![\\w$])`, 'g');
}

function escaped(text: string): string {
  return text.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&');
}
