import type typescript from 'typescript';
import { option, stringIn } from '../../evaluation/inspect-value';
import type { Evaluator, Value } from '../../evaluation/value';
import { join, nameOf } from '../../files/paths';
import { fileAt } from '../../modules/file-at';
import { isSourcePath } from '../../syntax/parsed-file';
import { ts } from '../../syntax/typescript';
import { durationIn, type Budget } from '../budget';
import type { Imports } from '../imports';
import { functionOf, functionsThatMatch, type FunctionSource } from './function';
import { limitOf } from './written-limit';

const CONFIGURATIONS = ['sst.config.ts', 'sst.config.mts', 'sst.config.js', 'sst.config.mjs', 'sst.json'];

/** More files than this are not an application's infrastructure. */
const MOST_FILES = 300;

/**
 * The functions of an application of SST: every `src/jobs.send` that its configuration, or code that this loads, names and
 * that is there, whether a queue, a schedule or a route gets it. The `timeout` beside a `handler` is their limit.
 */
export function sstFunctions(directory: string, evaluator: Evaluator, imports: Imports | null): FunctionSource | null {
  const name = CONFIGURATIONS.find((each) => evaluator.project.names(directory).has(each));
  if (name === undefined) return null;
  const files = infrastructureOf(join(directory, name), directory, evaluator, imports);
  return functionsThatMatch(files.flatMap((file) => functionsIn(file, directory, evaluator)));
}

/** What a configuration loads; of `infra`, whose files it may load by computed names, all. */
function infrastructureOf(
  configuration: string,
  directory: string,
  { project }: Evaluator,
  imports: Imports | null,
): readonly string[] {
  const below = join(directory, 'x').slice(0, -1);
  const infra = join(directory, 'infra');
  const files = new Set([configuration, ...[...project.names(infra)].map((name) => join(infra, name))]);
  for (const using of imports?.usingPlatforms ?? []) if (using.startsWith(below)) files.add(using);
  for (const file of files) {
    if (files.size > MOST_FILES) break;
    for (const loaded of imports?.loadsOf(file) ?? []) if (loaded.file.startsWith(below)) files.add(loaded.file);
  }
  return [...files].filter((file) => isSourcePath(file) && /\bsst\b/.test(project.read(file) ?? ''));
}

function functionsIn(file: string, directory: string, evaluator: Evaluator): Parameters<typeof functionsThatMatch>[0] {
  const ast = evaluator.project.parse(file)?.ast;
  const found: ReturnType<typeof functionsIn>[number][] = [];
  const visit = (node: typescript.Node): void => {
    if (ts.isStringLiteralLike(node)) {
      const handler = handlerIn(node.text, directory, evaluator);
      if (handler !== null) found.push({ ...functionOf(handler), limit: limitBeside(node, evaluator) });
    }
    ts.forEachChild(node, visit);
  };
  if (ast) visit(ast);
  return found;
}

/** The function that a text names, of a source file that is there. */
function handlerIn(text: string, directory: string, { project }: Evaluator): string | null {
  const [, module] = /^((?:\.\/)?[\w@()[\]./-]*\w)\.[A-Za-z_$][\w$]*$/.exec(text) ?? [];
  if (module === undefined || isSourcePath(text)) return null;
  const file = fileAt(join(directory, module), project);
  return file !== null && file.startsWith(`${join(directory, module)}.`) ? join(directory, text) : null;
}

/** `{ handler: 'src/jobs.send', timeout: '5 minutes' }`, in seconds where it is a number. */
function limitBeside({ parent }: typescript.StringLiteralLike, evaluator: Evaluator): Budget | null {
  if (!ts.isPropertyAssignment(parent) || parent.name.getText() !== 'handler') return null;
  evaluator.refuel();
  return budgetOf(option(evaluator.evaluate(parent.parent), 'timeout'));
}

function budgetOf(timeout: Value): Budget | null {
  const words = stringIn(timeout);
  if (words === undefined) return limitOf(timeout);
  const ms = /\d\s*[a-z]/i.test(words) ? durationIn(words) : null;
  return ms === null ? null : { ms, source: `${nameOf(timeout.at.file)}, timeout`, at: timeout.at };
}
