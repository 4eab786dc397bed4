import assert from 'node:assert/strict';
import { sharedConnections } from '../../../src/lint/rules/shared-connections';
import { check } from '../support/lint';

const BULL = `import Bull from 'bull';\nconst names = ['a', 'b', 'c'];\nconst url = process.env.REDIS_URL;\n`;

/** What the process of the file is said to open. */
function told(code: string): string {
  const message = check(sharedConnections, `${BULL}${code}\n`)[0]?.message ?? '';
  return /loads \d+ queues: (.*)\.$/.exec(message)?.[1]?.replace(' through createClient', '') ?? message;
}

describe('how many connections several queues of one place open', () => {
  const map = `names.map((name) => new Bull(name))`;
  const three = '9 connections, 5 when they share';
  const upToThree = 'up to 9 connections, up to 5 when they share';
  const cases: Readonly<Record<string, readonly [code: string, sum: string]>> = {
    'all process, one after the other': [`${map}.forEach((queue) => queue.process(run));`, three],
    'all process, in a loop': [`const queues = ${map};\nfor (const queue of queues) queue.process(run);`, three],
    'all process, out of a spread': [
      `const queues = [...${map}];\nqueues.forEach((queue) => queue.process(run));`,
      three,
    ],
    'those process that are pushed into a list, of which it is not seen how many': [
      `const queues: any[] = [];\nnames.forEach((name) => queues.push(new Bull(name)));\nqueues.forEach((queue) => queue.process(run));`,
      upToThree,
    ],
    'all process, by the names of an object': [
      `const queues = Object.fromEntries(names.map((name) => [name, new Bull(name)]));\nObject.values(queues).forEach((queue) => queue.process(run));`,
      three,
    ],
    'all process, in a method of the object that holds them': [
      `const all = {\n  queues: names.map((name) => ({ bull: new Bull(name) })),\n  start() { return this.queues.forEach((queue) => queue.bull.process(run)); },\n};\nall.start();`,
      three,
    ],
    'all process, where they are made': [
      `names.forEach((name) => {\n  const queue = new Bull(name);\n  queue.process(run);\n});`,
      three,
    ],
    'all process, each by its name': [
      `const make = (name: string) => new Bull(name);\nmake('a').process(run); make('b').process(run);`,
      '6 connections, 4 when they share',
    ],
    'one of two processes': [
      `const make = (name: string) => new Bull(name);\nmake('a').process(run); make('b').add({});`,
      'up to 6 connections, up to 4 when they share',
    ],
    'one of a list processes': [`const [first] = ${map};\nfirst.process(run);`, upToThree],
    'one that is looked for processes': [
      `const queues = ${map};\nqueues.find((queue) => queue.name === 'a').process(run);`,
      upToThree,
    ],
    'those that are filtered process': [
      `${map}.filter((queue) => queue.name !== 'a').forEach((queue) => queue.process(run));`,
      upToThree,
    ],
    'those that a condition lets through process': [
      `${map}.forEach((queue) => { if (queue.name === 'a') queue.process(run); });`,
      upToThree,
    ],
    'those that have a handler process': [
      `const make = (name: string, run?: any) => {\n  const queue = new Bull(name);\n  if (!run) return queue;\n  queue.process(run);\n  return queue;\n};\nmake('a', handle); make('b'); make('c');`,
      upToThree,
    ],
    'all process, in the constructor of a class that holds one': [
      `class Jobs {\n  queue;\n  constructor(name: string) {\n    this.queue = new Bull(name);\n    this.queue.process(run);\n  }\n}\nnew Jobs('a'); new Jobs('b'); new Jobs('c');`,
      three,
    ],
    'those process whose method is called': [
      `class Jobs {\n  queue;\n  constructor(name: string) { this.queue = new Bull(name); }\n  start() { this.queue.process(run); }\n}\nnew Jobs('a').start(); new Jobs('b'); new Jobs('c');`,
      upToThree,
    ],
    'none processes': [`${map}.forEach((queue) => queue.add({}));`, '3 connections, 1 when they share'],
    'one of two processes, on a condition': [
      `const a = new Bull('a'); const b = new Bull('b');\nb.add({});\nif (process.env.WORKER) a.process(run);`,
      'up to 4 connections, up to 3 when they share',
    ],
    'one of two processes, unless its function leaves before': [
      `const a = new Bull('a'); const b = new Bull('b');\nb.add({});\nfunction start() {\n  if (!process.env.WORKER) return;\n  a.process(run);\n}\nstart();`,
      'up to 4 connections, up to 3 when they share',
    ],
    'one of two processes, on a condition and without': [
      `const a = new Bull('a'); const b = new Bull('b');\nb.add({});\nif (process.env.MORE) a.process('more', run);\na.process(run);`,
      '4 connections, 3 when they share',
    ],
    'two databases have nothing to share': [
      `const a = new Bull('a', 'redis://one:6379'); const b = new Bull('b', 'redis://two:6379');\na.add({}); b.add({});`,
      'These 2 queues open Redis connections of their own.',
    ],
  };
  for (const [what, [code, sum]] of Object.entries(cases)) it(what, () => assert.equal(told(code), sum));

  describe('of which one processes on a condition', () => {
    const SURE = '4 connections, 3 when they share';
    const NOT_SURE = 'up to 4 connections, up to 3 when they share';
    const NEVER = '2 connections, 1 when they share';
    const QUEUES = `const a = new Bull('a'); const b = new Bull('b');\nb.add({});\n`;
    const ENV = `const env = process.env.NODE_ENV || 'development';\n`;

    const holding = [
      `process.env.NODE_ENV !== 'test'`,
      `process.env.NODE_ENV != 'development'`,
      `process.env['NODE_ENV'] === 'production'`,
      `['production', 'staging'].includes(process.env.NODE_ENV)`,
      `process.env.NODE_ENV !== 'test' && process.env.NODE_ENV !== 'ci'`,
      `!(process.env.NODE_ENV === 'test')`,
      `!process.env.JEST_WORKER_ID`,
      `process.env.REDIS_URL`,
      `require.main === module`,
      `!module.parent`,
      `module.parent === null`,
      `import.meta.main`,
      `process.argv[1] === fileURLToPath(import.meta.url)`,
      `!config.isTest`,
      `!isTest()`,
      `env.isProduction`,
      `config.get('NODE_ENV') !== 'test'`,
    ];
    for (const condition of holding)
      it(`that holds in production: ${condition}`, () => {
        assert.equal(told(`${QUEUES}if (${condition}) a.process(run);`), SURE);
        assert.equal(told(`${QUEUES}if (!(${condition})) { b.add({}); } else { a.process(run); }`), SURE);
        assert.equal(
          told(`${QUEUES}${condition.includes('&&') ? `(${condition})` : condition} && a.process(run);`),
          SURE,
        );
        assert.equal(told(`${QUEUES}(() => {\n  if (!(${condition})) return;\n  a.process(run);\n})();`), SURE);
      });

    for (const condition of [
      `process.env.WORKER`,
      `process.env.WORKER === 'true'`,
      `(process.env.WORKER || 'on') === 'on'`,
      `process.env.NODE_ENV !== 'test' && process.env.WORKER`,
      `config.jobs.enabled`,
    ])
      it(`that may not hold in production: ${condition}`, () => {
        assert.equal(told(`${QUEUES}if (${condition}) a.process(run);`), NOT_SURE);
        assert.equal(told(`${QUEUES}(() => {\n  if (!(${condition})) return;\n  a.process(run);\n})();`), NOT_SURE);
      });

    for (const condition of [
      `process.env.NODE_ENV === 'test'`,
      `process.env.NODE_ENV === 'development' && process.env.WORKER`,
      `!process.env.REDIS_URL`,
      `module.parent`,
      `require.main !== module`,
      `config.isDev`,
    ])
      it(`that does not hold in production: ${condition}`, () => {
        assert.equal(told(`${QUEUES}if (${condition}) a.process(run);`), NEVER);
        assert.equal(told(`${QUEUES}(() => {\n  if (!(${condition})) return;\n  a.process(run);\n})();`), NEVER);
      });

    it('that a constant has', () => {
      assert.equal(told(`${QUEUES}${ENV}if (env !== 'test') a.process(run);`), SURE);
      assert.equal(
        told(`${QUEUES}const isTest = process.env.NODE_ENV === 'test';\nif (!isTest) a.process(run);`),
        SURE,
      );
      assert.equal(told(`${QUEUES}const { NODE_ENV } = process.env;\nif (NODE_ENV === 'test') a.process(run);`), NEVER);
      assert.equal(told(`${QUEUES}${ENV}switch (env) {\n  case 'production':\n    a.process(run);\n}`), SURE);
    });

    it('that another file has', () => {
      const files = {
        'queues.ts': `${BULL}import { config } from './config';\n${QUEUES}if (config.env !== 'test') a.process(run);\n`,
        'config.ts': `export const config = { env: process.env.NODE_ENV ?? 'development' };\n`,
      };
      assert.match(check(sharedConnections, files)[0]?.message ?? '', /loads 2 queues: 4 connections/);
    });

    it('that asks whether the program was started with the file, which another loads', () => {
      const files = {
        'queues.js': `const Bull = require('bull');\nconst a = new Bull('a'); const b = new Bull('b');\nb.add({});\nif (require.main === module) a.process(run);\nexports.b = b;\n`,
        'main.js': `require('./queues');\n`,
      };
      assert.match(check(sharedConnections, files)[0]?.message ?? '', /`main\.js` loads 2 queues: 2 connections/);
      const { 'queues.js': code } = files;
      const named = code.replace('if (', 'const isMain = ').replace('module) ', 'module;\nif (isMain) ');
      assert.match(
        check(sharedConnections, { ...files, 'queues.js': named })[0]?.message ?? '',
        /`main\.js` loads 2 queues: 2 connections/,
      );
      const started = { 'package.json': JSON.stringify({ scripts: { worker: 'node queues.js' } }) };
      assert.match(
        check(sharedConnections, { ...files, ...started })[0]?.message ?? '',
        /`queues\.js` loads 2 queues: 4 connections/,
      );
    });
  });
});
