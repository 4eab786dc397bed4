import { ts } from '../../syntax/typescript';
import type { ParsedFile } from '../../syntax/parsed-file';
import type { Fix, TextEdit } from '../../engine/finding';
import type { RuleContext } from '../../engine/rule';
import { scopesOf } from '../../syntax/scopes';
import { inStyle, styleOf } from '../style';
import { adopt, isSame } from './adopt';
import { ownTheirOptions, type Candidate } from './candidates';
import { freeName, insertAfterImports } from './imports';
import { isTypeScript, moduleKind } from './modules';
import { planOf } from './plan';
import { existingPool } from './pool';
import { POOL_NAMES, poolCode } from './pool-code';

/** Puts a pool into the file that makes `queues`; null where there is one, or where its names are taken. */
export function shareInFile(
  first: Candidate,
  queues: readonly Candidate[],
  context: RuleContext,
): Pick<Fix, 'edits' | 'newFiles'> | null {
  const file = context.project.parse(first.queue.file);
  if (!file || existingPool(first, context) || !ownTheirOptions(queues, context)) return null;
  const queueType = isTypeScript(file.path) ? queueTypeIn(file, first) : 'Queue';
  if (!queueType || POOL_NAMES.some((name) => freeName(file, name) === null)) return null;

  const style = styleOf(file);
  const kind = moduleKind(file, context.project);
  const plan = planOf(first.connection, file, kind, style);
  if (!plan) return null;
  const code = poolCode({ ...plan, place: 'in-file', queueType, locals: [], imports: [] }, style);
  const redis = inStyle(redisImport(file, kind), style);

  const names = { createClient: 'createClient', closeOnShutdown: 'closeOnShutdown' };
  const edits: TextEdit[] = [];
  for (const { queue, connection } of queues) {
    const adopted = adopt(queue, connection, names, style);
    if (!adopted) return null;
    edits.push(...adopted.filter((edit) => !edits.some((other) => isSame(edit, other))));
  }
  edits.push(insertAfterImports(file, [redis, '', code].join(style.newline), edits, style));
  return { edits, newFiles: [] };
}

/** `Bull.Queue`, by the name that the file has for Bull; null where it has none. */
function queueTypeIn(file: ParsedFile, { queue }: Candidate): string | null {
  const callee = queue.node.expression;
  if (!ts.isIdentifier(callee)) return null;
  const [declaration] = scopesOf(file.ast).resolve(callee.text, callee)?.declarations ?? [];
  const isImport =
    declaration &&
    (ts.isImportClause(declaration) || ts.isNamespaceImport(declaration) || ts.isImportEqualsDeclaration(declaration));
  return isImport ? `${callee.text}.Queue` : null;
}

function redisImport({ path }: ParsedFile, kind: 'esm' | 'commonjs'): string {
  if (isTypeScript(path)) return `import { Redis, type RedisOptions } from 'ioredis';`;
  return kind === 'esm' ? `import Redis from 'ioredis';` : `const Redis = require('ioredis');`;
}
