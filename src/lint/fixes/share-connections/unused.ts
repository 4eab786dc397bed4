import type typescript from 'typescript';
import { ts } from '../../syntax/typescript';
import type { TextEdit } from '../../engine/finding';
import { referencesTo, scopesOf } from '../../syntax/scopes';
import { locationOf } from '../../syntax/location';
import { namedIn, needsOf, type ImportStatement } from './movable';

/**
 * The edits that take out of a file the constants and imports which nothing uses once `gone` is gone. What a comment
 * stands before stays, since the comment might be about more.
 */
export function removeUnused(gone: readonly typescript.Expression[]): readonly TextEdit[] {
  const needs = needsOf(gone);
  if (!needs) return [];
  const removed: typescript.Node[] = [...gone];
  const edits: TextEdit[] = [];
  // Those that another needs come before it, so the last goes first.
  for (const statement of [...needs.constants].reverse()) {
    const { name } = statement.declarationList.declarations[0]!;
    if (hasComment(statement) || !isUnused(name, removed)) continue;
    removed.push(statement);
    edits.push(removeStatement(statement));
  }
  for (const statement of needs.imports.keys()) edits.push(...removeImports(statement, removed));
  return edits;
}

function removeImports(statement: ImportStatement, removed: readonly typescript.Node[]): readonly TextEdit[] {
  const names = namesOf(statement);
  const unused = names.filter((name) => isUnused(name, removed));
  if (unused.length === names.length) return hasComment(statement) ? [] : [removeStatement(statement)];
  const list = namedIn(statement) ?? [];
  return list.flatMap((element, i) => {
    if (!unused.some((name) => name === element.name)) return [];
    const next = list[i + 1];
    const { file, start, end } = locationOf(element);
    if (next) return [{ file, start, end: next.getStart(), newText: '' }];
    const before = list[i - 1];
    return [{ file, start: before && !unused.includes(before.name) ? before.end : start, end, newText: '' }];
  });
}

function namesOf(statement: ImportStatement): readonly typescript.Node[] {
  const list = namedIn(statement)?.map(({ name }) => name) ?? [];
  if (ts.isVariableStatement(statement)) {
    return list.length > 0 ? list : statement.declarationList.declarations.map(({ name }) => name);
  }
  const clause = statement.importClause;
  const namespace =
    clause?.namedBindings && ts.isNamespaceImport(clause.namedBindings) ? [clause.namedBindings.name] : [];
  return [...(clause?.name ? [clause.name] : []), ...namespace, ...list];
}

function isUnused(name: typescript.Node, removed: readonly typescript.Node[]): boolean {
  if (!ts.isIdentifier(name)) return false;
  const binding = scopesOf(name.getSourceFile()).resolve(name.text, name);
  if (!binding) return false;
  return referencesTo(binding).every(
    (reference) => reference === name || removed.some((node) => node.pos <= reference.pos && reference.end <= node.end),
  );
}

function hasComment(statement: typescript.Statement): boolean {
  const { text } = statement.getSourceFile();
  return (
    statement.getStart() > statement.getFullStart() + /^\s*/.exec(statement.getFullText())![0].length ||
    (ts.getTrailingCommentRanges(text, statement.end) ?? []).length > 0
  );
}

/** With its line, and with the empty line behind it where there is one before it too. */
function removeStatement(statement: typescript.Statement): TextEdit {
  const { text } = statement.getSourceFile();
  const { file, start, end } = locationOf(statement);
  const before = /(^|\n)[ \t]*$/.exec(text.slice(0, start));
  const after = /^[ \t]*(\r?\n|$)/.exec(text.slice(end));
  if (!before || !after) return { file, start, end, newText: '' };
  const from = before.index + (before[1]?.length ?? 0);
  const to = end + after[0].length;
  const isSurrounded = /(^|\n\r?\n)$/.test(text.slice(0, from));
  const blank = isSurrounded ? /^\r?\n/.exec(text.slice(to)) : null;
  return { file, start: from, end: to + (blank?.[0].length ?? 0), newText: '' };
}
