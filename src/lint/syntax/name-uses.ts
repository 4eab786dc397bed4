import type typescript from 'typescript';
import { scopesOf } from './scopes';
import { ts } from './typescript';

export function usesName(name: string, ast: typescript.SourceFile): boolean {
  return usesOfName(name, ast).length > 0;
}

/** Where the code of a file uses a name as a value: to import, export or declare it, or to name a type, is no use. */
export function usesOfName(name: string, ast: typescript.SourceFile): readonly typescript.Identifier[] {
  return (scopesOf(ast).identifiers.get(name) ?? []).filter((identifier) => {
    const { parent } = identifier;
    if (ts.isImportSpecifier(parent) || ts.isImportClause(parent) || ts.isExportSpecifier(parent)) return false;
    return !ts.isTypeReferenceNode(parent) && !(ts.isClassDeclaration(parent) && parent.name === identifier);
  });
}
