import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Random } from './random';
import { NOUNS, plainModule } from './sources';

const SEED = 20261126;

/** Folders of each package, each with a barrel. */
const FOLDERS = ['api', 'models', 'services', 'utils'];

/** Queues of a package with queues. */
const QUEUES = 5;

/** How large a monorepo is. */
export interface MonorepoSize {
  readonly packages: number;
  /** TypeScript modules, barrels among them. */
  readonly files: number;
  /** A multiple of five. */
  readonly queues: number;
}

/** Where a package lies in the monorepo. */
export function packageFolder(number: number): string {
  return `packages/area${number}`;
}

/**
 * A monorepo by relative path, as teams have them: packages that import each other by name, aliases of tsconfig, and a
 * barrel in each folder, so that most modules can be reached from most others. Some of its packages have queues, with a
 * worker and an API beside them; the next package adds to them as well.
 */
export function* monorepoModules({ packages, files, queues }: MonorepoSize): Iterable<[path: string, text: string]> {
  const random = new Random(SEED);
  yield ['package.json', json({ name: 'bench', private: true, workspaces: ['packages/*'] })];
  yield ['tsconfig.base.json', json({ compilerOptions: { baseUrl: '.', paths: { '@bench/*': ['packages/*/src'] } } })];
  const withQueues = queues / QUEUES;
  const every = Math.max(Math.floor(packages / withQueues), 1);
  for (let i = 0; i < packages; i++) {
    const hasQueues = i % every === 0 && i / every < withQueues;
    const neighbour = (i + packages - 1) % packages;
    const neighbourHasQueues = neighbour % every === 0 && neighbour / every < withQueues;
    const modules = [
      ...manifests(i, neighbour),
      ...(hasQueues ? queueModules(i) : []),
      ...(neighbourHasQueues ? [sender(neighbour)] : []),
      ...plainModules(random, Math.floor(files / packages), { neighbour, hasQueues, neighbourHasQueues }),
    ];
    for (const [path, text] of modules) yield [`${packageFolder(i)}/${path}`, text];
  }
}

export function writeMonorepo(folder: string, size: MonorepoSize): void {
  for (const [path, text] of monorepoModules(size)) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
}

function* manifests(number: number, neighbour: number): Iterable<[string, string]> {
  const dependencies = { bull: '^4.16.5', [`@bench/area${neighbour}`]: '*' };
  yield ['package.json', json({ name: `@bench/area${number}`, main: 'src/index.ts', dependencies })];
  const compilerOptions = { baseUrl: '.', paths: { '@/*': ['src/*'], '@bench/*': ['../*/src'] } };
  yield ['tsconfig.json', json({ extends: '../../tsconfig.base.json', compilerOptions })];
}

/** The queues of a package, its worker, and what adds to them by way of the barrels. */
function* queueModules(number: number): Iterable<[string, string]> {
  const nouns = NOUNS.slice(0, QUEUES);
  yield ['src/config/redis.ts', "export const redis = { host: process.env.REDIS_HOST ?? 'localhost', port: 6379 };\n"];
  yield ['src/config/index.ts', "export * from './redis';\n"];
  for (const noun of nouns) {
    const options = '{ redis, defaultJobOptions: { attempts: 3, timeout: 45_000 } }';
    yield [
      `src/queues/${noun}.ts`,
      `import Bull from 'bull';\nimport { redis } from '@/config';\n\nexport const ${noun}Queue = new Bull('${noun}-${number}', ${options});\n`,
    ];
  }
  yield ['src/queues/index.ts', nouns.map((noun) => `export * from './${noun}';\n`).join('')];
  const names = nouns.map((noun) => `${noun}Queue`).join(', ');
  const processed = nouns.map((noun) => `${noun}Queue.process(4, async ({ data }) => data);\n`).join('');
  yield ['src/worker.ts', `import { ${names} } from './queues';\n\n${processed}`];
  const sent = nouns
    .map((noun) => `export const send_${noun} = (data: object) => ${noun}Queue.add(data, { attempts: 5 });\n`)
    .join('');
  yield ['src/api/send.ts', `import { ${names} } from '..';\n\n${sent}`];
}

/** Adds to a queue of another package. */
function sender(neighbour: number): [string, string] {
  const noun = NOUNS[0]!;
  return [
    'src/services/remote.ts',
    `import { ${noun}Queue } from '@bench/area${neighbour}';\n\nexport const remote = (id: string) => ${noun}Queue.add({ id });\n`,
  ];
}

interface Surroundings {
  readonly neighbour: number;
  readonly hasQueues: boolean;
  readonly neighbourHasQueues: boolean;
}

function* plainModules(
  random: Random,
  files: number,
  { neighbour, hasQueues, neighbourHasQueues }: Surroundings,
): Iterable<[string, string]> {
  const count = Math.max(Math.floor(files / FOLDERS.length) - 2, 1);
  for (const folder of FOLDERS) {
    const modules = Array.from({ length: count }, (_, i) => `module${i}`);
    for (const [i, name] of modules.entries()) {
      const imports = [
        `import * as near from './module${(i + 1) % count}';`,
        `import * as ${folder} from '../${random.oneOf(FOLDERS)}';`,
        `import * as own from '@/${random.oneOf(FOLDERS)}';`,
        `import * as remote from '@bench/area${neighbour}';`,
      ].slice(0, random.between(1, 4));
      const lines = Math.round(20 + 500 * random.next() ** 8 + 50 * random.next());
      yield [`src/${folder}/${name}.ts`, `${imports.join('\n')}\n${plainModule(random, lines)}`];
    }
    const extra = [
      ...(hasQueues && folder === 'api' ? ['send'] : []),
      ...(neighbourHasQueues && folder === 'services' ? ['remote'] : []),
    ];
    yield [`src/${folder}/index.ts`, [...modules, ...extra].map((name) => `export * from './${name}';\n`).join('')];
  }
  const barrels = [...FOLDERS, ...(hasQueues ? ['queues', 'config'] : [])];
  yield ['src/index.ts', barrels.map((name) => `export * from './${name}';\n`).join('')];
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
