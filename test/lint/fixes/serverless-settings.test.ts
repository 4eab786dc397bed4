import assert from 'node:assert/strict';
import { once } from 'node:events';
import { MemoryFiles } from '../../../src/lint/files/memory-files';
import type { Fix } from '../../../src/lint/engine/finding';
import { serverlessSettingsFixes } from '../../../src/lint/fixes/serverless-settings';
import { Linter } from '../../../src/lint/engine/linter';
import { lockDuration } from '../../../src/lint/rules/lock-duration';
import { startRedis, type RedisServer } from '../../support/redis';
import { applyFix } from '../support/edits';
import { assertFixLaws } from '../support/fix-laws';
import { fixCases } from '../support/fixtures';
import { check, fixed } from '../support/lint';
import { runQueues, type RunningQueue } from '../support/run-queues';
import { run } from './share-connections/running';
import { outlinesOf } from '../support/outlines';

const CASES = fixCases('serverless-settings');

const queueFor = (budget: string, options = ''): string =>
  `// @jobBudget ${budget}\nnew Bull('mail'${options && `, ${options}`}).process(async () => {});\n`;

describe('Insert serverless settings', function () {
  // The first case loads the compiler and the types of Bull and Node.
  this.timeout(60_000);

  for (const { name, before, after, other } of CASES) {
    it(name.replaceAll('-', ' '), () => {
      assert.deepEqual(assertFixLaws(lockDuration, before), after);
      if (!other) return;
      const limited = check(lockDuration, before)
        .flatMap((finding) => finding.fixes())
        .find(({ title }) => title.includes('limiter'));
      assert.deepEqual(applyFix(before, limited!), other);
    });
  }

  it('is named for its result', () => {
    const [finding] = check(lockDuration, CASES.find(({ name }) => name === 'name')!.before);
    assert.deepEqual(
      finding?.fixes().map(({ title, isPreferred }) => [title, isPreferred]),
      [
        ['Insert serverless settings (lockDuration 600 s for a budget of 300 s)', false],
        ['Insert serverless settings and a limiter (2 jobs a second)', false],
      ],
    );
  });

  for (const [when, code, isPreferred] of [
    ['where the code is serverless', queueFor('60s'), true],
    ['with a lock of ten minutes', queueFor('5m'), true],
    ['not with a longer one, which jobs of a dead worker would be locked for', queueFor('301s'), false],
    ['not with a timeout of a day', queueFor('24h'), false],
    [
      'in a copy of its own, where another queue with the same options has shorter jobs',
      `const options = {};\n${queueFor('5m', 'options')}\n${queueFor('30s', 'options')}`,
      true,
    ],
  ] as const) {
    it(`is applied by --fix ${when}`, () => {
      const files = { 'api/queue.ts': `import Bull from 'bull';\n${code}`, 'vercel.json': '{}' };
      const [fix] = check(lockDuration, files)[0]!.fixes();
      assert.equal(fix?.isPreferred, isPreferred);
    });
  }

  it('is never applied by --fix on an ordinary server, which renews its locks', () => {
    const [fix] = check(lockDuration, `import Bull from 'bull';\n${queueFor('60s')}`)[0]!.fixes();
    assert.equal(fix?.isPreferred, false);
  });

  describe('for a queue that shares its options with one of another budget', () => {
    const LOCK = /lockDuration: 600000,/;
    for (const [what, shared, options, expected] of [
      ['a variable', `{ prefix: 'p' }`, 'shared', /\{\s+\.\.\.shared,\s+settings: \{\s+lockDuration: 600000,/],
      [
        'a variable with settings',
        `{ settings: { drainDelay: 9 } }`,
        'shared',
        /\{\s+\.\.\.shared,\s+settings: \{\s+\.\.\.shared\.settings,\s+lockDuration: 600000,/,
      ],
      [
        'settings in a variable',
        `{ drainDelay: 9 }`,
        '{ settings: shared }',
        /settings: \{\s+\.\.\.shared,\s+lockDuration: 600000,/,
      ],
      [
        'settings that are spread',
        `{ settings: { drainDelay: 9 } }`,
        `{ ...shared, prefix: 'q' }`,
        /\.\.\.shared,\s+prefix: 'q',\s+settings: \{\s+\.\.\.shared\.settings,\s+lockDuration: 600000,/,
      ],
    ] as const) {
      it(`sets its own lock, and no other queue's: ${what}`, () => {
        const code =
          `import Bull from 'bull';\nconst shared = ${shared};\n` +
          `// @jobBudget 300s\nconst short = new Bull('short', ${options});\nshort.process(async () => {});\n` +
          `// @jobBudget 24h\nconst long = new Bull('long', ${options});\nlong.process(async () => {});\n` +
          `// no budget\nconst any = new Bull('any', ${options});\nany.process(async () => {});\n`;
        const [fix] = check(lockDuration, code).flatMap((finding) =>
          finding.fixes().filter(({ title }) => title.includes('lockDuration 600 s')),
        );
        assert.equal(fix?.title, 'Insert serverless settings (lockDuration 600 s for a budget of 300 s)');
        const after = applyFix({ 'queue.ts': code }, fix)['queue.ts']!;
        assert.match(after, expected);
        assert.equal(after.match(/lockDuration/g)?.length, 1);
        assert.ok(after.indexOf("'short'") < after.search(LOCK) && after.search(LOCK) < after.indexOf("'long'"));
        assert.equal(after.includes('172800000'), false);
        assertFixLaws(lockDuration, code);
      });
    }

    it('says so where one piece of code makes them, and only one lock can be written', () => {
      const code = `import Bull from 'bull';
class Mail extends Bull {
  constructor(name: string) {
    super(name);
  }
}
// @jobBudget 300s
new Mail('a').process(async () => {});
// @jobBudget 24h
new Mail('b').process(async () => {});
`;
      const titles = check(lockDuration, code).flatMap((finding) => finding.fixes().map(({ title }) => title));
      assert.ok(
        titles.some((title) => title.endsWith('for a budget of 86,400 s, that of another queue with these options)')),
        titles.join('\n'),
      );
    });
  });

  it('keeps maxStalledCount: 0, which says that a job must not run twice', () => {
    const files = fixed(
      lockDuration,
      `import Bull from 'bull';\n${queueFor('60s', '{ settings: { maxStalledCount: 0 } }')}`,
    );
    assert.match(files['queue.ts']!, /maxStalledCount: 0,\n +lockDuration: 120000,/);
  });

  it('goes into the super call of a subclass that hands over no options', () => {
    const code = `import Bull from 'bull';
class Mail extends Bull {
  constructor() {
    super('mail');
  }
}
// @jobBudget 60s
new Mail().process(async () => {});
`;
    assert.match(fixed(lockDuration, code)['queue.ts']!, /super\('mail', \{\n +settings: \{\n +lockDuration: 120000,/);
    assertFixLaws(lockDuration, code);
  });

  it('leaves the URL where Bull reads none in redis', () => {
    const queue = `import Bull from 'bull';\n// @jobBudget 60s\nnew Bull('mail', process.env.REDIS_URL!).process(async () => {});\n`;
    const bull = (version: string) => JSON.stringify({ dependencies: { bull: version } });
    const after = (version: string) =>
      fixed(lockDuration, { 'queue.ts': queue, 'package.json': bull(version) })['queue.ts']!;
    assert.match(after('4.11.5'), /redis: process\.env\.REDIS_URL!/);
    assert.match(after('4.11.4'), /new Bull\('mail', process\.env\.REDIS_URL!, \{\n +settings:/);
  });

  it('adds no second limiter', () => {
    const code = `import Bull from 'bull';
// @jobBudget 60s
const queue = new Bull('mail', { limiter: { max: 5, duration: 1000 } });
queue.process(send);`;
    assert.deepEqual(
      check(lockDuration, code)[0]
        ?.fixes()
        .map(({ title }) => title),
      ['Insert serverless settings (lockDuration 120 s for a budget of 60 s)'],
    );
  });

  describe('for a queue without a finding', () => {
    it('takes a budget of 60 s where none is declared', () => {
      assert.deepEqual(
        offered(`new Bull('mail', { redis });`).map(({ title }) => title),
        [
          'Insert serverless settings (lockDuration 120 s for a budget of 60 s)',
          'Insert serverless settings and a limiter (2 jobs a second)',
        ],
      );
    });

    it('keeps a larger lockDuration, and renews it in time', () => {
      const [fix] = offered(`new Bull('mail', { settings: { lockDuration: 300_000, lockRenewTime: 200_000 } });`);
      assert.equal(fix?.title, 'Insert serverless settings (lockDuration 300 s for a budget of 60 s)');
      assert.match(fix.edits[0]?.newText ?? '', /lockDuration: 300_000,\s+lockRenewTime: 150000,/);
    });

    it('leaves a lockDuration that is not known to whoever knows it', () => {
      const [fix] = offered(`new Bull('mail', { settings: { lockDuration: config.lock } });`);
      assert.equal(fix?.title, 'Insert serverless settings (for a budget of 60 s)');
      assert.doesNotMatch(fix.edits[0]?.newText ?? '', /lockRenewTime/);
    });

    it('has nothing to offer where all is there', () => {
      const settings =
        'lockDuration: 120000, lockRenewTime: 60000, stalledInterval: 60000, maxStalledCount: 3, ' +
        'guardInterval: 5000, retryProcessDelay: 5000';
      assert.deepEqual(
        offered(`new Bull('mail', { settings: { ${settings} }, limiter: { max: 1, duration: 1000 } });`),
        [],
      );
    });

    it('has nothing to offer in the middle of typing', () => {
      assert.deepEqual(offered(`new Bull('mail'\n\nexport function send(to: string) {\n  return to;\n}`), []);
    });
  });

  describe('is not offered', () => {
    const budget = `import Bull from 'bull';\n// @jobBudget 60s\n`;
    const cases: Readonly<Record<string, string>> = {
      'where Bull ignores the options': `const q = new Bull('mail', undefined, { settings: { lockDuration: 300000 } });`,
      'where there are options on one path only': `const q = new Bull('mail', isProd ? { redis: a } : undefined);`,
      'where an assignment has the last word':
        `const o = { settings: { lockDuration: 200000 } };\no.settings.lockDuration = 40000;\n` +
        `// @jobBudget 60s\nconst q = new Bull('mail', o);`,
      'where a spread has the last word':
        `const late = { lockDuration: 40000 };\n` +
        `// @jobBudget 60s\nconst q = new Bull('mail', { settings: { lockDuration: 200000, ...late } });`,
    };
    for (const [name, code] of Object.entries(cases)) {
      it(name, () => {
        const [finding, ...rest] = check(lockDuration, `${budget}${code}\nq.process(send);`);
        assert.ok(finding, 'There is a finding');
        assert.deepEqual(rest, []);
        assert.deepEqual(finding.fixes(), []);
      });
    }
  });

  describe('with real workers', () => {
    let redis: RedisServer;
    let queues: readonly RunningQueue[] = [];
    before(async () => (redis = await startRedis()));
    afterEach(() => Promise.all(queues.map((queue) => queue.close(true))));
    after(() => redis.stop());

    const settings = {
      lockDuration: 120_000,
      lockRenewTime: 60_000,
      stalledInterval: 60_000,
      maxStalledCount: 3,
      guardInterval: 5_000,
      retryProcessDelay: 5_000,
    };
    const taken: Readonly<Record<string, Readonly<Record<string, number>>>> = {
      name: { ...settings, lockDuration: 600_000, lockRenewTime: 300_000 },
      'name-undefined': settings,
      'name-env-url': settings,
      'name-options': { ...settings, lockDuration: 180_000, lockRenewTime: 90_000 },
      'arguments-over-lines': settings,
      limiter: { ...settings, drainDelay: 10 },
      spread: { ...settings, drainDelay: 30, maxStalledCount: 5 },
      'behind-a-spread': settings,
      'keeps-what-is-right': {
        ...settings,
        lockDuration: 600_000,
        lockRenewTime: 10_000,
        maxStalledCount: 5,
        guardInterval: 2_000,
      },
      'replaces-what-is-wrong': settings,
      'returned-object': settings,
      environment: settings,
    };
    for (const [name, expected] of Object.entries(taken)) {
      it(`Bull takes each value and does a job: ${name.replaceAll('-', ' ')}`, async () => {
        const [code] = Object.values(CASES.find((each) => each.name === name)!.after);
        queues = runQueues(code!, redis.port);
        const [queue] = queues;
        const actual = Object.keys(expected).map((key) => [key, queue!.settings[key]]);
        assert.deepEqual(Object.fromEntries(actual), expected);
        const job = await queue!.add({});
        await job.finished();
      });
    }

    it('the same program does the same jobs in the same Redis, and ends by itself, before and after', async () => {
      const before = {
        'queue.js': `const Queue = require('bull');
const shared = { redis: { host: process.env.REDIS_HOST, port: process.env.REDIS_PORT }, settings: { drainDelay: 1 } };
// @jobBudget 60s
const a = new Queue('a', process.env.REDIS_URL);
// @jobBudget 90s
const b = new Queue('b', shared);
// @jobBudget 5m
const c = new Queue('c', shared);
const queues = [a, b, c];
for (const queue of queues) queue.process(async () => console.log('done', queue.name, queue.settings.lockDuration));
const completed = queues.map((queue) => new Promise((resolve) => queue.on('completed', resolve)));
for (const queue of queues) queue.add({});
Promise.all(completed).then(() => Promise.all(queues.map((queue) => queue.close())));
`,
      };
      const after = assertFixLaws(lockDuration, before);
      const observer = redis.connect();
      for (const [files, locks] of [
        [before, ['a 30000', 'b 30000', 'c 30000']],
        [after, ['a 120000', 'b 180000', 'c 600000']],
      ] as const) {
        const running = run(files, 'queue.js', redis);
        assert.deepEqual(await running.ended(), { code: 0, signal: null }, running.output());
        assert.deepEqual(
          running.output().trim().split('\n').sort(),
          locks.map((lock) => `done ${lock}`),
        );
        for (const name of ['a', 'b', 'c']) assert.equal(await observer.zcard(`bull:${name}:completed`), 1);
        await observer.flushall();
        await running.remove();
      }
    });

    it('a job that blocks its process beyond the old lock completes under the new one', async () => {
      const before = `import Bull from 'bull';

// @jobBudget 1s
export const hashes = new Bull('hashes', { settings: { lockDuration: 300 } });

hashes.process(async () => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 700);
});
`;
      const [after] = Object.values(fixed(lockDuration, before));
      const outcome = async (code: string): Promise<string> => {
        queues = [...queues, ...runQueues(code, redis.port)];
        const queue = queues.at(-1)!;
        await queue.obliterate({ force: true });
        await queue.resume();
        const failed = once(queue, 'error').then(([error]) => (error as Error).message);
        const completed = once(queue, 'completed').then(() => 'completed');
        await queue.add({});
        const result = await Promise.race([failed, completed]);
        await queue.close(true);
        return result;
      };
      assert.match(await outcome(before), /Missing lock for job \d+ f/);
      assert.equal(await outcome(after!), 'completed');
    });
  });
});

/** What the editor offers for the first queue, after an import of Bull. */
function offered(code: string): readonly Fix[] {
  const files = new MemoryFiles({ 'queue.ts': `import Bull from 'bull';\n${code}\n` });
  const linter = new Linter(files, []);
  linter.index(outlinesOf(files));
  const fixes = linter.ask('queue.ts', (context) => {
    const [queue] = context.queues;
    assert.ok(queue, 'A queue is found');
    return serverlessSettingsFixes(queue, context);
  });
  assert.ok(fixes, 'The question was answered');
  return fixes;
}
