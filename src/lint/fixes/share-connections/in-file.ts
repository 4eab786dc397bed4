import { ts } from '../../syntax/typescript';
import type { ParsedFile } from '../../syntax/parsed-file';
import type { Sharing } from './through-module';
import type { RuleContext } from '../../engine/rule';
import type { Queue } from '../../queue/queue';
import { scopesOf } from '../../syntax/scopes';
import { inStyle, styleOf } from '../style';
import type { PoolNames } from './adoption';
import type { Candidate } from './candidates';
import { freeName, insertAfterImports } from './imports';
import { ioredisFor } from './ioredis';
import { isTypeScript, moduleKind } from './modules';
import { partsOf } from './parts';
import { existingPool } from './pool';
import { POOL_NAMES, poolCode } from './pool-code';

const NAMES: PoolNames = { createClient: 'createClient', closeOnShutdown: 'closeOnShutdown', RedisPoolModule: null };

/** Puts a pool into the file that makes `queues`; null where there is one, or where its names are taken. */
export function shareInFile(first: Candidate, queues: readonly Candidate[], context: RuleContext): Sharing | null {
  const file = context.project.parse(first.queue.file);
  const parts = partsOf(queues);
  const isHere = parts.every((part) => part.file === file?.path && !part.uses.includes('RedisPoolModule'));
  if (!file || !isHere || existingPool(first, context)) return null;
  const queueType = isTypeScript(file.path) ? queueTypeIn(file, first.queue) : 'Queue';
  if (!queueType || POOL_NAMES.some((name) => freeName(file, name) === null)) return null;

  const style = styleOf(file);
  const ioredis = ioredisFor(first.queue, file, moduleKind(file, context.project), context);
  const uses = new Set(parts.flatMap((part) => part.uses));
  const plan = { isTypeScript: isTypeScript(file.path), place: 'in-file', queueType, uses, ioredis } as const;
  const code = [inStyle(ioredis.code, style), '', poolCode(plan, style)].join(style.newline);
  const edits = parts.flatMap((part) => part.edits(NAMES, style));
  return {
    edits: [...edits, insertAfterImports(file, code, edits, style), ...ioredis.edits],
    newFiles: [],
    ioredis: ioredis.added,
  };
}

/** `Bull.Queue`, by the name that the file has for Bull; null where it has none. */
function queueTypeIn(file: ParsedFile, queue: Queue): string | null {
  const callee = queue.node.expression;
  if (!ts.isIdentifier(callee)) return null;
  const [declaration] = scopesOf(file.ast).resolve(callee.text, callee)?.declarations ?? [];
  const isImport =
    declaration &&
    (ts.isImportClause(declaration) || ts.isNamespaceImport(declaration) || ts.isImportEqualsDeclaration(declaration));
  return isImport ? `${callee.text}.Queue` : null;
}
