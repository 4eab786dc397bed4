import assert from 'node:assert/strict';
import ts from 'typescript';
import { sharedConnections } from '../../../../src/lint/rules/shared-connections';
import { applyFix } from '../../support/edits';
import { check } from '../../support/lint';
import { TypeChecker } from '../../support/type-check';

type Files = Readonly<Record<string, string>>;

/** Where the types of a version are, if not in the package of that name. */
const TYPES = {
  '^3.29.3': { bull: '@types/bull' },
  '^4.16.5': {},
  '^4.28.5': { ioredis: '@types/ioredis' },
  '^5.4.1': {},
  '^6.0.0': { ioredis: 'ioredis-6' },
};

/** The files after the fix for the first finding. */
function shared(files: Files): Files {
  const [fix] = check(sharedConnections, files)[0]!.fixes();
  return applyFix(files, fix!);
}

/** One program for all of them: the types of ioredis 6 take a second each time. */
function inFolder([folder, files]: readonly [string, Files]): readonly (readonly [string, string])[] {
  return Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]);
}

describe('Share Redis connections where types are other than usual', function () {
  this.timeout(60_000);

  for (const [what, options] of [
    ['without strictNullChecks', { strict: false, noImplicitAny: true }],
    [
      'compiled for ES5, where nothing but an array can be spread',
      { target: ts.ScriptTarget.ES5, ignoreDeprecations: '6.0' },
    ],
  ] as const) {
    it(`writes a pool that type-checks ${what}`, () => {
      const checker = new TypeChecker(options);
      const files = {
        'queue.ts': `import Bull from 'bull';\nexport const mail = new Bull('mail', { redis: { host: 'h' } });\n`,
      };
      const known = new Set(checker.errorsIn(files));
      const fresh = checker.errorsIn(shared(files)).filter((error) => !known.has(error));
      assert.deepEqual(fresh, []);
    });
  }

  // Without it, the namespace of a module is what it exports, as people wrote Bull 3.
  const PLAIN = { esModuleInterop: false, module: ts.ModuleKind.CommonJS, ignoreDeprecations: '6.0' };

  for (const [bull, ioredis, clause] of [
    ['^3.29.3', '^4.28.5', 'Bull from'],
    ['^3.29.3', '^4.28.5', '* as Bull from'],
    ['^3.29.3', '^4.28.5', 'Bull = require'],
    ['^3.29.3', '^5.4.1', 'Bull from'],
    ['^3.29.3', '^5.4.1', '* as Bull from'],
    ['^3.29.3', '^6.0.0', 'Bull from'],
    ['^4.16.5', '^4.28.5', 'Bull from'],
    ['^4.16.5', '^4.28.5', 'Bull = require'],
    ['^4.16.5', '^5.4.1', 'Bull from'],
    ['^4.16.5', '^5.4.1', '* as Bull from'],
    ['^4.16.5', '^6.0.0', 'Bull from'],
  ] as const) {
    it(`writes pools that type-check with bull ${bull} and ioredis ${ioredis}, by import ${clause}`, () => {
      const from = clause.endsWith('require') ? `('bull')` : ` 'bull'`;
      const files = {
        'queue.ts': `import ${clause}${from};

interface Mail {
  readonly to: string;
}

const options: Bull.QueueOptions = { prefix: 'shop' };
const addressOf = (db: number) => ({ redis: { host: process.env.REDIS_HOST, port: 6379, db } });

export const mail: Bull.Queue<Mail> = new Bull<Mail>('mail', process.env.REDIS_URL!, options);
export const sms = new Bull('sms', addressOf(1));
export class Pushes {
  readonly queue: Bull.Queue<Mail>;
  constructor() {
    this.queue = new Bull('pushes', { redis: { host: 'h' }, defaultJobOptions: { attempts: 3 } });
  }
}
void mail.process(async ({ data }) => data.to);
`,
        'package.json': JSON.stringify({ dependencies: { bull, ioredis } }),
      };
      const checker = new TypeChecker(clause === 'Bull from' ? {} : PLAIN, { ...TYPES[bull], ...TYPES[ioredis] });
      const fixes = check(sharedConnections, files)[0]!.fixes();
      assert.equal(fixes.length, 3);
      const results = [['before', files] as const, ...fixes.map((fix) => [fix.title, applyFix(files, fix)] as const)];
      assert.deepEqual(checker.errorsIn(Object.fromEntries(results.flatMap(inFolder))), []);
    });
  }

  const app = (options: string, more = '') => `import { BullModule } from '@nestjs/bull';
import { Module } from '@nestjs/common';
import { redisOptions } from './options';

@Module({
  imports: [
    BullModule.forRootAsync({ useFactory: ${options} }),
    BullModule.registerQueue({ name: 'mail' }),${more}
  ],
})
export class AppModule {}
`;

  for (const [what, declaration, isForBull] of [
    ['no type', `export const redisOptions = () => ({ redis: { host: 'h' } });`, true],
    [
      'a type of Bull',
      `import type { BullModuleOptions } from '@nestjs/bull';\nexport const redisOptions = (): BullModuleOptions => ({ redis: { host: 'h' } });`,
      true,
    ],
    [
      'a type of another library',
      `import type { CacheOptions } from './cache';\nexport const redisOptions = (): CacheOptions => ({ redis: { host: 'h' } });`,
      false,
    ],
    [
      'a type of another library, in a promise',
      `import type { CacheOptions } from './cache';\nexport async function redisOptions(): Promise<CacheOptions> {\n  return { redis: { host: 'h' } };\n}`,
      false,
    ],
    [
      'a type of another library, by satisfies',
      `import type { CacheOptions } from './cache';\nexport const redisOptions = () => ({ redis: { host: 'h' } }) satisfies CacheOptions;`,
      false,
    ],
  ] as const) {
    it(`puts createClient ${isForBull ? 'into' : 'beside'} options that have ${what}`, () => {
      const result = shared({ 'app.module.ts': app('redisOptions'), 'options.ts': `${declaration}\n` });
      assert.equal(result['options.ts']!.includes('createClient'), isForBull);
      assert.equal(result['app.module.ts']!.includes(`{ name: 'mail', createClient }`), !isForBull);
    });
  }

  it('puts createClient beside options that another library gets too', () => {
    const result = shared({
      'app.module.ts': app('() => redisOptions()', '\n    CacheModule.forRoot(redisOptions()),'),
      'options.ts': `export function redisOptions() {\n  return { redis: { host: 'h' } };\n}\n`,
    });
    assert.equal(result['options.ts']!.includes('createClient'), false);
    assert.match(result['app.module.ts']!, /\{ name: 'mail', createClient \}/);
  });

  it('writes over a createClient that is undefined', () => {
    const code = (createClient: string) =>
      `import Bull from 'bull';\nexport const mail = new Bull('mail', { ${createClient}, prefix: 'p' });\n`;
    assert.ok(
      shared({ 'queue.ts': code('createClient: undefined') })['queue.ts']!.includes(`{ createClient, prefix: 'p' }`),
    );
  });

  it('adds a dynamic module to a list that holds nothing else', () => {
    const result = shared({
      'app.module.ts': `import { BullModule } from '@nestjs/bull';
import type { DynamicModule } from '@nestjs/common';

export function queues(): DynamicModule[] {
  return [BullModule.registerQueue({ name: 'mail' })];
}
`,
    });
    assert.match(
      result['app.module.ts']!,
      /return \[BullModule\.registerQueue\(\{ name: 'mail', createClient \}\), \{ module: RedisPoolModule \}\];/,
    );
  });
});
