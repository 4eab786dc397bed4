import type typescript from 'typescript';
import { scopesOf } from './scopes';
import { ts } from './typescript';

/** Whether the code of a file uses a name as a value: to import, export or declare it, or to name a type, is no use. */
export function usesName(name: string, ast: typescript.SourceFile): boolean {
  return (scopesOf(ast).identifiers.get(name) ?? []).some((identifier) => {
    const { parent } = identifier;
    if (ts.isImportSpecifier(parent) || ts.isImportClause(parent) || ts.isExportSpecifier(parent)) return false;
    return !ts.isTypeReferenceNode(parent) && !(ts.isClassDeclaration(parent) && parent.name === identifier);
  });
}
