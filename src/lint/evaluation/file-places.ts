import type typescript from 'typescript';
import { directoryOf, join } from '../files/paths';
import type { Location } from '../syntax/location';
import { ts } from '../syntax/typescript';
import { either, literal, unknown } from './build-value';
import { alternatives, stringIn } from './inspect-value';
import type { ImportedValue, Value } from './value';

/** The directory of a file, as `__dirname` and `import.meta.dirname` have it. */
export function directoryAround(node: typescript.Node): string {
  return directoryOf(node.getSourceFile().fileName);
}

/** Whether an expression is `import.meta.url` or another member of `import.meta`. */
export function isOfMeta(node: typescript.Expression | undefined, name: string): boolean {
  return !!node && ts.isPropertyAccessExpression(node) && node.name.text === name && ts.isMetaProperty(node.expression);
}

/** `new URL('../src/send.ts', import.meta.url)`, as the path of that file; undefined for any other URL. */
export function urlBeside(node: typescript.NewExpression, relative: Value, at: Location): Value | undefined {
  const path = isOfMeta(node.arguments?.[1], 'url') ? stringIn(relative) : undefined;
  return path === undefined ? undefined : literal(join(directoryAround(node), path), at);
}

/** The path that a call of `node:path`, `node:url` or `process.cwd` makes; undefined for any other. */
export function madePath({ module, path }: ImportedValue, args: readonly Value[], at: Location): Value | undefined {
  if (!/^(node:)?(path|process|url)$/.test(module)) return undefined;
  const [first, ...others] = args;
  const name = [module.replace(/^node:/, ''), ...path.filter((each) => each !== 'default')].join('.');
  if (name === 'process.cwd') return literal('.', at);
  if (name === 'url.fileURLToPath') return first;
  const [, how] = /^path\.(?:posix\.)?(join|resolve)$/.exec(name) ?? [];
  return how && first ? others.reduce((above, part) => joined(above, part, how === 'join', at), first) : undefined;
}

function joined(path: Value, part: Value, isBelow: boolean, at: Location): Value {
  return either(
    alternatives(path).flatMap((directory) =>
      alternatives(part).map((each) => {
        const [above, below] = [stringIn(directory), stringIn(each)];
        if (above === undefined || below === undefined) return unknown(at, { type: 'string' });
        return literal(join(above, isBelow ? below.replace(/^\/+/, '') : below), at);
      }),
    ),
    at,
  );
}
