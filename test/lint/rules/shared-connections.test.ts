import assert from 'node:assert/strict';
import { sharedConnections } from '../../../src/lint/rules/shared-connections';
import { Linter } from '../../../src/lint/engine/linter';
import { MemoryFiles } from '../../../src/lint/files/memory-files';
import { check, underlined, type Workspace } from '../support/lint';

const only = (workspace: Workspace) => {
  const findings = check(sharedConnections, workspace);
  assert.equal(findings.length, 1, JSON.stringify(findings));
  return findings[0]!;
};

describe('shared-connections', () => {
  it('counts what the process opens that loads the most of them, and names its entry', () => {
    const workspace = {
      'mail.ts': `import Bull from 'bull';\nexport const mail = new Bull('mail');\nmail.process(async () => 1);\n`,
      'sms.ts': `import Bull from 'bull';\nexport const sms = new Bull('sms');\nsms.process(async () => 1);\n`,
      'log.ts': `import Bull from 'bull';\nexport const log = new Bull('log');\nlog.add({});\n`,
      'worker.ts': `import './mail';\nimport './sms';\n`,
      'web.ts': `import './mail';\nimport './log';\n`,
    };
    const finding = only(workspace);
    assert.equal(
      finding.message,
      'This queue opens its own Redis connections (3, with its processor). A process of `worker.ts` loads 2 queues: 6 connections, 4 when they share through createClient.',
    );
    assert.equal(finding.severity, 'information');
    assert.match(underlined(finding, workspace), /^new Bull\('mail'/);
  });

  it('counts for one process what its own files do: a web server that only adds opens one connection a queue', () => {
    const workspace = {
      'queues.js': `const Bull = require('bull');\nexports.mail = new Bull('mail');\nexports.sms = new Bull('sms');\n`,
      'package.json': '{ "scripts": { "start": "node web.js", "worker": "node work/all.js" } }',
      'web.js': `const { mail, sms } = require('./queues');\nmail.add({});\nsms.add({});\n`,
      'work/all.js': `const { mail } = require('../queues');\nmail.process(async () => 1);\n`,
    };
    assert.match(
      only(workspace).message,
      /A process of `work\/all\.js` loads 2 queues: 4 connections, 3 when they share/,
    );
    const { 'work/all.js': worker, ...web } = workspace;
    assert.match(
      only({ ...web, 'other/all.js': worker.replace("'../queues'", "'./queues'") }).message,
      /A process of `web\.js` loads 2 queues: 2 connections, 1 when they share/,
    );
  });

  describe('says of a queue what it opens in the process that is named', () => {
    const a = `const Bull = require('bull');\nmodule.exports = new Bull('a');\n`;
    const use = (code: string) => `const a = require('./a');\nconst b = require('./b');\n${code}\n`;
    const told = (files: Readonly<Record<string, string>>) => {
      const scripts = Object.fromEntries(Object.keys(files).map((name) => [name, `node ${name}`]));
      const b = a.replace(`'a'`, `'b'`);
      const { message } = only({ 'a.js': a, 'b.js': b, ...files, 'package.json': JSON.stringify({ scripts }) });
      return (
        /\((.*)\)\. A process of `(.*)` loads 2 queues: (.*?),? /.exec(message)?.slice(1, 4).join(' | ') ?? message
      );
    };
    const server = use('a.add({});\nb.add({});');
    const workers = {
      'worker-a.js': `require('./a').process(send);\n`,
      'worker-b.js': `require('./b').process(send);\n`,
    };
    const routes = use('module.exports = { send: (req, res) => a.add({}) };\nb.add({});');
    const cases: Readonly<Record<string, readonly [files: Readonly<Record<string, string>>, message: string]>> = {
      'adds, where workers of one queue each process': [
        { 'server.js': server, ...workers },
        '1, as a producer | server.js | 2',
      ],
      'adds in a route': [
        { 'server.js': `require('./routes');\n`, 'routes.js': routes, ...workers },
        '1, as a producer | server.js | 2',
      ],
      'looks, where another process adds': [
        { 'board.js': use('a.getJobCounts();\nb.pause();'), 'cron.js': `require('./a').add({});\n` },
        '1 | board.js | 2',
      ],
      'listens, where another process processes': [
        { 'server.js': use(`a.on('global:completed', log);\nb.add({});`), ...workers },
        '2, with its global events | server.js | 3',
      ],
      'processes, where another process adds': [
        { 'server.js': server, 'worker.js': use('a.process(send);\nb.process(send);') },
        '3, with its processor | worker.js | 6',
      ],
      'may process, where another process surely does': [
        { 'server.js': use('if (process.env.WORKER) a.process(send);\nb.add({});'), ...workers },
        'up to 3 | server.js | up',
      ],
    };
    for (const [what, [files, message]] of Object.entries(cases)) it(what, () => assert.equal(told(files), message));

    it('and "up to 3" of queues that one file makes for each call, where they differ', () => {
      const code = (first: string, second: string) =>
        `const Bull = require('bull');\nexports.list = (req, res) => { new Bull('a').${first}; new Bull('b').${second}; };\n`;
      assert.match(only(code('process(send)', 'add({})')).message, /^Each queue .* \(up to 3\)/);
      assert.match(only(code('add({})', 'pause()')).message, /^Each queue .* \(1\)/);
      assert.match(only(code('add({})', 'add({})')).message, /^Each queue .* \(1, as a producer\)/);
    });
  });

  it('counts for one process what its own files make with a factory', () => {
    const workspace = {
      'make.js': `const Bull = require('bull');\nmodule.exports = (name) => new Bull(name);\n`,
      'worker.js': `const make = require('./make');\nmake('a').process(send);\nmake('b').process(send);\n`,
      'cron.js': `const make = require('./make');\nmake('c').process(send);\n`,
    };
    assert.match(only(workspace).message, /These 2 queues .* A process of `worker\.js` loads 2 queues: 6 connections/);
  });

  it('counts for one process what is surely run there: a processor in a function that another process calls is none', () => {
    const workspace = {
      'lib/queues.js': `const Bull = require('bull');\nconst mail = new Bull('mail');\nconst sms = new Bull('sms');\nfunction start() {\n  mail.process(send);\n  sms.process(send);\n}\nmodule.exports = { mail, sms, start };\n`,
      'server.js': `const { mail, sms } = require('./lib/queues');\nmail.add({});\nsms.add({});\n`,
    };
    assert.match(only(workspace).message, /A process of `server\.js` loads 2 queues: up to 6 connections, up to 4 /);
    const worker = { 'worker.js': `const { start } = require('./lib/queues');\nstart();\n` };
    assert.match(
      only({ ...workspace, ...worker }).message,
      /A process of `worker\.js` loads 2 queues: 6 connections, 4 when they share/,
    );
  });

  it('counts no queues that nobody is seen to make: those of a request handler', () => {
    const code = `import Bull from 'bull';\nexport const list = (req, res) => { new Bull('a').count(); new Bull('b').count(); };\n`;
    assert.match(
      only(code).message,
      /^Each queue made here opens its own Redis connections \(1\)\. Queues of one process could share it /,
    );
  });

  it('counts what files named setup or config do; those of a tool that checks the code are no part of it', () => {
    const files = (name: string) => ({
      'queue.js': `const Bull = require('bull');\nexports.mail = new Bull('mail');\nconst sms = new Bull('sms');\nsms.add({});\n`,
      [name]: `const { mail } = require('./queue');\nmail.process(async () => 1);\n`,
      'app.js': `require('./queue');\n`,
    });
    for (const name of ['queue-setup.js', 'redis.config.js'])
      assert.match(only(files(name)).message, /`(queue-setup|redis\.config)\.js` loads 2 queues: 4 connections/);
    for (const name of ['jest.setup.js', 'vitest.config.js'])
      assert.match(only(files(name)).message, /`app\.js` loads 2 queues: 2 connections/);
  });

  it('names no module that nobody loads for the process, where a program loads the queues', () => {
    const files = {
      'lib/queues.js': `const Bull = require('bull');\nexports.mail = new Bull('mail');\nexports.sms = new Bull('sms');\n`,
      'helpers/abandoned.js': `const { mail, sms } = require('../lib/queues');\nexports.greet = () => Promise.all([mail.add({}), sms.process(send)]);\n`,
    };
    const server = { 'server.js': `const { mail, sms } = require('./lib/queues');\nmail.add({});\nsms.add({});\n` };
    assert.match(only({ ...files, ...server }).message, /A process of `server\.js` loads 2 queues/);
    assert.match(
      only(files).message,
      /A process that loads `helpers\/abandoned\.js` has 2 queues: up to 4 connections/,
    );
  });

  it('names no barrel that nobody loads for the process', () => {
    const files = {
      'queues/all.ts': `import Bull from 'bull';\nexport const mail = new Bull('mail');\nexport const sms = new Bull('sms');\n`,
      'queues/index.ts': `export * from './all';\n`,
      'start.ts': `import { mail, sms } from './queues/all';\nmail.add({});\nsms.add({});\n`,
    };
    assert.match(only(files).message, /A process of `start\.ts` loads 2 queues/);
  });

  it('takes no part of a program for its start because it is called like it', () => {
    const queues = `const Bull = require('bull');\nexports.mail = new Bull('mail');\nexports.sms = new Bull('sms');\n`;
    const code = `const { mail, sms } = require('./queues');\nexports.send = () => mail.add({});\nsms.add({});\n`;
    const told = (name: string) => only({ 'queues.js': queues, [name]: code }).message;
    assert.match(told('main-server-handler.js'), /A process that loads `main-server-handler\.js` has 2 queues/);
    assert.match(told('main.js'), /A process of `main\.js` loads 2 queues/);
    const files = { 'queues.js': queues, 'worker.js': code, 'app.js': `require('./worker').send();\n` };
    assert.match(only(files).message, /A process of `app\.js` loads 2 queues/);
  });

  it('takes a file that only declares something for the start of no process', () => {
    const queues = `import Bull from 'bull';\nexport const mail = new Bull('mail');\nexport const sms = new Bull('sms');\n`;
    const told = (code: string) =>
      only({ 'queues.ts': queues, 'index.ts': `import { mail, sms } from './queues';\n${code}` }).message;
    const declared = 'export async function send() {\n  await mail.add({});\n  await sms.add({});\n}\n';
    assert.match(told(declared), /A process that loads `index\.ts` has 2 queues/);
    assert.match(told(`${declared}send();\n`), /A process of `index\.ts` loads 2 queues/);
  });

  describe('an index.js that nobody loads', () => {
    const told = (code: string) => {
      const queue = (name: string) =>
        `const Bull = require('bull');\nexports.${name} = new Bull('${name}');\nexports.log = () => 1;\n`;
      return only({ 'a.js': queue('a'), 'b.js': queue('b'), 'index.js': `${code}\n` }).message;
    };
    const onlyDeclaring = [
      `'use strict';\nconst a = require('./a');\nmodule.exports = { a, b: require('./b') };`,
      `exports.a = require('./a');\nexports.b = require('./b').b;`,
      `const { a } = require('./a');\nconst { b } = require('./b');\nmodule.exports.a = a;\nmodule.exports.b = b;`,
      `Object.assign(module.exports, require('./a'), require('./b'));`,
      `Object.assign(exports, require('./a'));\nObject.assign(exports, require('./b'));`,
      `module.exports = Object.freeze({ a: require('./a'), b: require('./b') });`,
      `const a = require('./a');\nmodule.exports = exports = { queues: [a, require('./b')], send: () => a.log() };`,
      `Object.defineProperty(exports, '__esModule', { value: true });\nexports.a = require('./a');\nexports.b = require('./b');`,
      `const { a } = require('./a');\nconst b = require('./b');\nexports.send = async () => a.add({}, b.log());`,
      `import a from './a';\nimport * as b from './b';\nexport { a, b };\nexport default { a };`,
      `import { a } from './a';\nimport { b } from './b';\nexport const queues = [a, b];`,
      `export const { a } = await import('./a');\nexport const { b } = await import('./b');`,
    ];
    for (const code of onlyDeclaring)
      it(`and that only passes on what others export starts nothing: ${code}`, () =>
        assert.match(told(code), /A process that loads `index\.js` has 2 queues/));

    const starting = [
      `require('./a');\nrequire('./b');`,
      `import './a';\nimport './b';`,
      `const a = require('./a');\nconst b = require('./b');`,
      `const { a } = require('./a');\nconst { b } = require('./b');\na.add({});\nmodule.exports = { a, b };`,
      `const a = require('./a');\nmodule.exports = { a, board: require('./b').log() };`,
      `const a = require('./a');\nconst board = new a.Board();\nmodule.exports = { a, board, b: require('./b') };`,
      `require('./a');\nmodule.exports = require('./b');`,
      `if (process.env.WORKER) require('./a').log();\nmodule.exports = { a: require('./a'), b: require('./b') };`,
      `import a from './a';\nimport b from './b';\nglobal.queues = [a, b];\nexport { a, b };`,
    ];
    for (const code of starting)
      it(`and that does more is a start: ${code}`, () =>
        assert.match(told(code), /A process of `index\.js` loads 2 queues/));

    it('is no process where a program loads the same', () => {
      const files = {
        'queues.js': `const Bull = require('bull');\nexports.a = new Bull('a');\nexports.b = new Bull('b');\n`,
        'jobs/index.js': `module.exports = { ...require('../queues') };\n`,
        'begin.js': `const { a, b } = require('./queues');\na.add({});\nb.process(send);\n`,
      };
      assert.match(only(files).message, /A process of `begin\.js` loads 2 queues: 4 connections/);
    });
  });

  it('takes that of several files which load each other for the start that is called like it', () => {
    const files = {
      'lib/queues.js': `const Bull = require('bull');\nexports.mail = new Bull('mail');\nexports.sms = new Bull('sms');\nrequire('../server').log();\n`,
      'server.js': `const { mail, sms } = require('./lib/queues');\nexports.log = () => 1;\nmail.add({});\nsms.add({});\n`,
    };
    assert.match(only(files).message, /A process of `server\.js` loads 2 queues/);
  });

  it('counts no queue of a NestJS module that nobody imports, though its file is loaded', () => {
    const module = (name: string, providers = '') =>
      `import { Module } from '@nestjs/common';\nimport { BullModule } from '@nestjs/bull';\nimport { Runner } from './queue';\n@Module({\n  imports: [BullModule.registerQueue({ name: 'reports' })],\n  providers: [Runner${providers}],\n})\nexport class ${name} {}\n`;
    const files = {
      'src/app.module.ts': module('AppModule'),
      'src/main.ts': `import { NestFactory } from '@nestjs/core';\nimport { AppModule } from './app.module';\nNestFactory.create(AppModule);\n`,
      'src/queue/index.ts': `export * from './queue.module';\nexport * from './runner';\nexport { ReportsModule } from './queue.module';\n`,
      'src/queue/queue.module.ts': module('ReportsModule').replace("'./queue'", "'./runner'"),
      'src/queue/runner.ts': `import { Process, Processor } from '@nestjs/bull';\n@Processor('reports')\nexport class Runner {\n  @Process()\n  async run() {}\n}\n`,
    };
    assert.match(only(files).message, /\(3, with its processor\)\. A second queue could share/);
    const { 'src/queue/queue.module.ts': unused, ...others } = files;
    assert.deepEqual(check(sharedConnections, { 'src/queue/queue.module.ts': unused, ...others }), []);
    const used = files['src/app.module.ts']
      .replace('imports: [', 'imports: [ReportsModule, ')
      .replace('{ Runner', '{ ReportsModule, Runner');
    assert.match(only({ ...files, 'src/app.module.ts': used }).message, /loads 2 queues/);
    const calledOnly = `${files['src/main.ts']}import { ReportsModule } from './queue';\nReportsModule.showBoard();\n`;
    assert.match(only({ ...files, 'src/main.ts': calledOnly }).message, /\(3, with its processor\)\. A second queue/);
  });

  it('counts what one process makes, not what two make with the same code', () => {
    const files = {
      'core/queue.js': `const Bull = require('bull');\nmodule.exports = class { constructor(name) { return new Bull(name); } };\n`,
      'queue.js': `const Queue = require('./core/queue');\nconst mail = new Queue('mail');\nmail.process(send);\n`,
      'cluster-queue.js': `const Queue = require('./core/queue');\nconst mail = new Queue('mail');\nmail.process(send);\n`,
      'package.json': JSON.stringify({ scripts: { start: 'node queue.js', all: 'node cluster-queue.js' } }),
    };
    assert.match(only(files).message, /^This queue opens its own Redis connections/);
  });

  it('takes the two sides of a condition for one queue, which has none to share with', () => {
    const code = `const Bull = require('bull');\nconst mail = process.env.CI ? new Bull('mail', 'redis://ci') : new Bull('mail', 'redis://redis');\nmail.process(send);\n`;
    const [finding] = check(sharedConnections, { 'worker.js': code });
    assert.match(finding?.message ?? '', /A second queue could share two of them/);
    assert.equal(finding?.severity, 'hint');
  });

  it('names what a script starts, also where another file loads it', () => {
    const files = {
      'src/queues.js': `const Bull = require('bull');\nexports.mail = new Bull('mail');\nexports.sms = new Bull('sms');\n`,
      'src/app-start.js': `require('./queues');\nexports.started = true;\n`,
      'src/dev.js': `require('./app-start');\n`,
      'package.json': JSON.stringify({ scripts: { start: 'node src/app-start.js' } }),
    };
    assert.match(only(files).message, /A process of `src\/app-start\.js` loads 2 queues/);
  });

  it('names no library for the process of its users', () => {
    const files = {
      'packages/queues/index.js': `const Bull = require('bull');\nexports.mail = new Bull('mail');\nexports.sms = new Bull('sms');\n`,
      'packages/web/start-web.js': `const { mail, sms } = require('@acme/queues');\nmail.add({});\nsms.add({});\n`,
      'package.json': JSON.stringify({ workspaces: ['packages/*'] }),
      'packages/queues/package.json': JSON.stringify({ name: '@acme/queues', main: 'index.js' }),
      'packages/web/package.json': JSON.stringify({ name: 'web', dependencies: { '@acme/queues': '*' } }),
    };
    assert.match(only(files).message, /A process of `packages\/web\/start-web\.js` loads 2 queues/);
  });

  it('says at least where the process loads files by computed names', () => {
    const workspace = {
      'queues.js': `const Bull = require('bull');\nnew Bull('a').add({});\nnew Bull('b').add({});\n`,
      'app.js': `const { join } = require('path');\nrequire('./queues');\nfor (const name of names()) require(join(__dirname, 'routes', name));\n`,
    };
    assert.match(
      only(workspace).message,
      /A process of `app\.js` loads at least 2 queues: at least 2 connections, at least 1 when they share/,
    );
  });

  it('takes no file for the start of a process that another may load by a computed name', () => {
    const workspace = {
      'queues.js': `const Bull = require('bull');\nexports.mail = new Bull('mail');\nexports.sms = new Bull('sms');\n`,
      'app.js': `for (const name of names()) require(join(__dirname, 'routes', name));\n`,
      'routes/mail.js': `const { mail, sms } = require('../queues');\nmail.add({});\nsms.add({});\n`,
    };
    assert.match(
      only(workspace).message,
      /A process that loads `routes\/mail\.js` has at least 2 queues: at least 2 connections/,
    );
  });

  it('is no warning for connections that may never be opened', () => {
    const queues = Array.from({ length: 5 }, (_, i) => `run(new Bull('q${i}'));`).join('\n');
    const code = `import Bull from 'bull';\nimport { run } from 'runner';\n${queues}\n`;
    assert.match(only(code).message, /loads 5 queues: up to 15 connections/);
    assert.equal(only(code).severity, 'information');
  });

  it('calls only that a producer which adds', () => {
    const code = (use: string) => `import Bull from 'bull';\nconst queue = new Bull('mail');\n${use}\n`;
    assert.match(only(code('queue.add({});')).message, /\(1, as a producer\)/);
    assert.match(only(code('queue.pause();')).message, /\(1\)/);
  });

  it('says no sum and no advice before the workspace is known', () => {
    const files = new MemoryFiles({ 'queue.ts': `import Bull from 'bull';\nnew Bull('mail').add({});\n` });
    assert.deepEqual(
      new Linter(files, [sharedConnections]).lint('queue.ts').findings.map(({ message }) => message),
      ['This queue opens up to 3 Redis connections of its own.'],
    );
  });

  it('tells 11 consumers of one file once, as the incident had them: 33 connections, 13 when shared', () => {
    const queues = Array.from(
      { length: 11 },
      (_, i) => `const q${i} = new Bull('q${i}');\nq${i}.process(async () => 1);`,
    );
    const finding = only(`import Bull from 'bull';\n${queues.join('\n')}\n`);
    assert.match(finding.message, /^These 11 queues open Redis connections of their own\./);
    assert.match(finding.message, /loads 11 queues: 33 connections, 13 when they share/);
    assert.equal(finding.severity, 'warning', 'more than bullLens.connectionLimit');
  });

  it('tells the next queue where a comment hides the first', () => {
    const code = `import Bull from 'bull';\n// bull-lens-disable-next-line shared-connections -- its own Redis\nnew Bull('a').add({});\nnew Bull('b').add({});\n`;
    assert.match(underlined(only(code), code), /'b'/);
  });

  it('is a warning on a serverless platform, and below a connectionLimit that is exceeded', () => {
    const code = `import Bull from 'bull';\nnew Bull('a').add({});\nnew Bull('b').add({});\n`;
    const severity = (workspace: Workspace, settings = {}) =>
      check(sharedConnections, workspace, settings)[0]?.severity;
    assert.equal(severity(code), 'information');
    assert.equal(severity(code, { connectionLimit: 1 }), 'warning');
    assert.equal(severity(code, { serverless: ['*.ts'] }), 'warning');
    assert.equal(severity({ 'api/send.ts': code, 'vercel.json': '{}' }), 'warning');
    assert.equal(severity(`${code}export const handler = async () => 1;\n`), 'warning');
    const firebase = `import { onRequest } from 'firebase-functions/v2/https';\n${code}export const x = onRequest(run);\n`;
    assert.equal(severity(firebase), 'warning');
    assert.equal(severity({ 'src/mail.ts': firebase, 'index.ts': `export * from './src/mail';\n` }), 'warning');
    assert.equal(severity(firebase.replace('firebase-functions/v2/https', './local')), 'information');
  });

  for (const [what, handler, severity] of [
    ['takes an event', 'export const handler = async (event) => send(event);', 'warning'],
    ['is a function of its own', 'async function handler(event) {}\nexport { handler };', 'warning'],
    ['takes a job', 'export const handler = async (job: Job) => send(job.data);', 'information'],
    ['is declared with a job', 'export async function handler(job) {}', 'information'],
    ['takes a job, in CommonJS', 'exports.handler = async (job) => send(job.data);', 'information'],
    [
      'takes a job, under the name of its own',
      'const send = async (job) => {};\nexport { send as handler };',
      'information',
    ],
  ] as const)
    it(`takes an exported handler for serverless code unless it takes a job: one that ${what}`, () => {
      const code = `import Bull from 'bull';\nnew Bull('a').add({});\nnew Bull('b').add({});\n${handler}\n`;
      assert.equal(check(sharedConnections, code)[0]?.severity, severity);
    });

  it('counts no queues of tests, examples, scripts and build output, and is silent there', () => {
    const queue = (name: string) => `import Bull from 'bull';\nnew Bull('${name}').add({});\n`;
    const others = {
      'test/a.test.ts': `import '../src/a';\n${queue('t')}`,
      'dist/a.js': queue('a'),
      'package.json': '{}',
    };
    assert.match(only({ 'src/a.ts': queue('a'), ...others }).message, /A second queue could share it/);
    const inTest = { 'test/a.test.ts': `${queue('a')}new Bull('b');\n`, 'package.json': '{}' };
    assert.deepEqual(check(sharedConnections, inTest), []);
  });

  it('says up to 3 where the queue is handed to code that it cannot follow', () => {
    assert.match(
      only(`import Bull from 'bull';\nimport { run } from 'runner';\nrun(new Bull('mail'));\n`).message,
      /\(up to 3\)/,
    );
  });

  it('counts 2 with a global event', () => {
    const code = `import Bull from 'bull';\nconst q = new Bull('mail');\nq.on('global:completed', () => 1);\n`;
    assert.match(only(code).message, /\(2, with its global events\)/);
  });

  describe('two queues share', () => {
    const told = (a: string, b: string) => {
      const withTls = `const withTls: any = { host: 'two', port: 6379 };\nif (process.env.TLS) withTls.tls = {};\n`;
      const code = `import Bull from 'bull';\nimport config from 'config';\nconst redis = first(), others = first();\n${withTls}new Bull('a', ${a}).add({});\nnew Bull('b', ${b}).add({});\n`;
      return /2 connections, (.*) when/.exec(only(code).message)?.[1] ?? 'nothing';
    };
    const env = (name: string) => `process.env.${name}!`;
    const twoOrTwo = `process.env.P ? { redis: { host: 'two' }, prefix: 'b' } : { redis: { host: 'two' } }`;
    const cases: Record<string, readonly (readonly [string, string])[]> = {
      1: [
        [`'redis://jobs'`, `{ redis: { host: 'jobs', port: 6379, db: 0 } }`],
        [`'redis://127.0.0.1:6379'`, `{}`],
        [env('REDIS_URL'), env('REDIS_URL')],
        [env('REDIS_URL'), `process.env.REDIS_URL || 'redis://localhost'`],
        [env('REDIS_URL'), `{ redis: ${env('REDIS_URL')} }`],
        [env('REDIS_URL'), `${env('REDIS_URL')}, { redis: { tls: {} } }`],
        [`{ redis: { host: ${env('HOST')} } }`, `{ redis: { host: ${env('HOST')}, port: 6379 } }`],
        [`{ redis: { host: process.env.HOST || 'localhost' } }`, `{ redis: { host: process.env.HOST ?? 'redis' } }`],
        [`{ redis: { host: config.get('a') } }`, `{ redis: { host: config.get<string>('a') } }`],
        [`{ redis: config.get('redis') }`, `{ redis: config.get('redis'), prefix: 'b' }`],
        [`{ redis: config.redis }`, `{ redis: config.redis }`],
        [`{ redis }`, `{ redis, prefix: 'b' }`],
        ['`redis://${redis.host}`', '`redis://${redis.host}`'],
        ['`${config.get("url")}`', '`${config.get("url")}`'],
        ['`redis://${process.env.HOST}:${process.env.PORT}`', '`redis://${process.env.HOST}:${process.env.PORT}`'],
        [`'redis://' + process.env.HOST`, `'redis://' + process.env.HOST`],
        [`{ redis: { path: '/redis.sock' } }`, `{ redis: { path: '/redis.sock' } }`],
        [`{ redis: withTls }`, `{ redis: withTls, prefix: 'b' }`],
        [`{ redis: { host: 'two' } }`, twoOrTwo],
      ],
      'at least 1': [
        [env('CACHE_URL'), env('JOBS_URL')],
        [env('REDIS_URL'), `process.env.JOBS_URL || process.env.REDIS_URL`],
        [`process.env.CACHE_URL || 'redis://localhost'`, `process.env.JOBS_URL || 'redis://localhost'`],
        [`'redis://jobs'`, `process.env.REDIS_URL || 'redis://localhost'`],
        [`'redis://jobs'`, `{ redis: { host: ${env('HOST')} } }`],
        [env('REDIS_URL'), `{ redis: { host: ${env('HOST')} } }`],
        [`{ redis: { host: ${env('A')} } }`, `{ redis: { host: ${env('B')} } }`],
        [`{ redis: { host: 'jobs', port: +${env('A')} } }`, `{ redis: { host: 'jobs', port: +${env('B')} } }`],
        [env('REDIS_URL'), `${env('REDIS_URL')}, { redis: { db: 1 } }`],
        [`{ redis: { host: 'one' } }`, `{ redis: config.get('redis') }`],
        [`{ redis: config.get('redis') }`, `{}`],
        [`{ redis: config.get('redis') }`, `{ redis: { ...config.get('redis'), db: 1 } }`],
        [env('REDIS_URL'), `{ redis: config.get('redis') }`],
        [`{ redis: { host: config.get('a') } }`, `{ redis: { host: config.get('b') } }`],
        [`{ redis: config.get('a') }`, `{ redis: config.get('b') }`],
        [`{ redis: config.a }`, `{ redis: config.b }`],
        [`{ redis: config.get('redis', process.argv[2]) }`, `{ redis: config.get('redis', process.argv[3]) }`],
        [`{ redis: first() }`, `{ redis: second() }`],
        [`{ redis }`, `{ redis: others }`],
        ['`redis://${process.env.A}`', '`redis://${process.env.B}`'],
        ['`redis://${redis}`', '`redis://${others}`'],
        ['`${config.get("a")}`', '`${config.get("b")}`'],
        [`{ redis: { path: '/a.sock' } }`, `{ redis: { path: '/b.sock' } }`],
        [`{ redis: { sentinels: config.get('a') } }`, `{ redis: { sentinels: config.get('b') } }`],
        [`{ redis: { host: 'one' } }`, `{ redis: { host: config.get('host') } }`],
        [`{ redis: { host: 'one' } }`, `{ redis: { host: process.env.P ? 'one' : 'two' } }`],
        [`{ redis: { host: 'one' } }`, `{ redis: { path: '/tmp/redis.sock' } }`],
        [`{ redis: { host: 'one' } }`, `{ redis: { sentinels: config.get('sentinels'), name: 'one' } }`],
      ],
      nothing: [
        [`'redis://cache:6379'`, `'redis://jobs:6379'`],
        [`'redis://jobs/1'`, `{ redis: { host: 'jobs' } }`],
        [`{ redis: { host: 'one' } }`, `{ redis: withTls }`],
        [`{ redis: { host: 'one' } }`, twoOrTwo],
        [`{ redis: { host: 'one' } }`, `{ redis: { host: process.env.P ? 'two' : 'three' } }`],
        [`{ redis: { host: 'one' } }`, `process.env.P ? 'redis://two' : 'redis://three'`],
        [`{ redis: { host: 'one' } }`, `{ redis: { host: 'two', port: +${env('PORT')} } }`],
        [`{ redis: { host: ${env('HOST')}, db: 0 } }`, `{ redis: { host: ${env('HOST')}, db: 1 } }`],
        [`{ redis: { ...config.get('redis'), db: 0 } }`, `{ redis: { ...config.get('redis'), db: 1 } }`],
        [env('REDIS_URL') + ', { redis: { db: 0 } }', `${env('JOBS_URL')}, { redis: { db: 1 } }`],
      ],
    };
    for (const [sum, pairs] of Object.entries(cases))
      for (const [a, b] of pairs) it(`${sum}: ${a} and ${b}`, () => assert.equal(told(a, b), sum));
  });

  describe('equal registrations of NestJS', () => {
    const module = (name: string, registration: string, more = ''): string =>
      `import { Module } from '@nestjs/common';
import { BullModule } from '@nestjs/bull';
import { MailProcessor } from './mail.processor';
@Module({ imports: [${registration}]${more} })
export class ${name} {}
`;
    const told = (version: string, a: string, b: string, more = ''): string => {
      const files = {
        'users.module.ts': `${module('UsersModule', b)}${more}`,
        'mail.module.ts': `${module('MailModule', a, ', providers: [MailProcessor]')}${more}`,
        'mail.processor.ts': `import { Process, Processor } from '@nestjs/bull';
@Processor('mail')
export class MailProcessor {
  @Process() send() {}
}
`,
        'app.module.ts': `import { Module } from '@nestjs/common';
import { UsersModule } from './users.module';
import { MailModule } from './mail.module';
@Module({ imports: [UsersModule, MailModule] })
export class AppModule {}
`,
        'main.ts': `import { NestFactory } from '@nestjs/core';\nimport { AppModule } from './app.module';\nNestFactory.create(AppModule);\n`,
        'package.json': JSON.stringify({ dependencies: { '@nestjs/bull': version, bull: '3.29.3' } }),
      };
      return only(files).message;
    };
    const mail = `BullModule.registerQueue({ name: 'mail' })`;

    it('are one queue before @nestjs/bull 0.2.2, with the processor of either', () => {
      assert.match(told('0.1.2', mail, mail), /\(3, with its processor\)\. A second queue could share/);
    });

    it('are one queue of which it is not known who has the processor, where each file means its own', () => {
      const own = `BullModule.registerQueue(options())`;
      const options = `\nfunction options() {\n  return { name: 'mail', settings: load() };\n}\n`;
      assert.match(told('0.1.2', own, own, options), /\(up to 3\)\. A second queue could share/);
    });

    it('are two where something differs, and from 0.2.2 on', () => {
      for (const [version, other] of [
        ['0.1.2', `BullModule.registerQueue({ name: 'mail', redis: { db: 0 } })`],
        ['0.2.2', mail],
        ['10.2.3', mail],
      ] as const)
        assert.match(told(version, mail, other), /loads 2 queues: 4 connections/, version);
    });
  });

  describe('queues of one place share', () => {
    const cases: Record<string, readonly (readonly [string, string])[]> = {
      1: [
        [`{ redis: { host: 'one' } }`, ''],
        [`{ redis: { host: process.env.HOST } }`, ''],
        [`{ redis: config.get('redis') }`, ''],
        [`{ redis: shared }`, ''],
        [`{ redis: shared.redis }`, ''],
        ['`redis://${shared.host}`', ''],
        [`{ redis: process.env.P ? { host: 'one' } : { host: 'two' } }`, ''],
        [`{ redis: { host: process.env.A || process.env.B, retryStrategy: (n: number) => n } }`, ''],
        [`{ redis: { ...config.get('redis'), db: 0 } }`, ''],
        [`{ redis: { host } }`, `'jobs'`],
      ],
      'at least 1': [
        [`{ redis: { host } }`, `'jobs', 'cache'`],
        [`{ redis: { host } }`, `first(), second()`],
        [`{ redis: options() }`, ''],
      ],
    };
    for (const [sum, made] of Object.entries(cases))
      for (const [options, hosts] of made)
        it(`${sum}: ${options} of ${hosts || 'none'}`, () => {
          const [a = '', b = a] = hosts.split(', ');
          const code = `import Bull from 'bull';\nimport config from 'config';\nconst shared = first();\nfunction queueOf(name: string, host?: string) {\n  return new Bull(name, ${options}).add({});\n}\nqueueOf('a'${a && `, ${a}`});\nqueueOf('b'${b && `, ${b}`});\n`;
          assert.equal(/2 connections, (.*) when/.exec(only(code).message)?.[1], sum);
        });
  });

  describe('is told at a queue that the named process makes', () => {
    const queues = `import Bull from 'bull';
export const mail = () => new Bull('mail');
export const sms = () => new Bull('sms');
export const push = () => new Bull('push');
`;
    const others = `import Bull from 'bull';\n['x', 'y', 'z'].forEach((name) => new Bull(name));\n`;
    const server = (...made: string[]): string =>
      `import './others';\nimport { ${made.join(', ')} } from './queues';\n${made.map((name) => `${name}();\n`).join('')}`;
    for (const [made, at] of [
      [['mail'], "new Bull('mail'"],
      [['sms'], "new Bull('sms'"],
      [['push', 'sms'], "new Bull('sms'"],
    ] as const)
      it(`${made.join(' and ')}: ${at}`, () => {
        const workspace = {
          'queues.ts': queues,
          'others.ts': others,
          'server.ts': server(...made),
          'package.json': '{}',
        };
        const [finding] = check(sharedConnections, workspace);
        assert.match(finding?.message ?? '', new RegExp(`server\\.ts\` loads at least ${3 + made.length} queues`));
        assert.equal(finding && underlined(finding, workspace), at);
      });

    it('unless a comment hides it there', () => {
      const hidden = queues.replace(/(export const sms)/, '// bull-lens-disable-next-line shared-connections\n$1');
      const workspace = { 'queues.ts': hidden, 'others.ts': others, 'server.ts': server('sms', 'push') };
      const [finding] = check(sharedConnections, workspace);
      assert.equal(finding && underlined(finding, workspace), "new Bull('push'");
    });
  });

  it('of what two files import is one where it is the same', () => {
    const queue = (name: string, from: string): string =>
      `import Bull from 'bull';\nimport { env } from '${from}';\nnew Bull('${name}', { redis: { host: env.HOST } }).add({});\n`;
    const files = (other: string) => ({
      'src/jobs/a.ts': queue('a', '../env'),
      'src/b.ts': queue('b', other),
      'src/env.ts': `import { load } from 'env-loader';\nexport const env = load();\n`,
      'src/other.ts': `import { load } from 'env-loader';\nexport const env = load('other');\n`,
      'src/server.ts': `import './jobs/a';\nimport './b';\n`,
    });
    assert.match(only(files('./env')).message, /2 connections, 1 when they share/);
    assert.match(only(files('./other')).message, /2 connections, at least 1 when they share/);
  });

  it('is a hint where there is nothing to share', () => {
    const finding = only(`import Bull from 'bull';\nconst q = new Bull('mail');\nq.add({});\n`);
    assert.equal(finding.severity, 'hint');
    assert.equal(
      finding.message,
      'This queue opens its own Redis connections (1, as a producer). A second queue could share it through createClient.',
    );
  });

  for (const [which, made] of [
    ['The other queue', `export const sms = new Bull('sms', { createClient });`],
    ['The 2 other queues', `export const others = ['sms', 'push'].map((name) => new Bull(name, { createClient }));`],
    ['Other queues', `export const queueOf = (name: string) => new Bull(name, { createClient });`],
  ] as const)
    it(`says which may have a createClient to share: ${which}`, () => {
      const workspace = {
        'mail.ts': `import Bull from 'bull';\nconst mail = new Bull('mail');\nmail.add({});\n`,
        'others.ts': `import Bull from 'bull';\nimport { createClient } from './pool';\n${made}\n`,
        'pool.ts': `export function createClient() {}\n`,
        'server.ts': `import './mail';\nimport './others';\n`,
      };
      const message = `${which} of its process may have a createClient that this one can share.`;
      assert.equal(
        only(workspace).message,
        `This queue opens its own Redis connections (1, as a producer). ${message}`,
      );
    });

  it('sees that a createClient inside redis is none', () => {
    assert.equal(
      check(sharedConnections, `import Bull from 'bull';\nnew Bull('a', { redis: { createClient() {} } as object });\n`)
        .length,
      1,
    );
  });

  for (const [what, code] of [
    ['a createClient', `new Bull('a', { createClient: () => clients() });`],
    ['options that are not known', `export const make = (options: Bull.QueueOptions) => new Bull('a', options);`],
    ['a createClient on one path', `new Bull('a', { ...(process.env.POOL ? { createClient() {} } : {}) });`],
    ['a URL variable that may drop the options', `new Bull('a', process.env.REDIS_URL!, { createClient() {} });`],
  ] as const) {
    it(`says nothing of ${what}`, () => {
      assert.deepEqual(check(sharedConnections, `import Bull from 'bull';\n${code}\n`), []);
    });
  }
});
