import type { Random } from './random';

export const NOUNS: readonly string[] = [
  'order',
  'invoice',
  'shipment',
  'customer',
  'report',
  'ledger',
  'catalog',
  'session',
  'payment',
  'tenant',
];
const VERBS = ['load', 'merge', 'price', 'validate', 'archive', 'publish', 'collect', 'resolve', 'assign', 'expire'];

function capitalised(word: string): string {
  return word[0]!.toUpperCase() + word.slice(1);
}

const NODE_IMPORTS = "import { readFile } from 'node:fs/promises';\nimport { join } from 'node:path';\n";
const ROOT = "const root = process.env.DATA_DIR ?? '/var/lib/app';\n";

/** About `lines` lines of TypeScript as an application's modules are, which have nothing to do with queues. */
export function plainModule(random: Random, lines: number): string {
  return [NODE_IMPORTS, ROOT, ...declarations(random, lines - 5, 0)].join('\n');
}

/** `from` makes the names differ from those of other declarations in the module. */
function declarations(random: Random, lines: number, from: number): string[] {
  const parts: string[] = [];
  for (let written = 0; written < lines; written += parts.at(-1)!.split('\n').length) {
    parts.push(random.oneOf(DECLARATIONS)(random, from + parts.length));
  }
  return parts;
}

type Declaration = (random: Random, number: number) => string;

const DECLARATIONS: readonly Declaration[] = [
  (random, number) => {
    const noun = random.oneOf(NOUNS);
    return `export interface ${capitalised(noun)}${number} {
  readonly id: string;
  readonly ${random.oneOf(NOUNS)}Ids: readonly string[];
  total: number;
  createdAt: Date;
  status: 'open' | 'closed' | 'void';
}
`;
  },
  (random, number) => {
    const [verb, noun] = [random.oneOf(VERBS), random.oneOf(NOUNS)];
    return `/** ${capitalised(verb)}s what belongs to one ${noun}, oldest first. */
export async function ${verb}${capitalised(noun)}${number}(id: string, limit = ${random.between(10, 500)}): Promise<string[]> {
  const text = await readFile(join(root, '${noun}', \`\${id}.json\`), 'utf8');
  const rows = JSON.parse(text) as { id: string; total: number; tags?: string[] }[];
  const found = rows.filter((row) => row.total > ${random.between(1, 99)} && row.tags?.includes('${noun}'));
  for (const row of found) {
    if (row.id === id) continue;
    row.total = Math.round(row.total * ${random.between(101, 125)}) / 100;
  }
  return found.slice(0, limit).map((row) => \`\${row.id}:\${row.total}\`);
}
`;
  },
  (random, number) => {
    const noun = random.oneOf(NOUNS);
    return `export class ${capitalised(noun)}Store${number} {
  private readonly rows = new Map<string, { at: number; value: unknown }>();

  constructor(private readonly lifetime = ${random.between(1, 60)} * 1000) {}

  get(key: string): unknown {
    const row = this.rows.get(key);
    if (!row || Date.now() - row.at > this.lifetime) return undefined;
    return row.value;
  }

  set(key: string, value: unknown): this {
    this.rows.set(key, { at: Date.now(), value });
    return this;
  }
}
`;
  },
];

/** About `lines` lines of TypeScript with Bull queues among other code: made, processed, listened to. */
export function queueModule(random: Random, lines: number, queues: number): string {
  const parts = [`import Bull from 'bull';\n${NODE_IMPORTS}import { redis, settings } from '../redis';\n`, ROOT];
  for (let i = 0; i < queues; i++) {
    parts.push(queue(random, i), ...declarations(random, lines / queues - 12, 1000 * i));
  }
  return parts.join('\n');
}

function queue(random: Random, number: number): string {
  const noun = random.oneOf(NOUNS);
  const name = `${noun}Queue${number}`;
  const options = random.oneOf([
    '{ redis }',
    '{ redis, settings }',
    `{ redis, settings: { ...settings, lockRenewTime: ${random.between(5, 40)}_000 } }`,
    `{ redis, limiter: { max: ${random.between(1, 20)}, duration: 1000 } }`,
    `{ redis, defaultJobOptions: { timeout: ${random.between(10, 90)}_000, attempts: 3, removeOnComplete: true } }`,
  ]);
  return `/** @jobBudget ${random.between(20, 90)}s */
export const ${name} = new Bull('${noun}-${number}', ${options});

${name}.process(${random.between(1, 8)}, async (job) => {
  await job.progress(50);
  return { id: job.id, done: true };
});
${name}.on('failed', (job, error) => console.error(job.id, error.message));
`;
}

/** The module that the queue modules take their connection and settings from. */
export const redisModule = `export const redis = { host: process.env.REDIS_HOST ?? 'localhost', port: 6379 };

export const settings = { lockDuration: 60_000, stalledInterval: 30_000, maxStalledCount: 1 };
`;
