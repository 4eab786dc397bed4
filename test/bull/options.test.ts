import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import Bull from 'bull';
import ts from 'typescript';
import { BULL_OPTIONS, CLIENT_TYPE_DESCRIPTIONS, type OptionsObject } from '../../src/bull/options';
import { REDIS_ADDRESS_OPTIONS, REDIS_OPTIONS } from '../../src/bull/redis-options';
import { DEFAULT_SETTINGS } from '../../src/bull/settings';

/** The names of each type's properties, by the installed packages' own declarations. */
function propertiesOf(types: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const path = fileURLToPath(new URL('./declared.ts', import.meta.url));
  const values = types.map((type, i) => `export declare const value${i}: ${type};`);
  const code = ["import type Bull from 'bull';", "import type { RedisOptions } from 'ioredis';", ...values].join('\n');
  const options: ts.CompilerOptions = { strict: true, esModuleInterop: true, skipLibCheck: true, types: ['node'] };
  const host = ts.createCompilerHost(options);
  const program = ts.createProgram([path], options, {
    ...host,
    fileExists: (file) => file === path || host.fileExists(file),
    getSourceFile: (file, ...rest) =>
      file === path ? ts.createSourceFile(path, code, ts.ScriptTarget.ESNext) : host.getSourceFile(file, ...rest),
  });
  const checker = program.getTypeChecker();
  const exported = checker.getSymbolAtLocation(program.getSourceFile(path)!)!.exports!;
  return new Map(
    types.map((type, i) => {
      const value = exported.get(ts.escapeLeadingUnderscores(`value${i}`))!;
      const properties = checker.getPropertiesOfType(checker.getTypeOfSymbol(value));
      return [type, properties.map(({ name }) => name)];
    }),
  );
}

function names(object: OptionsObject): string[] {
  return BULL_OPTIONS[object].map(({ name }) => name).sort();
}

/** What Bull reads and its declarations leave out (bull 4.16.5 lib/queue.js:200, :239, lib/job.js:54). */
const undeclared: Partial<Record<OptionsObject, readonly string[]>> = {
  '': ['skipVersionCheck'],
  settings: ['isSharedChildPool'],
  defaultJobOptions: ['timestamp'],
};

describe('the options of Bull', () => {
  const declared: readonly (readonly [OptionsObject, ...string[]])[] = [
    ['', 'Bull.QueueOptions'],
    ['settings', 'Bull.AdvancedSettings'],
    ['limiter', 'Bull.RateLimiter'],
    ['defaultJobOptions', 'Bull.JobOptions'],
    ['metrics', 'Bull.MetricsOpts'],
    ['defaultJobOptions.backoff', 'Bull.BackoffOptions'],
    ['defaultJobOptions.repeat', 'Bull.CronRepeatOptions', 'Bull.EveryRepeatOptions'],
    ['defaultJobOptions.debounce', 'Bull.DebounceOptions'],
    ['defaultJobOptions.removeOnComplete', 'Bull.KeepJobsOptions'],
    ['defaultJobOptions.removeOnFail', 'Bull.KeepJobsOptions'],
  ];
  let properties: ReturnType<typeof propertiesOf>;
  before(() => {
    properties = propertiesOf([...declared.flatMap(([, ...types]) => types), 'RedisOptions']);
  });

  for (const [object, ...types] of declared) {
    it(`${object || 'at the top'}: those of ${types.join(' and ')}`, () => {
      const expected = [...types.flatMap((type) => properties.get(type) ?? []), ...(undeclared[object] ?? [])];
      assert.deepEqual(names(object), [...new Set(expected)].sort());
    });
  }

  it('have the defaults that a queue has', () => {
    const queue = new Bull('defaults', { skipVersionCheck: true } as Bull.QueueOptions);
    const { settings } = queue as unknown as { settings: Readonly<Record<string, unknown>> };
    for (const { name, default: written } of BULL_OPTIONS.settings) {
      const expected = name === 'lockRenewTime' ? DEFAULT_SETTINGS.lockDuration / 2 : (JSON.parse(written!) as unknown);
      assert.deepEqual(settings[name], expected, name);
    }
    for (const [name, value] of Object.entries(DEFAULT_SETTINGS)) assert.equal(settings[name], value, name);
  });

  it('are told in a sentence, with a clause on what holds without them', () => {
    for (const { name, description, unset } of Object.values(BULL_OPTIONS).flat()) {
      assert.match(description, /^.+\.$/, name);
      assert.match(unset, /^[^A-Z].*[^.]$|^Bull/, name);
    }
  });

  it('go to createClient for three types', () => {
    assert.deepEqual(Object.keys(CLIENT_TYPE_DESCRIPTIONS), ['client', 'subscriber', 'bclient']);
  });

  it('hold in `redis` what ioredis declares, and DB', () => {
    const ioredis = properties.get('RedisOptions') ?? [];
    assert.ok(ioredis.includes('host'));
    assert.deepEqual(
      ioredis.filter((name) => !REDIS_OPTIONS.includes(name)),
      [],
    );
    assert.deepEqual(
      REDIS_ADDRESS_OPTIONS.filter((name) => !ioredis.includes(name)),
      [],
    );
  });
});
