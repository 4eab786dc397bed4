import type { ParsedFile } from '../../syntax/parsed-file';
import type { Fix, TextEdit } from '../../engine/finding';
import type { RuleContext } from '../../engine/rule';
import { styleOf } from '../style';
import { adopt, isSame, type PoolNames } from './adopt';
import { ownTheirOptions, type Candidate } from './candidates';
import { addImport, freeName, type Imported } from './imports';
import { importedNames } from './imported-names';
import { moduleExtension, moduleKind, specifierOf } from './modules';
import { existingPool, newPoolPath, type PoolModule } from './pool';
import { poolCode } from './pool-code';
import { planOf } from './plan';
import { removeUnused } from './unused';

/** Gives `queues` the createClient of the workspace's pool for that Redis, or of a new one beside the file of `first`. */
export function shareThroughModule(
  first: Candidate,
  queues: readonly Candidate[],
  context: RuleContext,
): Pick<Fix, 'edits' | 'newFiles'> | null {
  if (!ownTheirOptions(queues, context)) return null;
  const existing = existingPool(first, context);
  const pool = existing ?? newPool(first, context);
  const text = existing ? null : newPoolText(first, context);
  if (!existing && text === null) return null;

  const edits: TextEdit[] = [];
  for (const path of new Set(queues.map(({ queue }) => queue.file))) {
    const file = context.project.parse(path);
    const changes =
      file &&
      editsIn(
        file,
        pool,
        queues.filter(({ queue }) => queue.file === path),
        context,
      );
    if (!changes) return null;
    edits.push(...changes);
  }
  return { edits, newFiles: text === null ? [] : [{ file: pool.path, text }] };
}

function newPool({ queue }: Candidate, context: RuleContext): PoolModule {
  const path = newPoolPath(queue.file, moduleExtension(queue.file), context);
  return { path, createClient: 'createClient', closesQueues: true };
}

function newPoolText({ queue, connection }: Candidate, context: RuleContext): string | null {
  const file = context.project.parse(queue.file);
  if (!file) return null;
  const style = styleOf(file);
  const plan = planOf(connection, file, moduleKind(file, context.project), style);
  return plan && poolCode(plan, style) + style.newline;
}

function editsIn(
  file: ParsedFile,
  pool: PoolModule,
  queues: readonly Candidate[],
  context: RuleContext,
): readonly TextEdit[] | null {
  const style = styleOf(file);
  const known = importedNames(file, pool.path, context);
  const createClient = known.get(pool.createClient) ?? freeName(file, 'createClient', 'createBullClient');
  const closeOnShutdown = known.get('closeOnShutdown') ?? freeName(file, 'closeOnShutdown', 'closeQueueOnShutdown');
  if (!createClient || !closeOnShutdown) return null;
  const names: PoolNames = { createClient, closeOnShutdown: pool.closesQueues ? closeOnShutdown : null };

  const edits: TextEdit[] = [];
  for (const { queue, connection } of queues) {
    const adopted = adopt(queue, connection, names, style);
    if (!adopted) return null;
    edits.push(...adopted.filter((edit) => !edits.some((other) => isSame(edit, other))));
  }
  edits.push(
    ...removeUnused(queues.flatMap(({ connection: { url, redis } }) => [url, redis].filter((each) => each !== null))),
  );

  const wanted: Imported = [
    ...(names.closeOnShutdown ? [['closeOnShutdown', names.closeOnShutdown] as const] : []),
    [pool.createClient, createClient],
  ];
  const missing = wanted.filter(([name]) => !known.has(name));
  if (missing.length > 0 && pool.path !== file.path) {
    const specifier = specifierOf(pool.path, file, context.project);
    const kind = moduleKind(file, context.project);
    edits.push(addImport(file, { names: missing, specifier, kind }, edits, style));
  }
  return edits;
}
