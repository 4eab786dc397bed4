import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Random } from './random';
import { plainModule, queueModule, redisModule } from './sources';

const SEED = 20261124;

const MODULES_IN_FOLDER = 50;

/** A workspace by relative path: `files` TypeScript modules, of which `queueFiles` use Bull, spread over folders. */
export function* workspaceModules(files: number, queueFiles: number): Iterable<[path: string, text: string]> {
  const random = new Random(SEED);
  yield ['package.json', JSON.stringify({ name: 'bench', private: true, dependencies: { bull: '^4.16.5' } })];
  yield ['src/redis.ts', redisModule];
  const every = Math.floor(files / queueFiles);
  for (let i = 0; i < files - 1; i++) {
    const folder = `src/area${Math.floor(i / MODULES_IN_FOLDER)}`;
    const lines = linesOfAModule(random);
    const text = i % every === 0 ? queueModule(random, lines, random.between(1, 3)) : plainModule(random, lines);
    yield [`${folder}/module${i}.ts`, text];
  }
}

/** Most modules are short, some are long: 20 to 1,000 lines, the middle one about 70. */
function linesOfAModule(random: Random): number {
  return Math.round(20 + 980 * random.next() ** 8 + 50 * random.next());
}

export function writeWorkspace(folder: string, files: number, queueFiles: number): void {
  for (const [path, text] of workspaceModules(files, queueFiles)) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
}
