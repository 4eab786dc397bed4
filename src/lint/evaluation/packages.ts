import parseMs from 'ms';
import type { Location } from '../syntax/location';
import { literal, unknown } from './build-value';
import { madePath } from './file-places';
import type { ImportedValue, SingleValue, Value } from './value';

/** Bull itself, however its module was imported (`module.exports = Queue`, so `default` is what interop makes of it). */
export function isBull(value: SingleValue): value is ImportedValue {
  return isExport(value, 'bull', []);
}

/** What makes the clients of node-redis, which Bull cannot use. */
export function isNodeRedisClient(value: SingleValue): value is ImportedValue {
  return isExport(value, 'redis', ['createClient']);
}

/** Whether a value is what `module` exports at `path`; the `default`s of interop do not count. */
export function isExport(value: SingleValue, module: string, path: readonly string[]): boolean {
  if (value.kind !== 'imported' || value.module !== module) return false;
  const own = value.path.filter((name) => name !== 'default');
  return own.length === path.length && own.every((name, i) => name === path[i]);
}

/** A service of @nestjs/config, which answers with what the environment says. */
export function configService(at: Location): ImportedValue {
  return { kind: 'imported', module: '@nestjs/config', path: ['ConfigService', 'prototype'], at };
}

/** What a call of a package's function returns: known of `ms`, of a ConfigService, and of `registerAs`. */
export function callPackage(callee: ImportedValue, args: readonly Value[], at: Location): Value {
  const path = madePath(callee, args, at);
  if (path) return path;
  const [first] = args;
  const isGet = ['get', 'getOrThrow'].some((name) =>
    isExport(callee, '@nestjs/config', ['ConfigService', 'prototype', name]),
  );
  if (isGet) return configured(args, at);
  // The factory itself, with a token for it (@nestjs/config lib/utils/register-as.util.ts).
  if (isExport(callee, '@nestjs/config', ['registerAs'])) return args[1] ?? unknown(at);
  if (!isExport(callee, 'ms', []) || first?.kind !== 'literal' || typeof first.value !== 'string') return unknown(at);
  const value: unknown =
    first.value.length <= LONGEST_DURATION ? parseMs(first.value as parseMs.StringValue) : undefined;
  if (typeof value !== 'number') return unknown(at);
  return { ...literal(value, at), certainty: first.certainty, defaultOf: first.defaultOf };
}

/** `config.get('LOCK_MS', 30000)`; a name like `redis.host` is one of a file, and of that nothing is known. */
function configured([key, otherwise]: readonly Value[], at: Location): Value {
  const name = key?.kind === 'literal' && typeof key.value === 'string' ? key.value : '';
  if (otherwise?.kind === 'literal') return { ...otherwise, certainty: 'default', defaultOf: name };
  return /^[A-Z][A-Z0-9_]*$/.test(name) ? unknown(at, { env: name }) : unknown(at);
}

/** `ms` throws on longer ones. */
const LONGEST_DURATION = 100;
