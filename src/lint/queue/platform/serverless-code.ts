import { memberOfModule } from '../../evaluation/module-values';
import { alternatives, option, propertiesNamed, stringIn } from '../../evaluation/inspect-value';
import type { Evaluator, SingleValue } from '../../evaluation/value';
import { directoryOf, join } from '../../files/paths';
import { functionOf, functionsThatMatch, type FunctionSource } from './function';
import { limitOf } from './written-limit';

/** What the Serverless Framework reads where there is no serverless.yml, in its order. */
const NAMES = [
  'serverless.js',
  'serverless.cjs',
  'serverless.mjs',
  'serverless.ts',
  'serverless.cts',
  'serverless.mts',
];

/**
 * The functions of a directory's configuration of the Serverless Framework that is code: what it exports, with functions
 * from whatever files. Limits are as in serverless.yml.
 */
export function serverlessCodeFunctions(directory: string, evaluator: Evaluator): FunctionSource | null {
  const { project } = evaluator;
  const name = NAMES.find((each) => project.names(directory).has(each));
  const file = name === undefined ? null : project.parse(join(directory, name));
  if (!file) return null;
  evaluator.refuel();
  const configuration = memberOfModule(file, 'default', evaluator);
  const shared = limitOf(option(configuration, 'provider', 'timeout'));
  const declared = propertiesNamed(configuration, 'functions').flatMap(({ value }) => alternatives(value));
  return functionsThatMatch(
    declared.flatMap(functionsIn).flatMap((each) => {
      const handler = handlerIn(each, directory, evaluator);
      const limit = limitOf(option(each, 'timeout')) ?? shared;
      return handler === null ? [] : [{ ...functionOf(handler), limit }];
    }),
  );
}

function functionsIn(declared: SingleValue): readonly SingleValue[] {
  const values = declared.kind === 'object' ? [...declared.properties.values()] : [];
  return values.flatMap(({ value }) => alternatives(value));
}

/**
 * `src/send.handler`, or `${handlerPath(__dirname)}/handler.main`, which the framework's own template has: where the file
 * stands that says so.
 */
function handlerIn(declaration: SingleValue, directory: string, { project }: Evaluator): string | null {
  const handler = option(declaration, 'handler');
  const written = stringIn(handler);
  if (written !== undefined) return join(directory, written);
  if (handler.kind !== 'text') return null;
  const [from, ...rest] = handler.parts.filter((part) => part !== '');
  const text = project.read(handler.at.file)?.slice(handler.at.start, handler.at.end) ?? '';
  const isBeside = from === null && rest.length === 1 && /^(`\$\{)?[^`+]*\b__dirname\b/.test(text);
  return isBeside && rest[0] ? join(directoryOf(handler.at.file), rest[0].replace(/^\/+/, '')) : null;
}
