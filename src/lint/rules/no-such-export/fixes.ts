import type typescript from 'typescript';
import { hasCommentOutside } from '../../syntax/comments';
import { ts } from '../../syntax/typescript';
import type { Fix, TextEdit } from '../../engine/finding';
import { fix } from '../../engine/rule';
import { scopesOf } from '../../syntax/scopes';
import { sourceOf, type MissingExport } from './missing-exports';
import { typeUsesOf, valueUsesOf } from './uses';

/** Takes Bull itself where `Queue` was taken out of it; null for other names, which Bull has nothing for. */
export function exportFix(missing: MissingExport): Fix | null {
  if (missing.name !== 'Queue') return null;
  switch (missing.kind) {
    case 'import':
      return importFix(missing.node);
    case 'binding':
      return isNamespace(sourceOf(missing)) ? null : bindingFix(missing.node, sourceOf(missing));
    case 'member': {
      const { expression, name } = missing.node;
      if (isDynamicImport(expression))
        return fix('Use the default export', [edit(name, name.getStart(), name.end, 'default')]);
      return isNamespace(expression)
        ? null
        : fix('Use Bull itself', [edit(missing.node, expression.end, name.end, '')]);
    }
  }
}

/** `import * as Bull` is Bull itself or an object around it, as the compiler is set. */
function isNamespace(source: typescript.Expression): boolean {
  if (!ts.isIdentifier(source)) return false;
  const binding = scopesOf(source.getSourceFile()).resolve(source.text, source);
  return binding?.declarations.some(ts.isNamespaceImport) ?? true;
}

function isDynamicImport(source: typescript.Expression): boolean {
  return /^\(?\s*await\s+import\(/.test(source.getText());
}

/** The default import takes the name where that names no type too; else it comes beside the type as `Bull`. */
function importFix(specifier: typescript.ImportSpecifier): Fix | null {
  const named = specifier.parent;
  const clause = named.parent;
  const isTypeToo = typeUsesOf(specifier.name).length > 0;
  const name = clause.name?.text ?? (isTypeToo ? 'Bull' : specifier.name.text);
  if (hasCommentOutside(clause, ...named.elements)) return null;
  const isTaken = name === 'Bull' && !clause.name && scopesOf(specifier.getSourceFile()).identifiers.has(name);
  if (isTaken) return null;
  const others = named.elements
    .filter((element) => element !== specifier || isTypeToo)
    .map((element) => element.getText());
  const newText = others.length ? `${name}, { ${others.join(', ')} }` : name;
  const uses = name === specifier.name.text ? [] : valueUsesOf(specifier.name).map((use) => renamed(use, name));
  return fix('Use the default import', [edit(clause, clause.getStart(), clause.end, newText), ...uses]);
}

/** `const { Queue, Job } = require('bull')` becomes `const Queue = require('bull'), { Job } = Queue`. */
function bindingFix(element: typescript.BindingElement, source: typescript.Expression): Fix | null {
  if (isDynamicImport(source)) {
    const newText = `default: ${element.name.getText()}`;
    return fix('Take the default export', [edit(element, element.getStart(), element.end, newText)]);
  }
  const pattern = element.parent;
  const declaration = pattern.parent;
  if (!ts.isVariableDeclaration(declaration)) return null;
  if (hasCommentOutside(pattern, ...pattern.elements)) return null;
  const name = element.name.getText();
  const others = pattern.elements.filter((each) => each !== element).map((each) => each.getText());
  const rest = others.length
    ? [edit(declaration, declaration.end, declaration.end, `, { ${others.join(', ')} } = ${name}`)]
    : [];
  return fix('Take Bull itself', [edit(pattern, pattern.getStart(), pattern.end, name), ...rest]);
}

function renamed(use: typescript.Identifier, name: string): TextEdit {
  const newText = ts.isShorthandPropertyAssignment(use.parent) ? `${use.text}: ${name}` : name;
  return edit(use, use.getStart(), use.end, newText);
}

function edit(node: typescript.Node, start: number, end: number, newText: string): TextEdit {
  return { file: node.getSourceFile().fileName, start, end, newText };
}
