import type typescript from 'typescript';
import { exportsOf, type ExportSource } from '../syntax/exports';
import { locationOf, type Location } from '../syntax/location';
import type { ParsedFile } from '../syntax/parsed-file';
import { scopesOf } from '../syntax/scopes';
import { readBinding } from './bindings';
import { unknown } from './build-value';
import { memberOf } from './members';
import { ObjectBuilder } from './objects';
import { afterForeignWrites } from './spoiled-exports';
import type { Evaluator, ImportedValue, Value } from './value';

/** What an import gives: `*` for the module as a whole, `default` for its default or for CommonJS as a whole. */
export function importedValue(specifier: typescript.StringLiteralLike, name: string, evaluator: Evaluator): Value {
  return importFrom(specifier.text, specifier.getSourceFile().fileName, name, locationOf(specifier), evaluator);
}

function importFrom(specifier: string, from: string, name: string, at: Location, evaluator: Evaluator): Value {
  const module = evaluator.modules.resolve(specifier, from);
  if (module.kind === 'missing') return unknown(at);
  if (module.kind === 'package') return packageMember({ kind: 'imported', module: module.name, path: [], at }, name);
  const file = evaluator.project.parse(module.path);
  if (!file) return unknown(at);
  return evaluator.remember(`${name} of ${module.path}`, at, () =>
    afterForeignWrites(exported(file, name, at, evaluator), name, evaluator.others.writesTo(module.path), evaluator),
  );
}

function packageMember(module: ImportedValue, name: string): Value {
  return name === '*' ? module : { ...module, path: [name] };
}

/** What a file exports under a name (`default` for CommonJS as a whole too). */
export function memberOfModule(file: ParsedFile, name: string, evaluator: Evaluator): Value {
  return exported(file, name, { file: file.path, start: 0, end: 0 }, evaluator);
}

/** An export of a file of the workspace; `*` for all of them. */
function exported(file: ParsedFile, name: string, at: Location, evaluator: Evaluator): Value {
  const table = exportsOf(file.ast);
  if (name === '*') return moduleValue(file, at, evaluator);
  const source = table.names.get(name);
  if (source) return sourceValue(source, file, at, evaluator);
  if (table.whole) {
    const whole = evaluator.evaluate(table.whole);
    return name === 'default' ? whole : memberOf(whole, name, at, evaluator);
  }
  for (const star of name === 'default' ? [] : table.stars) {
    const names = namesFrom(star, file, evaluator);
    if (names && !names.has(name)) continue;
    const value = importFrom(star, file.path, name, at, evaluator);
    if (value.kind !== 'absent') return value;
  }
  // A default import of CommonJS is all of its exports.
  if (name === 'default' && !table.isEsModule) return moduleValue(file, at, evaluator);
  return { kind: 'absent', at };
}

function sourceValue(source: ExportSource, file: ParsedFile, at: Location, evaluator: Evaluator): Value {
  if (source.kind === 'from') return importFrom(source.specifier, file.path, source.name, at, evaluator);
  if (source.kind === 'expression') return evaluator.evaluate(source.node);
  const binding = scopesOf(file.ast).resolve(source.name, file.ast);
  return binding ? readBinding(binding, file.ast, evaluator.outermost) : unknown(at);
}

/** What `export * from` passes on, where the texts of the modules behind it tell: then none of them is parsed for it. */
function namesFrom(star: string, file: ParsedFile, evaluator: Evaluator): ReadonlySet<string> | null {
  const module = evaluator.modules.resolve(star, file.path);
  return module.kind === 'file' ? evaluator.others.namesFrom(module.path) : null;
}

function mergeStar(star: string, file: ParsedFile, at: Location, builder: ObjectBuilder, evaluator: Evaluator): void {
  const names = namesFrom(star, file, evaluator);
  if (!names) return builder.merge(importFrom(star, file.path, '*', at, evaluator));
  for (const name of names) {
    if (name === 'default') continue;
    builder.set(
      name,
      evaluator.property(at, () => importFrom(star, file.path, name, at, evaluator)),
    );
  }
}

function moduleValue(file: ParsedFile, at: Location, evaluator: Evaluator): Value {
  const table = exportsOf(file.ast);
  const whole = table.whole ? evaluator.evaluate(table.whole) : null;
  if (whole && whole.kind !== 'object') return whole;
  const builder = new ObjectBuilder(evaluator);
  if (whole) builder.merge(whole);
  for (const star of table.stars) mergeStar(star, file, at, builder, evaluator);
  for (const [name, source] of table.names) {
    builder.set(
      name,
      evaluator.property(at, () => sourceValue(source, file, at, evaluator)),
    );
  }
  return builder.build(whole?.at ?? { file: file.path, start: 0, end: 0 }, whole?.node ?? null);
}
