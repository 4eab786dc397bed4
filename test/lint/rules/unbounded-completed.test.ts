import assert from 'node:assert/strict';
import { unboundedCompleted } from '../../../src/lint/rules/unbounded-completed';
import { check, underlined, type Workspace } from '../support/lint';

function said(workspace: Workspace): string[] {
  return check(unboundedCompleted, workspace).map((finding) => `${underlined(finding, workspace)}: ${finding.message}`);
}

const queue = (options: string, code: string): string =>
  `import Bull from 'bull';\nconst mail = new Bull('mail'${options && `, ${options}`});\n${code}\n`;
const WORKS = `mail.process(async () => undefined);\nmail.add({ to: 'a' });`;
const stays = (whose: string): string =>
  `${whose} stay in Redis, with their data, for ever: neither \`defaultJobOptions\` nor an \`add()\` turns \`removeOnComplete\` on.`;

describe('unbounded-completed', () => {
  it('hints at a queue whose completed jobs all stay', () => {
    assert.deepEqual(said(queue('', WORKS)), [`new Bull('mail': ${stays('Completed jobs of `mail`')}`]);
    assert.equal(check(unboundedCompleted, queue('', WORKS))[0]?.severity, 'hint');
    assert.equal(said(queue('{ defaultJobOptions: { attempts: 3, removeOnComplete: false } }', WORKS)).length, 1);
    assert.equal(said(queue('', `${WORKS}\nmail.addBulk([{ data: {}, opts: { delay: 5 } }]);`)).length, 1);
  });

  it('tells the queues of a file once', () => {
    const code = `import Bull from 'bull';
for (const queue of [new Bull('a'), new Bull('b')]) {
  queue.process(async () => undefined);
}
const c = new Bull('c');
c.process(async () => undefined);
c.add({});
const d = new Bull('d');
d.process(async () => undefined);
d.add({});
`;
    assert.deepEqual(said(code), [`new Bull('c': ${stays('Completed jobs of these 2 queues')}`]);
  });

  it('is told once of a queue that several NestJS modules register', () => {
    const module = (name: string, provider: string) =>
      `import { Module } from '@nestjs/common';\nimport { BullModule } from '@nestjs/bull';\nimport { ${provider} } from './${provider}';\n@Module({ imports: [BullModule.registerQueue({ name: 'mail' })], providers: [${provider}] })\nexport class ${name} {}\n`;
    const service = (name: string) =>
      `import { InjectQueue } from '@nestjs/bull';\nexport class ${name} {\n  constructor(@InjectQueue('mail') private readonly mail: Queue) {}\n  send() { return this.mail.add({}); }\n}\n`;
    const files: Record<string, string> = {
      'a.module.ts': module('A', 'Alerts'),
      'b.module.ts': module('B', 'Bills'),
      'c.module.ts': module('C', 'Consumer'),
      'Alerts.ts': service('Alerts'),
      'Bills.ts': service('Bills'),
      'Consumer.ts': `import { Process, Processor } from '@nestjs/bull';\n@Processor('mail')\nexport class Consumer {\n  @Process()\n  async run() {}\n}\n`,
      'main.ts': `import { NestFactory } from '@nestjs/core';\nimport { Module } from '@nestjs/common';\nimport { A } from './a.module';\nimport { B } from './b.module';\nimport { C } from './c.module';\n@Module({ imports: [A, B, C] })\nclass AppModule {}\nNestFactory.create(AppModule);\n`,
    };
    const told = ['a.module.ts', 'b.module.ts', 'c.module.ts'].filter(
      (path) => said({ [path]: files[path]!, ...files }).length > 0,
    );
    assert.deepEqual(told, ['a.module.ts']);
  });

  it('joins the producer and the worker of a package, and is said at the producer', () => {
    const producer = `import Bull from 'bull';\nnew Bull('mail').add({});\n`;
    const worker = `import Bull from 'bull';\nnew Bull('mail').process(async () => undefined);\n`;
    assert.equal(said({ 'web.ts': producer, 'worker.ts': worker }).length, 1);
    assert.deepEqual(said({ 'worker.ts': worker, 'web.ts': producer }), []);
    const bounded = producer.replace('add({})', 'add({}, { removeOnComplete: 50 })');
    assert.deepEqual(said({ 'web.ts': producer, 'other.ts': bounded, 'worker.ts': worker }), []);
  });

  for (const [what, code] of [
    ['a default', queue('{ defaultJobOptions: { removeOnComplete: true } }', WORKS)],
    ['an add that has it', queue('', `${WORKS}\nmail.add({}, { removeOnComplete: 100 });`)],
    [
      'options that are not known',
      queue('', `${WORKS}\nexport const add = (options: Bull.JobOptions) => mail.add({}, options);`),
    ],
    ['defaults that are not known', queue(`{ defaultJobOptions: JSON.parse(process.env.O!) }`, WORKS)],
    ['data or a name', queue('', `mail.process(async () => 1);\nexport const add = (...a: any[]) => mail.add(...a);`)],
    ['a queue that only adds', queue('', `mail.add({});`)],
    ['a queue that only processes', queue('', `mail.process(async () => undefined);`)],
    ['a queue that is handed on', queue('', `${WORKS}\nwatch(mail);`)],
    ['code that cleans', queue('', `${WORKS}\nsetInterval(() => mail.clean(1000), 1000);`)],
    ['code that removes', queue('', `${WORKS}\nmail.on('completed', (job) => job.remove());`)],
  ] as const) {
    it(`says nothing of ${what}`, () => assert.deepEqual(said(code), []));
  }

  it('says nothing of tests', () => {
    assert.deepEqual(said({ 'test/mail.test.ts': queue('', WORKS) }), []);
  });
});
