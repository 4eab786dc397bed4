import type { ParsedFile } from '../../syntax/parsed-file';
import type { Fix, TextEdit } from '../../engine/finding';
import type { RuleContext } from '../../engine/rule';
import { styleOf } from '../style';
import type { AdoptionPart, PoolExport, PoolNames } from './adoption';
import type { Candidate } from './candidates';
import { addImport, freeName, type Imported } from './imports';
import { importedNames } from './imported-names';
import { ioredisFor, type IoredisImport } from './ioredis';
import { isTypeScript, moduleExtension, moduleKind, specifierOf } from './modules';
import { partsOf } from './parts';
import { existingPool, newPoolPath, type PoolModule } from './pool';
import { poolCode } from './pool-code';

/** The edits of a fix, and the range of ioredis that they add to package.json. */
export type Sharing = Pick<Fix, 'edits' | 'newFiles'> & { readonly ioredis: string | null };

/** Gives `queues` the createClient of the workspace's pool for that Redis, or of a new one beside the file of `first`. */
export function shareThroughModule(
  first: Candidate,
  queues: readonly Candidate[],
  context: RuleContext,
): Sharing | null {
  const parts = partsOf(queues);
  const existing = existingPool(first, context);
  const made = existing ? null : newPool(first, parts, context);
  const pool = existing ?? made?.pool;
  if (!pool) return null;
  const edits: TextEdit[] = [...(made?.ioredis.edits ?? [])];
  for (const path of new Set(parts.map((part) => part.file))) {
    const file = context.project.parse(path);
    const changes =
      file &&
      editsIn(
        file,
        pool,
        parts.filter((part) => part.file === path),
        context,
      );
    if (!changes) return null;
    edits.push(...changes);
  }
  const newFiles = made ? [{ file: made.pool.path, text: made.text }] : [];
  return { edits, newFiles, ioredis: made?.ioredis.added ?? null };
}

interface NewPool {
  readonly pool: PoolModule;
  readonly text: string;
  readonly ioredis: IoredisImport;
}

/** In the language of TypeScript where any of the files is. */
function newPool({ queue }: Candidate, parts: readonly AdoptionPart[], context: RuleContext): NewPool | null {
  const home = parts.find(({ file }) => file === queue.file) ?? parts[0];
  const model = isTypeScript(home?.file ?? '') ? home : (parts.find(({ file }) => isTypeScript(file)) ?? home);
  const file = model && context.project.parse(model.file);
  if (!home || !file) return null;
  const style = styleOf(file);
  const place = moduleKind(file, context.project);
  const uses = new Set(parts.flatMap((part) => part.uses));
  const ioredis = ioredisFor(queue, file, place, context);
  const path = newPoolPath([home.file, ...parts.map((part) => part.file)], moduleExtension(file.path), context);
  const plan = { isTypeScript: isTypeScript(file.path), place, queueType: 'Queue', uses, ioredis };
  return {
    pool: { path, createClient: 'createClient', exports: uses },
    text: poolCode(plan, style) + style.newline,
    ioredis,
  };
}

const OTHER_NAMES: Readonly<Record<PoolExport, string>> = {
  closeOnShutdown: 'closeQueueOnShutdown',
  createClient: 'createBullClient',
  RedisPoolModule: 'BullRedisPoolModule',
};

function editsIn(
  file: ParsedFile,
  pool: PoolModule,
  parts: readonly AdoptionPart[],
  context: RuleContext,
): readonly TextEdit[] | null {
  const style = styleOf(file);
  const known = importedNames(file, pool.path, context);
  const nameHere = (name: PoolExport): string | null => {
    const exported = name === 'createClient' ? pool.createClient : name;
    return known.get(exported) ?? freeName(file, name, OTHER_NAMES[name]);
  };
  const wanted = (Object.keys(OTHER_NAMES) as PoolExport[])
    .filter((name) => name === 'createClient' || pool.exports.has(name))
    .filter((name) => parts.some(({ uses }) => uses.includes(name)));
  const local = new Map(wanted.map((name) => [name, nameHere(name)]));
  if ([...local.values()].includes(null)) return null;
  const names: PoolNames = {
    createClient: local.get('createClient') ?? 'createClient',
    closeOnShutdown: local.get('closeOnShutdown') ?? null,
    RedisPoolModule: local.get('RedisPoolModule') ?? null,
  };
  const edits = parts.flatMap((part) => part.edits(names, style));
  const imported: Imported = wanted.map((name) => [
    name === 'createClient' ? pool.createClient : name,
    local.get(name)!,
  ]);
  const missing = imported.filter(([name]) => !known.has(name));
  if (missing.length === 0 || pool.path === file.path) return edits;
  const specifier = specifierOf(pool.path, file, context.project);
  const kind = moduleKind(file, context.project);
  return [...edits, addImport(file, { names: missing, specifier, kind }, edits, style)];
}
