import type typescript from 'typescript';
import { ts } from '../../syntax/typescript';
import type { ParsedFile } from '../../syntax/parsed-file';
import type { RuleContext } from '../../engine/rule';

type ImportStatement = typescript.ImportDeclaration | typescript.VariableStatement;

/** What `file` imports by name from the module `path`, or declares if it is that module: name there to name here. */
export function importedNames(file: ParsedFile, path: string, context: RuleContext): ReadonlyMap<string, string> {
  if (file.path === path) return new Map(['createClient', 'closeOnShutdown'].map((name) => [name, name]));
  const names = new Map<string, string>();
  for (const statement of file.ast.statements) {
    if (!ts.isImportDeclaration(statement) && !ts.isVariableStatement(statement)) continue;
    const specifier = specifierIn(statement);
    const module = specifier === null ? null : context.evaluator.modules.resolve(specifier, file.path);
    if (module?.kind !== 'file' || module.path !== path) continue;
    for (const { propertyName, name } of namedIn(statement)) {
      names.set((propertyName ?? name).getText(), name.getText());
    }
  }
  return names;
}

function specifierIn(statement: ImportStatement): string | null {
  if (ts.isImportDeclaration(statement)) {
    return ts.isStringLiteral(statement.moduleSpecifier) ? statement.moduleSpecifier.text : null;
  }
  const initializer = statement.declarationList.declarations[0]?.initializer;
  if (!initializer || !ts.isCallExpression(initializer) || initializer.expression.getText() !== 'require') return null;
  const [specifier] = initializer.arguments;
  return specifier && ts.isStringLiteral(specifier) ? specifier.text : null;
}

/** The elements inside the braces of an import or a destructured require. */
function namedIn(statement: ImportStatement): readonly (typescript.ImportSpecifier | typescript.BindingElement)[] {
  if (ts.isImportDeclaration(statement)) {
    const bindings = statement.importClause?.namedBindings;
    return bindings && ts.isNamedImports(bindings) ? bindings.elements : [];
  }
  const name = statement.declarationList.declarations[0]?.name;
  return name && ts.isObjectBindingPattern(name) ? name.elements : [];
}
