import type typescript from 'typescript';
import { alternatives } from '../evaluation/inspect-value';
import { memberOfModule } from '../evaluation/module-values';
import type { Evaluator } from '../evaluation/value';
import { exportsOf, type ExportSource } from '../syntax/exports';
import { scopesOf } from '../syntax/scopes';
import { ts } from '../syntax/typescript';
import { unwrap } from '../syntax/unwrap';
import type { Process } from './processes';

/** The functions that a platform calls for each invocation of a process; none for a program. */
export function calledFunctions(process: Process, evaluator: Evaluator): ReadonlySet<typescript.Node> {
  const file = process.function && evaluator.project.parse(process.entry);
  if (!process.function || !file) return new Set();
  evaluator.refuel();
  const called = process.function.exports.flatMap((name) => {
    const source = exportsOf(file.ast).names.get(name);
    const values = alternatives(memberOfModule(file, name, evaluator));
    return [
      ...values.flatMap((value) => (value.kind === 'function' ? [value.node] : [])),
      ...(source ? wrappedIn(source, evaluator) : []),
    ];
  });
  return new Set(called);
}

/** What gives the same again may call its function once. */
const ONCE = /once|memo|cache|lazy/i;

/** The functions in `middy(handler).use(…)`, which a package makes one of. */
function wrappedIn(source: ExportSource, evaluator: Evaluator): readonly typescript.Node[] {
  if (source.kind === 'from') return [];
  const [declaration] =
    source.kind === 'name'
      ? (scopesOf(source.node.getSourceFile()).resolve(source.name, source.node)?.declarations ?? [])
      : [];
  const made = declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  let at = source.kind === 'expression' ? source.node : made;
  const found: typescript.Node[] = [];
  while (at && ts.isCallExpression((at = unwrap(at)))) {
    const callee: typescript.Expression = at.expression;
    if (!ONCE.test(callee.getText())) found.push(...at.arguments.flatMap((each) => functionsIn(each, evaluator)));
    at = ts.isPropertyAccessExpression(callee) ? callee.expression : undefined;
  }
  return found;
}

function functionsIn(argument: typescript.Expression, evaluator: Evaluator): readonly typescript.Node[] {
  return alternatives(evaluator.evaluate(argument)).flatMap((value) => (value.kind === 'function' ? [value.node] : []));
}
