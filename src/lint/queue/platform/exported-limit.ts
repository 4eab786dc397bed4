import type typescript from 'typescript';
import { ts } from '../../syntax/typescript';
import { locationOf } from '../../syntax/location';
import { numberIn, option } from '../../evaluation/inspect-value';
import type { Evaluator, Value } from '../../evaluation/value';
import { longest, type Budget } from '../budget';

/** What a function's file exports, in seconds: `export const maxDuration = 60`, or in `export const config = { … }`. */
export function exportedLimit(path: string, evaluator: Evaluator): Budget | null {
  if (!evaluator.project.read(path)?.includes('maxDuration')) return null;
  const statements = evaluator.project.parse(path)?.ast.statements.filter(ts.isVariableStatement) ?? [];
  return longest(
    statements
      .filter(isExported)
      .flatMap(({ declarationList }) => declarationList.declarations.flatMap((each) => limitIn(each, evaluator))),
  );
}

function isExported({ modifiers }: typescript.VariableStatement): boolean {
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false;
}

function limitIn(declaration: typescript.VariableDeclaration, evaluator: Evaluator): readonly Budget[] {
  const { name, initializer } = declaration;
  if (!initializer || !ts.isIdentifier(name)) return [];
  if (name.text === 'maxDuration') return limitOf(evaluator.evaluate(initializer), declaration);
  if (name.text !== 'config') return [];
  return limitOf(option(evaluator.evaluate(initializer), 'maxDuration'), declaration);
}

function limitOf(value: Value, declaration: typescript.VariableDeclaration): readonly Budget[] {
  const seconds = value.kind === 'either' ? undefined : numberIn(value)?.value;
  if (seconds === undefined || seconds <= 0) return [];
  return [{ ms: seconds * 1000, source: `export const ${declaration.name.getText()}`, at: locationOf(declaration) }];
}
