import assert from 'node:assert/strict';
import { lockDuration } from '../../../src/lint/rules/lock-duration';
import { noSharedBclient } from '../../../src/lint/rules/no-shared-bclient';
import { check } from '../support/lint';

/** A queue whose jobs may take longer than its lock lasts. */
const SLOW = `{ defaultJobOptions: { timeout: 90000 }, settings: { lockDuration: 60000 } }`;
/** One whose lock lasts long enough. */
const FINE = `{ defaultJobOptions: { timeout: 90000 }, settings: { lockDuration: 180000 } }`;

const IMPORT = `import Bull from 'bull';\n`;
const FACTORY = `${IMPORT}export function make(name: string, options: Bull.QueueOptions) {\n  const queue = new Bull(name, options);\n  queue.process(async () => {});\n  return queue;\n}\n`;

function found(factory: string, app: string, more: Readonly<Record<string, string>> = {}): boolean {
  const files: Record<string, string> = { 'factory.ts': factory, 'app.ts': app, ...more };
  return check(lockDuration, files).length > 0;
}

describe('what the calls of other files give a factory', () => {
  const calls: Readonly<Record<string, readonly [factory: string, call: (options: string) => string]>> = {
    'a function': [FACTORY, (options) => `import { make } from './factory';\nmake('a', ${options});\n`],
    'a constant': [
      `${IMPORT}export const make = (name: string, options: Bull.QueueOptions) => new Bull(name, options);\n`,
      (options) => `import { make } from './factory';\nmake('a', ${options}).process(async () => {});\n`,
    ],
    'a default export': [
      FACTORY.replace('export function', 'export default function'),
      (options) => `import make from './factory';\nmake('a', ${options});\n`,
    ],
    'an export behind a barrel': [FACTORY, (options) => `import { make } from './barrel';\nmake('a', ${options});\n`],
    'a member of a module': [
      FACTORY,
      (options) => `import * as factory from './factory';\nfactory.make('a', ${options});\n`,
    ],
    'CommonJS, by a name': [
      `const Bull = require('bull');\nfunction make(name, options) { return new Bull(name, options); }\nmodule.exports = { make };\n`,
      (options) => `const { make } = require('./factory');\nmake('a', ${options}).process(async () => {});\n`,
    ],
    'CommonJS, as the module': [
      `const Bull = require('bull');\nmodule.exports = (name, options) => new Bull(name, options);\n`,
      (options) => `require('./factory')('a', ${options}).process(async () => {});\n`,
    ],
    'CommonJS, as a member': [
      `const Bull = require('bull');\nexports.make = (name, options) => new Bull(name, options);\n`,
      (options) => `const factory = require('./factory');\nfactory.make('a', ${options}).process(async () => {});\n`,
    ],
    'a constructor': [
      `${IMPORT}export class Jobs {\n  queue;\n  constructor(name: string, options: Bull.QueueOptions) {\n    this.queue = new Bull(name, options);\n    this.queue.process(async () => {});\n  }\n}\n`,
      (options) => `import { Jobs } from './factory';\nnew Jobs('a', ${options});\n`,
    ],
    'the constructor of a class that others extend': [
      `${IMPORT}export class Jobs {\n  queue;\n  constructor(name: string, options: Bull.QueueOptions) {\n    this.queue = new Bull(name, options);\n    this.queue.process(async () => {});\n  }\n}\n`,
      (options) =>
        `import { Jobs } from './factory';\nclass Mail extends Jobs {\n  constructor() { super('mail', ${options}); }\n}\nnew Mail();\n`,
    ],
    'a member of what is given': [
      `${IMPORT}export function make({ name, options }: Given) {\n  new Bull(name, options).process(async () => {});\n}\n`,
      (options) => `import { make } from './factory';\nmake({ name: 'a', options: ${options} });\n`,
    ],
    'spread into its own': [
      `${IMPORT}export function make(name: string, options: Bull.QueueOptions) {\n  new Bull(name, { prefix: 'x', ...options }).process(async () => {});\n}\n`,
      (options) => `import { make } from './factory';\nmake('a', ${options});\n`,
    ],
    'by way of another function': [
      `${IMPORT}function build(name: string, options: Bull.QueueOptions) {\n  new Bull(name, options).process(async () => {});\n}\nexport const make = (options: Bull.QueueOptions) => build('a', options);\n`,
      (options) => `import { make } from './factory';\nmake(${options});\n`,
    ],
    'a constant of the other file': [
      FACTORY,
      (options) => `import { make } from './factory';\nconst options = ${options};\nmake('a', options);\n`,
    ],
  };
  for (const [what, [factory, call]] of Object.entries(calls)) {
    it(`is followed: ${what}`, () => {
      const barrel = { 'barrel.ts': `export * from './factory';\n` };
      assert.equal(found(factory, call(SLOW), barrel), true);
      assert.equal(found(factory, call(FINE), barrel), false);
    });
  }

  it('is too little only where it is for every call', () => {
    const call = (options: string): string => `make('a', ${options});\n`;
    const app = `import { make } from './factory';\n${call(SLOW)}`;
    assert.equal(found(FACTORY, app + call(SLOW)), true);
    assert.equal(found(FACTORY, app + call(FINE)), false);
  });

  const open: Readonly<Record<string, string>> = {
    'that hands the factory on': `import { make } from './factory';\nmake('a', ${SLOW});\nregister(make);\n`,
    'whose arguments are not known': `import { make } from './factory';\nmake('a', options());\nmake('b', ${SLOW});\n`,
  };
  for (const [what, app] of Object.entries(open)) {
    it(`is not all that there may be, of a file ${what}`, () => {
      assert.equal(found(FACTORY, app), false);
    });
  }

  it('is not what a test gives it', () => {
    const app = `import { make } from './factory';\nmake('a', ${FINE});\n`;
    const test = `import { make } from '../factory';\nmake('a', ${SLOW});\n`;
    assert.equal(found(FACTORY, app, { 'test/factory.test.ts': test }), false);
  });

  const CLIENTS = `import Redis from 'ioredis';\nconst client = new Redis();\nconst blocking = new Redis();\n`;
  const handed: Readonly<Record<string, readonly [factory: string, app: string]>> = {
    'as createClient': [
      FACTORY,
      `const createClient = (type: string) => (type === 'bclient' ? blocking : client);\nmake('a', { createClient });\nmake('b', { createClient });\n`,
    ],
    'as an argument of its own': [
      `${IMPORT}import Redis from 'ioredis';\nexport function make(name: string, client: Redis, bclient: Redis) {\n  const queue = new Bull(name, { createClient: (type) => (type === 'bclient' ? bclient : client) });\n  queue.process(async () => {});\n}\n`,
      `make('a', client, blocking);\nmake('b', client, blocking);\n`,
    ],
    'through a constructor': [
      `${IMPORT}import Redis from 'ioredis';\nexport class Jobs {\n  constructor(private readonly name: string, private readonly bclient: Redis) {\n    new Bull(name, { createClient: (type) => (type === 'bclient' ? bclient : new Redis()) }).process(async () => {});\n  }\n}\n`,
      `new Jobs('a', blocking);\nnew Jobs('b', blocking);\n`,
    ],
  };
  for (const [how, [factory, app]] of Object.entries(handed)) {
    it(`is a bclient that several queues wait on, handed over ${how}`, () => {
      const imported = /class/.test(factory) ? 'Jobs' : 'make';
      const files = { 'factory.ts': factory, 'app.ts': `import { ${imported} } from './factory';\n${CLIENTS}${app}` };
      const [finding, another] = check(noSharedBclient, files);
      assert.match(finding?.message ?? '', /Shared, 2 idle queues wait for each other/);
      assert.equal(another, undefined);
      const single = app.slice(0, app.lastIndexOf('\n', app.length - 2) + 1);
      assert.deepEqual(check(noSharedBclient, { ...files, 'app.ts': files['app.ts'].replace(app, single) }), []);
    });
  }

  it('is no bclient of several queues where each call hands over another', () => {
    const app = `import { make } from './factory';\nimport Redis from 'ioredis';\nconst one = new Redis();\nconst two = new Redis();\nmake('a', { createClient: () => one });\nmake('b', { createClient: () => two });\n`;
    const messages = check(noSharedBclient, { 'factory.ts': FACTORY, 'app.ts': app }).map(({ message }) => message);
    assert.deepEqual(
      messages.filter((message) => message.includes('idle queues')),
      [],
    );
  });
});
