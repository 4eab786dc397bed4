import assert from 'node:assert/strict';
import { sharedConnections } from '../../../src/lint/rules/shared-connections';
import { check, type Workspace } from '../support/lint';

const BULL = `import Bull from 'bull';\nconst url = process.env.REDIS_URL;\n`;

/** How many queues the file, or the process that loads it, is said to have. */
function told(workspace: Workspace): string {
  const message = check(sharedConnections, workspace)[0]?.message ?? '';
  return (
    /((?:at least )?\d+) queues/i.exec(message)?.[1]?.toLowerCase() ??
    (/^Each queue made here/.test(message) ? '1 or more' : '1')
  );
}

describe('how many queues a construction makes', () => {
  const cases: Readonly<Record<string, readonly [code: Workspace, count: string]>> = {
    'one where it stands at the top': [`new Bull('a');`, '1'],
    'one for each element of a list': [`['a', 'b', 'c'].map((name) => new Bull(name));`, '3'],
    'one for each turn of a loop': [`for (const name of ['a', 'b']) new Bull(name);`, '2'],
    'one for each member of an enum': [
      `enum Names { Mail = 'mail', Sms = 'sms' }\nObject.values(Names).forEach((name) => new Bull(name));`,
      '2',
    ],
    'one for each name of an object': [
      `const jobs = { a: run, b: run };\nObject.keys(jobs).map((name) => new Bull(name));`,
      '2',
    ],
    'one for each call of a factory': [
      `const make = (name: string) => new Bull(name);\nmake('a'); make('b'); make('c');`,
      '3',
    ],
    'one for each call of a factory in a list': [
      `function make(name: string) { return new Bull(name); }\n['a', 'b'].map((name) => make(name));\nmake('c');`,
      '3',
    ],
    'one for each key of a cache': [
      `const queues: Record<string, Bull.Queue> = {};\nfunction get(name: string) {\n  if (!queues[name]) queues[name] = new Bull(name);\n  return queues[name];\n}\nget('a'); get('a'); get('b');`,
      '2',
    ],
    'one for each element that a list is made from': [`Array.from(['a', 'b'], (name) => new Bull(name));`, '2'],
    'one for each that a list is long': [`Array.from({ length: 4 }, (_, index) => new Bull('mail' + index));`, '4'],
    'one for each of a rest parameter': [
      `const make = (...names: string[]) => names.map((name) => new Bull(name));\nmake('a', 'b', ...['c', 'd']);`,
      '4',
    ],
    'one for each call of a factory whose arguments are spread': [
      `const base = { prefix: 'x' };\nconst make = (options: any) => new Bull(options.name, options);\nmake({ ...base, name: 'a' });\nmake({ ...base, name: 'b' });`,
      '2',
    ],
    'at least those that a list shows': [`['a', 'b', ...others()].map((name) => new Bull(name));`, 'at least 2'],
    'at least one for a list that is not known': [`others().map((name) => new Bull(name));`, '1 or more'],
    'one for each instance of a class': [`class Mailer { queue = new Bull('a'); }\nnew Mailer(); new Mailer();`, '2'],
    'one for the two sides of a condition': [`export const queue = url ? new Bull('a', url) : new Bull('a');`, '1'],
    'one for the two branches of an if': [
      `let queue;\nif (url) queue = new Bull('a', url);\nelse { queue = new Bull('a'); }`,
      '1',
    ],
    'one where an if returns before the other': [
      `function make() {\n  if (url) return new Bull('a', url);\n  return new Bull('a');\n}\nmake();`,
      '1',
    ],
    'two where it does not return': [`if (url) { new Bull('a', url); }\nnew Bull('b');`, '2'],
    'one for the cases of a switch': [
      `function make(kind: string) {\n  switch (kind) {\n    case 'a': return new Bull('a');\n    case 'b': { return new Bull('b'); }\n    default: return new Bull('c');\n  }\n}\nmake(kind);`,
      '1',
    ],
    'one for each call of a factory with two ways': [
      `const make = (name: string) => (url ? new Bull(name, url) : new Bull(name));\nmake('a'); make('b');`,
      '2',
    ],
    'one where the first cannot be made': [`try { new Bull('a', url); } catch { new Bull('a'); }`, '1'],
    'at least the fewer of two sides': [
      `url ? ['a', 'b'].map((name) => new Bull(name, url)) : ['a', 'b', 'c'].map((name) => new Bull(name));`,
      'at least 2',
    ],
    'one for each instance of the classes that extend one': [
      `abstract class Base {\n  queue;\n  constructor(name: string) { this.queue = new Bull(name); }\n}\nclass Mail extends Base { constructor() { super('mail'); } }\nclass Sms extends Base {}\nexport const mail = new Mail();\nexport const sms = new Sms('sms');`,
      '2',
    ],
    'one for each class that extends one, where a container makes them': [
      `class Base { queue = new Bull('a'); }\nexport class Mail extends Base {}\nexport class Sms extends Base {}\nexport class Urgent extends Sms {}`,
      '2',
    ],
    'one for a class that a container makes': [`export class Mailer { queue = new Bull('a'); }`, '1'],
  };
  for (const [what, [code, count]] of Object.entries(cases)) {
    it(what, () => assert.equal(told(typeof code === 'string' ? `${BULL}${code}\n` : code), count));
  }

  describe('answers from a cache with a queue for each name', () => {
    const TABLE = `const queues: any = {};\n`;
    const MAP = `const queues = new Map();\n`;
    const ways: Readonly<Record<string, readonly [code: string, count: string]>> = {
      'queues[name] = queues[name] || MADE': [
        `${TABLE}function get(name: string) { return queues[name] || (queues[name] = MADE); }`,
        '2',
      ],
      'queues[name] ??= MADE': [`${TABLE}function get(name: string) { return (queues[name] ??= MADE); }`, '2'],
      'if (!queues.has(name)) queues.set(name, MADE)': [
        `${MAP}function get(name: string) {\n  if (!queues.has(name)) queues.set(name, MADE);\n  return queues.get(name);\n}`,
        '2',
      ],
      'if (queues.has(name)) return …': [
        `${MAP}function get(name: string) {\n  if (queues.has(name)) return queues.get(name);\n  const queue = MADE;\n  queues.set(name, queue);\n  return queue;\n}`,
        '2',
      ],
      'const known = queues[name]; if (known) return known;': [
        `${TABLE}function get(name: string) {\n  const known = queues[name];\n  if (known) return known;\n  const queue = MADE;\n  queues[name] = queue;\n  return queue;\n}`,
        '2',
      ],
      'let queue = queues.get(name); if (!queue) …': [
        `${MAP}function get(name: string) {\n  let queue = queues.get(name);\n  if (!queue) { queue = MADE; queues.set(name, queue); }\n  return queue;\n}`,
        '1 or more',
      ],
      'queues.find(…)': [
        `const queues: any[] = [];\nfunction get(name: string) {\n  const found = queues.find((each) => each.name === name);\n  if (found) return found;\n  const queue = MADE;\n  queues.push(queue);\n  return queue;\n}`,
        '1 or more',
      ],
      'a table that is not filled there': [
        `${TABLE}function get(name: string) { return queues[name] ?? MADE; }`,
        'at least 2',
      ],
      'no cache, but a default for a parameter': [
        `function get(name: string, options?: any) {\n  if (!options) options = {};\n  return MADE;\n}`,
        '3',
      ],
    };
    for (const [what, [code, count]] of Object.entries(ways)) {
      it(what, () => {
        const calls = `get('a'); get('a'); get('b');\n`;
        const create = `const create = (name: string) => new Bull(name);\n`;
        assert.equal(told(`${BULL}${code.replace('MADE', 'new Bull(name)')}\n${calls}`), count);
        assert.equal(told(`${BULL}${create}${code.replace('MADE', 'create(name)')}\n${calls}`), count);
      });
    }

    it('and takes those that are there from the start for the same', () => {
      const create = `const create = (name: string) => new Bull(name);\nconst queues: any = { a: create('a'), b: create('b') };\n`;
      const get = `export const get = (name: string) => queues[name] || create(name);\nget('a').process(run); get('b').process(run);\n`;
      assert.equal(told(`${BULL}${create}${get}`), 'at least 2');
    });

    it('and counts what each variable holds', () => {
      const lazily = (name: string) =>
        `let ${name};\nfunction ${name}Queue() {\n  if (!${name}) ${name} = create('${name}');\n  return ${name};\n}\n${name}Queue().add(1); ${name}Queue().add(2);\n`;
      const create = `const create = (name: string) => new Bull(name);\n`;
      assert.equal(told(`${BULL}${create}${lazily('mail')}${lazily('sms')}create('other');\n`), '3');
    });
  });

  it('counts the calls of a factory in other files', () => {
    const names = Array.from({ length: 11 }, (_, i) => `make('q${i}');`).join('\n');
    const files = {
      'lib/make.ts': `${BULL}export const make = (name: string) => new Bull(name);\n`,
      'main.ts': `import { make } from './lib/make';\n${names}\n`,
    };
    assert.equal(told(files), '11');
    const commonJs = {
      'lib/make.js': `const Bull = require('bull');\nexports.make = (name) => new Bull(name);\n`,
      'main.js': `const { make } = require('./lib/make');\n${names}\n`,
    };
    assert.equal(told(commonJs), '11');
  });

  it('counts the classes in other files that extend one, in a process those that it loads', () => {
    const queue = (name: string): string =>
      `import { BaseQueue } from './base';\nclass Own extends BaseQueue {\n  constructor() {\n    super('${name}');\n    this.queue.process(run);\n  }\n}\nexport const ${name} = new Own();\n`;
    const files = {
      'queues/base.ts': `${BULL}export abstract class BaseQueue {\n  queue;\n  constructor(name: string) {\n    this.queue = new Bull(name);\n  }\n}\n`,
      'queues/mail.ts': queue('mail'),
      'queues/user.ts': queue('user'),
      'queues/report.ts': queue('report'),
    };
    const all = `import './queues/mail';\nimport './queues/user';\nimport './queues/report';\n`;
    assert.equal(told({ ...files, 'main.ts': all }), '3');
    assert.equal(
      told({
        ...files,
        'main.ts': `import './queues/mail';\nimport './queues/user';\n`,
        'worker.ts': `import './queues/report';\n`,
      }),
      '2',
    );
  });
});
