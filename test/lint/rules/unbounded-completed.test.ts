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
  `${whose} stay in Redis, with their data, for ever: neither \`defaultJobOptions\` nor an \`add()\` has \`removeOnComplete\`.`;

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
