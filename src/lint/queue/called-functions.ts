import type typescript from 'typescript';
import { alternatives, option } from '../evaluation/inspect-value';
import { memberOfModule } from '../evaluation/module-values';
import type { Evaluator, Value } from '../evaluation/value';
import { codeOfExport, exportsOf, type ExportSource } from '../syntax/exports';
import { scopesOf } from '../syntax/scopes';
import { ts } from '../syntax/typescript';
import { unwrap } from '../syntax/unwrap';
import { isRegistration } from './platform/registration';
import type { Process } from './processes';

/**
 * The functions that a platform calls for each invocation of a process; none for a program. Those are among them that the
 * files which it loads of `usingPlatforms` register.
 */
export function calledFunctions(
  process: Process,
  usingPlatforms: ReadonlySet<string>,
  evaluator: Evaluator,
): ReadonlySet<typescript.Node> {
  const file = process.function && evaluator.project.parse(process.entry);
  if (!process.function || !file) return new Set();
  evaluator.refuel();
  const called = process.function.exports.flatMap((name) => {
    const source = exportsOf(file.ast).names.get(name);
    return [...functionsOf(memberOfModule(file, name, evaluator)), ...(source ? wrappedIn(source, evaluator) : [])];
  });
  const registering = [...usingPlatforms].filter((each) => process.loads(each));
  return new Set([...called, ...registering.flatMap((each) => registeredIn(each, evaluator))]);
}

/** `functions.http('send', send)`, `app.http('send', { handler: send })` */
function registeredIn(file: string, evaluator: Evaluator): readonly typescript.Node[] {
  const ast = evaluator.project.parse(file)?.ast;
  const registrations = ast ? scopesOf(ast).constructs.filter(isRegistration) : [];
  return registrations.flatMap((call) =>
    (call.arguments ?? []).flatMap((argument) => [
      ...functionsOf(evaluator.evaluate(argument)),
      ...functionsOf(option(evaluator.evaluate(argument), 'handler')),
    ]),
  );
}

/** What gives the same again may call its function once. */
const ONCE = /once|memo|cache|lazy/i;

/** The functions in `middy(handler).use(…)`, which a package makes one of. */
function wrappedIn(source: ExportSource, evaluator: Evaluator): readonly typescript.Node[] {
  let at = codeOfExport(source);
  const found: typescript.Node[] = [];
  while (at && ts.isExpression(at) && ts.isCallExpression((at = unwrap(at)))) {
    const callee: typescript.Expression = at.expression;
    if (!ONCE.test(callee.getText()))
      found.push(...at.arguments.flatMap((each) => functionsOf(evaluator.evaluate(each))));
    at = ts.isPropertyAccessExpression(callee) ? callee.expression : null;
  }
  return found;
}

function functionsOf(value: Value): readonly typescript.Node[] {
  return alternatives(value).flatMap((single) => (single.kind === 'function' ? [single.node] : []));
}
