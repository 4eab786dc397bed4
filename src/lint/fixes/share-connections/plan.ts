import type typescript from 'typescript';
import { ts } from '../../syntax/typescript';
import type { ParsedFile } from '../../syntax/parsed-file';
import { moved } from '../relocated';
import { unwrap } from '../../syntax/unwrap';
import type { Style } from '../style';
import type { Connection } from './connection';
import { isTypeScript, type ModuleKind } from './modules';
import { importText, needsOf } from './movable';
import type { PoolPlan } from './pool-code';

/** A pool module for a connection that `file` has now; null where what it is made of cannot move. */
export function planOf(connection: Connection, file: ParsedFile, place: ModuleKind, style: Style): PoolPlan | null {
  const needs = needsOf([connection.url, connection.redis].filter((each) => each !== null));
  if (!needs) return null;
  return {
    isTypeScript: isTypeScript(file.path),
    place,
    queueType: 'Queue',
    locals: [...needs.constants].map((constant) => moved(constant)(style.indent)),
    imports: [...needs.imports].map(([statement, names]) => importText(statement, names)),
    redisArguments: redisArguments(connection, file, style),
  };
}

/** Of `new Redis(…)`: what the queue had, over the `options` that Bull hands to createClient. */
export function redisArguments({ url, redis, property }: Connection, file: ParsedFile, style: Style): string {
  const options = redis ? optionsWith(redis, style) : 'options';
  if (!url) return options;
  const text = moved(url)(style.indent);
  // A `redis` may be undefined for Bull's types, as an environment variable is; a URL may not for those of ioredis.
  const isMaybe = property && isTypeScript(file.path) && /^(process\.env\b|[\w$]+$)/.test(text);
  return `${text}${isMaybe ? '!' : ''}, ${options}`;
}

function optionsWith(redis: typescript.Expression, style: Style): string {
  const literal = unwrap(redis);
  const space = style.bracketSpacing ? ' ' : '';
  if (!ts.isObjectLiteralExpression(literal)) return `{${space}...options, ...${moved(redis)(style.indent)}${space}}`;
  if (literal.properties.length === 0) return 'options';
  const text = moved(literal)(style.indent);
  const inside = /^\{\s*\n/.test(text)
    ? `${style.newline}${style.indent.repeat(2)}...options,`
    : `${space}...options,${text[1] === ' ' ? '' : ' '}`;
  return `{${inside}${text.slice(1)}`;
}
