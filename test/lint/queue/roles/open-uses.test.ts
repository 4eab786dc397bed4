import assert from 'node:assert/strict';
import { sharedConnections } from '../../../../src/lint/rules/shared-connections';
import { lockDuration } from '../../../../src/lint/rules/lock-duration';
import { check, type Workspace } from '../../support/lint';

const BULL = `const Bull = require('bull');\n`;

/** How many connections the first queue of the first file is said to open. */
function told(workspace: Workspace): string {
  const message = check(sharedConnections, workspace)[0]?.message ?? '';
  const ofTwo = /loads 2 queues: (up to )?6 connections/.exec(message);
  return /\((up to \d|\d)/.exec(message)?.[1] ?? (ofTwo ? `${ofTwo[1] ?? ''}3` : 'nothing');
}

describe('a queue whose consumer is hard to see', () => {
  const consumers: Readonly<Record<string, string>> = {
    'an export of its own': `exports.mail = new Bull('mail');\nexports.mail.process(send);`,
    'an arrow function that makes it': `const make = (name) => new Bull(name);\nconst mail = make('mail');\nmail.process(send);`,
    'a list': `['a', 'b'].map((name) => new Bull(name)).forEach((queue) => queue.process(send));`,
    'a destructured result': `function make() { return { mail: new Bull('mail') }; }\nconst { mail } = make();\nmail.process(send);`,
    'a computed key': `const queues = {};\nqueues[NAMES.mail] = new Bull('mail');\nqueues[NAMES.mail].process(send);`,
    'a member of an argument': `function start(app) {\n  app.queues = { mail: new Bull('mail') };\n  app.queues.mail.process(send);\n}`,
    'an element of a list of objects': `const all = list.map((job) => ({ bull: new Bull(job.key) }));\nfor (const each of all) each.bull.process(send);`,
    'a field of a class that returns it': `class Q {\n  constructor() { this.queue = new Bull('mail'); return this.queue; }\n}\nnew Q().process(send);`,
    'a class that extends Bull': `class Mail extends Bull {\n  constructor() { super('mail'); this.process(send); }\n}\nnew Mail();`,
    'a function that it is passed to': `const mail = new Bull('mail');\nregister(mail);\nmail.add({});`,
    'an object that is passed on': `const mail = new Bull('mail');\nregister({ mail });\nmail.add({});`,
    'global events of something unknown': `const make = (n) => wrap(new Bull(n));\nmake('mail').on('global:completed', log);`,
  };
  for (const [what, code] of Object.entries(consumers)) {
    it(`is never said to be a producer: ${what}`, () => {
      assert.match(told(`${BULL}${code}\n`), /^(up to )?3$/);
    });
  }

  it('is not hidden by a job that another file adds', () => {
    const files = {
      'queues.js': `${BULL}const queues = { mail: new Bull('mail') };\nmodule.exports = { queues };\n`,
      'worker.js': `require('./queues').queues.mail.process(async () => {});\n`,
      'api.js': `exports.send = (data) => require('./queues').queues.mail.add(data);\n`,
    };
    assert.equal(told(files), '3');
  });
});

describe('a queue that only adds', () => {
  const producers: Readonly<Record<string, string>> = {
    'adds and is shown on a dashboard': `const { BullAdapter } = require('@bull-board/api/bullAdapter');\nconst mail = new Bull('mail');\nmail.add({});\nnew BullAdapter(mail);`,
    'stands beside code that processes something else': `const mail = new Bull('mail');\nmail.add({});\nconst orders = { process(order) { return order; } };\norders.process(first);\nprocess.exit.process(1);`,
    'stands beside a class with a method of that name': `const mail = new Bull('mail');\nmail.add({});\nclass Orders {\n  process(order) { return order; }\n  run(order) { return this.process(order); }\n}`,
    'stands beside postcss': `const mail = new Bull('mail');\nmail.add({});\nimport postcss from 'postcss';\npostcss([]).process(css);`,
  };
  for (const [what, code] of Object.entries(producers)) {
    it(`is said to be a producer: ${what}`, () => assert.equal(told(`${BULL}${code}\n`), '1'));
  }

  it('is not doubted for what another process does', () => {
    const files = {
      'web.js': `${BULL}const mail = new Bull('mail');\nmail.add({});\n`,
      'worker.js': `${BULL}const all = list.map((each) => ({ bull: new Bull(each) }));\nfor (const { bull } of all) bull.process(send);\n`,
    };
    assert.equal(told(files), '1');
  });
});

describe('the lock of a queue', () => {
  const silent: Readonly<Record<string, string>> = {
    'is nothing to one that only looks at jobs': `queue.pause();`,
    'is nothing to a producer that is passed to a helper': `queue.add({});\nhelper(queue);`,
    'is renewed beside a sandboxed processor': `queue.process(path.join(__dirname, 'job.js'));`,
  };
  for (const [what, code] of Object.entries(silent)) {
    it(what, () => {
      const text = `${BULL}const queue = new Bull('mail');\n${code}\n`;
      assert.deepEqual(check(lockDuration, text, { defaultJobBudget: '60s' }), []);
    });
  }
});

describe('a name that several NestJS modules register', () => {
  const module = (
    name: string,
    providers: string,
    imports = `BullModule.registerQueue({ name: 'mail' })`,
    before = '',
  ) =>
    `import { BullModule } from '@nestjs/bull';\nimport { Module, forwardRef } from '@nestjs/common';\nimport { MailProcessor } from './mail.processor';\n${before}@Module({ imports: [${imports}], providers: [${providers}] })\nexport class ${name} {}\n`;
  const processor = (members = '') =>
    `import { OnGlobalQueuePaused, Process, Processor } from '@nestjs/bull';\n@Processor('mail')\nexport class MailProcessor {\n  ${members}@Process() handle() {}\n}\n`;
  const main = (imports: string, before = '') =>
    `import { NestFactory } from '@nestjs/core';\nimport { Module } from '@nestjs/common';\nimport { A } from './a.module';\nimport { B } from './b.module';\n${before}@Module({ imports: [${imports}] })\nclass AppModule {}\nNestFactory.create(AppModule);\n`;
  /** What is told of the queue of A, and of that of B. */
  const both = (files: Readonly<Record<string, string>>) =>
    ['a.module.ts', 'b.module.ts'].map((first) => told({ [first]: files[first]!, ...files }));
  const files = {
    'a.module.ts': module('A', 'MailProcessor'),
    'b.module.ts': module('B', ''),
    'mail.processor.ts': processor(),
    'main.ts': main('A, B'),
  };
  const IMPORTS_B = `import { B } from './b.module';\n`;
  const OWN = `BullModule.registerQueue({ name: 'mail' })`;

  // Run with @nestjs/bull 12: the queue of the module that Nest comes upon last has the handlers.
  for (const [what, changed, expected] of [
    ['B after A', {}, ['1', '3']],
    ['A after B', { 'main.ts': main('B, A') }, ['3', '1']],
    [
      'B in the imports of A, before its queue',
      { 'a.module.ts': module('A', 'MailProcessor', `B, ${OWN}`, IMPORTS_B) },
      ['3', '1'],
    ],
    [
      'B in the imports of A, behind its queue',
      { 'a.module.ts': module('A', 'MailProcessor', `${OWN}, forwardRef(() => B)`, IMPORTS_B) },
      ['1', '3'],
    ],
    [
      'B in what a module of its own makes, after modules of packages',
      {
        'main.ts': main(
          `ConfigModule.forRoot({ isGlobal: true }), Mails.forRoot(), A`,
          `import { ConfigModule } from '@nestjs/config';\n@Module({})\nclass Mails {\n  static forRoot() {\n    return { module: Mails, imports: [B] };\n  }\n}\n`,
        ),
      },
      ['3', '1'],
    ],
    [
      'a module of a package that is given B',
      { 'main.ts': main(`JwtModule.registerAsync({ imports: [B] }), A`, `import { JwtModule } from '@nestjs/jwt';\n`) },
      ['3', '1'],
    ],
    ['modules that are not known', { 'main.ts': main('A, ...more(), B') }, ['up to 3', 'up to 3']],
    ['one of two modules', { 'main.ts': main('isWorker ? A : B, A, B') }, ['up to 3', 'up to 3']],
    ['no application', { 'main.ts': `import './a.module';\nimport './b.module';\n` }, ['up to 3', 'up to 3']],
    [
      'a third module that provides it',
      {
        'a.module.ts': module('A', ''),
        'c.module.ts': module('C', 'MailProcessor', ''),
        'main.ts': main('C, B, A', `import { C } from './c.module';\n`),
      },
      ['3', '1'],
    ],
    [
      'global events beside it',
      { 'mail.processor.ts': processor('@OnGlobalQueuePaused() paused() {}\n  ') },
      ['1', '3'],
    ],
  ] as const) {
    it(`has its processor in the one that Nest comes upon last: ${what}`, () => {
      assert.deepEqual(both({ ...files, ...changed }), expected);
    });
  }

  it('is that of a producer in the module of the service that adds', () => {
    const service = `import { InjectQueue } from '@nestjs/bull';\nexport class MailService {\n  constructor(@InjectQueue('mail') private readonly mail: Queue) {}\n  send() { return this.mail.add({}); }\n}\n`;
    const importing = `import { MailService } from './mail.service';\n`;
    const b = { 'b.module.ts': module('B', 'MailService', undefined, importing) };
    const [ofB] = check(sharedConnections, {
      ...b,
      ...files,
      ...b,
      'mail.service.ts': service,
      'main.ts': main('B, A'),
    });
    assert.match(ofB?.message ?? '', /\(1, as a producer\)/);
  });
});

describe('a processor of a NestJS module that the application does not import', () => {
  const module = (name: string, imports: string, providers = '') => `import { BullModule } from '@nestjs/bull';
import { Module, forwardRef } from '@nestjs/common';
${providers && `import { ${providers} } from './mail.processor';`}
@Module({ imports: [${imports}], providers: [${providers}] })
export class ${name} {}
`;
  const start = (name: string, from: string) =>
    `import { NestFactory } from '@nestjs/core';\nimport { ${name} } from '${from}';\nvoid NestFactory.create(${name}).then((app) => app.listen(3000));\n`;
  const files = {
    'app.module.ts': module('AppModule', `BullModule.registerQueue({ name: 'mail' })`),
    'worker.module.ts': module('WorkerModule', '', 'MailProcessor'),
    'mail.processor.ts': `import { Process, Processor } from '@nestjs/bull';\n@Processor('mail')\nexport class MailProcessor {\n  @Process() handle() {}\n}\n`,
    'main.ts': start('AppModule', './app.module'),
  };
  const importing = (way: string, before = '') => ({
    ...files,
    'app.module.ts': `${before}${module('AppModule', `${way}, BullModule.registerQueue({ name: 'mail' })`)}`,
  });
  const BEFORE = `import { WorkerModule } from './worker.module';\n`;

  const apart: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    'as nobody does': files,
    'as only a test does': {
      ...files,
      'test/worker.spec.ts': `import { WorkerModule } from '../worker.module';\nit('is there', () => WorkerModule);\n`,
    },
    'as only a barrel does': {
      ...files,
      'index.ts': `export * from './worker.module';\nexport * from './app.module';\n`,
      'main.ts': start('AppModule', './index'),
    },
    'as only another application does': { ...files, 'worker.ts': start('WorkerModule', './worker.module') },
  };
  for (const [how, workspace] of Object.entries(apart))
    it(`is not said to be that of its queue: ${how}`, () => assert.equal(told(workspace), 'up to 3'));

  const together: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    'in its imports': importing('WorkerModule', BEFORE),
    'through forwardRef': importing('forwardRef(() => WorkerModule)', BEFORE),
    'when it starts': importing(`import('./worker.module').then((m) => m.WorkerModule)`),
    'from another application, which takes the queue too': {
      ...files,
      'worker.module.ts': `import { AppModule } from './app.module';\n${module('WorkerModule', 'AppModule', 'MailProcessor')}`,
      'worker.ts': start('WorkerModule', './worker.module'),
    },
  };
  for (const [how, workspace] of Object.entries(together))
    it(`is that of its queue where some application loads both: ${how}`, () => assert.equal(told(workspace), '3'));
});

describe('a processor that a NestJS module provides on a condition', () => {
  const module = (before: string, providers: string) => ({
    'mail.module.ts': `import { BullModule } from '@nestjs/bull';
import { Module } from '@nestjs/common';
import { MailProcessor } from './mail.processor';
${before}
@Module({ imports: [BullModule.registerQueue({ name: 'mail' })], providers: ${providers} })
export class MailModule {}
`,
    'mail.processor.ts': `import { Process, Processor } from '@nestjs/bull';\n@Processor('mail')\nexport class MailProcessor {\n  @Process() handle() {}\n}\n`,
    'main.ts': `import { NestFactory } from '@nestjs/core';\nimport { MailModule } from './mail.module';\nvoid NestFactory.create(MailModule).then((app) => app.listen(3000));\n`,
  });
  const cases: Readonly<Record<string, readonly [before: string, providers: string, connections: string]>> = {
    'on none': ['', '[MailProcessor]', '3'],
    'in a list of its own': [`const providers = [MailProcessor];`, 'providers', '3'],
    'in one of two lists': [
      `const providers = process.env.WORKER === 'true' ? [MailProcessor] : [];`,
      'providers',
      'up to 3',
    ],
    'in a spread': ['', `[...(process.env.WORKER ? [MailProcessor] : [])]`, 'up to 3'],
    'where it is pushed': [
      `const providers = [];\nif (process.env.WORKER) providers.push(MailProcessor);`,
      'providers',
      'up to 3',
    ],
  };
  for (const [where, [before, providers, connections]] of Object.entries(cases))
    it(`is that of its queue so far: ${where}`, () => assert.equal(told(module(before, providers)), connections));
});
