import assert from 'node:assert/strict';
import { Linter, MemoryFiles, queuesInCode, type KnownText, type QueueInCode } from '../../../src/lint';
import { outlinesOf } from '../support/outlines';
import { workspaceOf, type Workspace } from '../support/lint';

const BULL = `import Bull from 'bull';\n`;
const NEST = `import { BullModule, InjectQueue, Process, Processor } from '@nestjs/bull';\n`;

function queuesOf(workspace: Workspace): readonly QueueInCode[] {
  const files = new MemoryFiles(workspaceOf(workspace));
  const linter = new Linter(files, []);
  linter.index(outlinesOf(files));
  return linter.ask(linter.paths[0] ?? '', queuesInCode) ?? [];
}

const text = (known: KnownText): string => known.map((part) => part ?? '‹?›').join('');
const texts = (known: readonly KnownText[] | null): string => (known ?? [['all']]).map(text).sort().join(', ');

/** `bull:mail`, `bull:mail-‹?›`: by construction all that its queues may be called. */
function named(workspace: Workspace): string {
  return queuesOf(workspace)
    .map(({ prefixes, names }) => `${texts(prefixes)}: ${texts(names)}`)
    .join('; ');
}

describe('what the queues in code are called', () => {
  const cases: Readonly<Record<string, readonly [code: Workspace, names: string]>> = {
    'a literal': [`new Bull('mail');`, 'bull: mail'],
    'a constant of another file': [
      {
        'queue.ts': `${BULL}import { MAIL } from './names';\nnew Bull(MAIL);`,
        'names.ts': `export const MAIL = 'mail';`,
      },
      'bull: mail',
    ],
    'an enum': [`enum Queues { Mail = 'mail' }\nnew Bull(Queues.Mail);`, 'bull: mail'],
    'a template with known parts': [`new Bull(\`mail-\${region()}\`);`, 'bull: mail-‹?›'],
    'the values of a list': [`['a', 'b', 'c'].map((name) => new Bull(name));`, 'bull: a, b, c'],
    'the values of a loop': [`const N = ['a', 'b'] as const;\nfor (const name of N) new Bull(name);`, 'bull: a, b'],
    'the calls of a factory': [
      `function make(name: string) { return new Bull(name); }\nmake('a'); make('b');`,
      'bull: a, b',
    ],
    'the calls of a factory in other files': [
      {
        'main.ts': `import { make } from './make';\nexport const a = make('a');\nexport const b = make('b');`,
        'make.ts': `${BULL}export const make = (name: string) => new Bull(name);`,
      },
      'bull: a, b',
    ],
    'a class that makes its queues from a list': [
      `const NAMES = ['a', 'b'];\nclass Queues {\n  queues: Record<string, Bull.Queue> = {};\n  constructor() {\n    for (const name of NAMES) this.queues[name] = new Bull(name);\n  }\n}\nnew Queues();`,
      'bull: a, b',
    ],
    'an environment variable': [`new Bull(process.env.QUEUE!);`, 'bull: ‹?›'],
    'a default beside an environment variable': [`new Bull(process.env.QUEUE || 'mail');`, 'bull: mail, ‹?›'],
    'what is not known': [`new Bull(nameOf(tenant));`, 'bull: ‹?›'],
    'a prefix': [`new Bull('mail', { prefix: 'shop' });`, 'shop: mail'],
    'a prefix that redis.keyPrefix wins over': [
      `new Bull('mail', { prefix: 'a', redis: { keyPrefix: 'b' } });`,
      'b: mail',
    ],
    'an empty prefix': [`new Bull('mail', { prefix: '' });`, 'bull: mail'],
    'a prefix with a hash tag': [`new Bull('mail', { prefix: '{shop}' });`, '{shop}: mail'],
    'a prefix that is not known': [`new Bull('mail', { prefix: process.env.PREFIX });`, '‹?›: mail'],
    'options that are not known': [`new Bull('mail', url, optionsOf(tenant));`, '‹?›: mail'],
    "NestJS's queues": [
      { 'app.module.ts': `${NEST}BullModule.registerQueue({ name: 'a' }, { name: 'b', prefix: 'shop' });` },
      'bull: a; shop: b',
    ],
  };
  for (const [what, [code, names]] of Object.entries(cases)) {
    it(what, () => assert.equal(named(typeof code === 'string' ? BULL + code : code), names));
  }
});

describe('who processes and adds to a queue in code', () => {
  /** By use: which jobs of which queues, and the code. */
  function uses(kind: 'processors' | 'producers', workspace: Workspace): string[] {
    const files = workspaceOf(workspace);
    return queuesOf(workspace).flatMap((queue) =>
      queue[kind].map(({ file, start, end, jobs, queues }) => {
        const code = (files[file] ?? '').slice(start, end).replace(/\s+/g, ' ');
        return `${texts(jobs)} of ${texts(queues)}: ${file} ${code}`;
      }),
    );
  }

  it('the function that process was given, by the name of its jobs', () => {
    const files = {
      'queue.ts': `${BULL}import { send } from './send';
const mail = new Bull('mail');
mail.process(async () => {});
mail.process('receipt', 5, send);
mail.process(8, handlers.all);`,
      'send.ts': `export async function send() {}`,
    };
    assert.deepEqual(uses('processors', files), [
      '__default__ of mail: queue.ts async () => {}',
      'receipt of mail: send.ts export async function send() {}',
      '__default__ of mail: queue.ts mail.process(8, handlers.all)',
    ]);
  });

  it('what adds jobs, in any file, by their names', () => {
    const files = {
      'queue.ts': `${BULL}export const mail = new Bull('mail');`,
      'api.ts': `import { mail } from './queue';
mail.add({ to: 'ann' });
mail.add(data);
mail.add('receipt', {});
mail.add(kind, {});
mail.addBulk([{ name: 'a', data: {} }, { name: 'b', data: {} }]);`,
    };
    assert.deepEqual(uses('producers', files), [
      `__default__ of mail: api.ts mail.add({ to: 'ann' })`,
      `__default__ of mail: api.ts mail.add(data)`,
      `receipt of mail: api.ts mail.add('receipt', {})`,
      `‹?› of mail: api.ts mail.add(kind, {})`,
      `a, b of mail: api.ts mail.addBulk([{ name: 'a', data: {} }, { name: 'b', data: {} }])`,
    ]);
  });

  it('tells the queues of a factory apart', () => {
    const code = `${BULL}const make = (name: string) => new Bull(name);
const a = make('a');
const b = make('b');
a.process(async () => {});
b.add('x', {});`;
    assert.deepEqual(uses('processors', code), ['__default__ of a: queue.ts async () => {}']);
    assert.deepEqual(uses('producers', code), [`x of b: queue.ts b.add('x', {})`]);
  });

  it("NestJS's @Process methods and injected queues", () => {
    const files = {
      'app.module.ts': `${NEST}BullModule.registerQueue({ name: 'mail' });`,
      'mail.ts': `${NEST}@Processor('mail') class MailProcessor {
  @Process() all() {}
  @Process({ name: 'receipt', concurrency: 2 }) receipt() {}
}
class Shop { constructor(@InjectQueue('mail') private mail) {} buy() { return this.mail.add('receipt', {}); } }`,
    };
    assert.deepEqual(uses('processors', files), [
      '__default__ of all: mail.ts @Process() all() {}',
      `receipt of all: mail.ts @Process({ name: 'receipt', concurrency: 2 }) receipt() {}`,
    ]);
    assert.deepEqual(uses('producers', files), [`receipt of all: mail.ts this.mail.add('receipt', {})`]);
  });

  it('leaves out tests where production has the like', () => {
    const files = {
      'package.json': '{}',
      'queue.ts': `${BULL}export const mail = new Bull('mail');\nmail.add('x', {});`,
      'test/queue.test.ts': `import { mail } from '../queue';\nmail.add('y', {});\nmail.process(async () => {});`,
    };
    assert.deepEqual(uses('producers', files), [`x of mail: queue.ts mail.add('x', {})`]);
    assert.deepEqual(uses('processors', files), ['__default__ of mail: test/queue.test.ts async () => {}']);
  });
});

describe('the lock of the jobs that a queue in code processes', () => {
  const lockOf = (code: string) => queuesOf({ 'queue.ts': BULL + code })[0]?.lock;
  const work = 'queue.process(async () => undefined);';
  const cases: Readonly<Record<string, readonly [code: string, lock: ReturnType<typeof lockOf>]>> = {
    'is Bull’s default': [`const queue = new Bull('mail');\n${work}`, { ms: 30_000, source: "Bull's default" }],
    'is what is written': [
      `const queue = new Bull('mail', { settings: { lockDuration: 120_000 } });\n${work}`,
      { ms: 120_000, source: 'lockDuration' },
    ],
    'is the longest that it may be': [
      `const queue = new Bull('mail', { settings: { lockDuration: slow ? 60_000 : 45_000 } });\n${work}`,
      { ms: 60_000, source: 'lockDuration' },
    ],
    'is not known where the options are not': [`const queue = new Bull('mail', url, options());\n${work}`, null],
    'is none where jobs are only added': [`const queue = new Bull('mail');\nqueue.add({});`, null],
  };
  for (const [what, [code, lock]] of Object.entries(cases)) it(what, () => assert.deepEqual(lockOf(code), lock));
});
