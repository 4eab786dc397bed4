import assert from 'node:assert/strict';
import { MemoryFiles } from '../../../../src/lint/files/memory-files';
import type { Rule } from '../../../../src/lint/engine/rule';
import { indexed } from '../../support/corpus';

/** What the workspace does with the first queue of `queue.ts`. */
function roles(files: Readonly<Record<string, string>>): Record<string, number | boolean> {
  let found: Record<string, number | boolean> = {};
  const rule: Rule = {
    meta: { id: 'roles', summary: '', defaultSeverity: 'hint', fixable: false },
    check({ queues: [queue] }) {
      assert.ok(queue);
      const { processes, subscribes, adds, looks, closes, escapes } = queue.roles;
      found = {
        processes: processes.length,
        subscribes: subscribes.length,
        adds: adds.length,
        looks: looks.length,
        closes: closes.length,
        escapes,
      };
      return [];
    },
  };
  indexed(new MemoryFiles(files), [rule]).linter.lint('queue.ts');
  return found;
}

const NONE = { processes: 0, subscribes: 0, adds: 0, looks: 0, closes: 0, escapes: false };
const QUEUE = "import Bull from 'bull';\nexport const mail = new Bull('mail');\n";

describe('what the workspace does with a queue', () => {
  it('nothing', () => {
    for (const code of ["new Bull('mail');", "const mail = new Bull('mail')!;"])
      assert.deepEqual(roles({ 'queue.ts': `import Bull from 'bull';\n${code}\n` }), NONE);
  });

  it('nothing that is seen: whoever gets it may do anything', () => {
    assert.deepEqual(roles({ 'queue.ts': QUEUE }), { ...NONE, escapes: true });
    const returned = "import Bull from 'bull';\nregister({ queue: () => new Bull('mail') });\n";
    assert.deepEqual(roles({ 'queue.ts': returned }), { ...NONE, escapes: true });
  });

  it('is shown on a dashboard', () => {
    const shown = "import { BullAdapter } from '@bull-board/api/bullAdapter';\nnew BullAdapter(mail);\n";
    assert.deepEqual(roles({ 'queue.ts': `${QUEUE}${shown}` }), { ...NONE, looks: 1 });
  });

  it('all of it, in its own file', () => {
    const code = `${QUEUE}mail.process(async () => 1);\nmail.on('completed', log);\nmail.on('global:failed', log);\nmail.add({});\nawait mail.close();\n`;
    assert.deepEqual(roles({ 'queue.ts': code }), { ...NONE, processes: 1, subscribes: 1, adds: 1, closes: 1 });
  });

  it('in another file, that never names Bull', () => {
    const worker = "const { mail } = require('./queue');\nmail.process(4, handle);\n";
    assert.deepEqual(roles({ 'queue.ts': QUEUE, 'worker.js': worker }), { ...NONE, processes: 1 });
  });

  it('through a function, a class field and a loop', () => {
    const code = `import Bull from 'bull';
function make(name: string) { return new Bull(name); }
class Mailer {
  private readonly queue = make('mail');
  send() { return this.queue.add({}); }
}
const mail = make('mail');
for (const queue of [mail]) queue.close();
[mail].forEach((queue) => queue.process(handle));
`;
    assert.deepEqual(roles({ 'queue.ts': code }), { ...NONE, processes: 1, adds: 1, closes: 1 });
  });

  it('is handed to code that is not followed', () => {
    const code = `${QUEUE}import { setUp } from 'some-package';\nsetUp(mail);\n`;
    assert.equal(roles({ 'queue.ts': code }).escapes, true);
  });

  it('by name, in NestJS', () => {
    const files = {
      'queue.ts':
        "import { BullModule } from '@nestjs/bull';\nexport const imports = [BullModule.registerQueue({ name: 'mail' })];\n",
      'mail.processor.ts': `import { Process, Processor } from '@nestjs/bull';
@Processor('mail')
export class MailProcessor {
  @Process() handle() {}
  @Process('digest') @Process('digest') digest() {}
}
`,
      'mail.service.ts': `import { InjectQueue } from '@nestjs/bull';
import type { Queue } from 'bull';
export class MailService {
  constructor(@InjectQueue('mail') private readonly queue: Queue) {}
  send() { return this.queue.add({}); }
}
`,
    };
    assert.deepEqual(roles(files), { ...NONE, processes: 2, adds: 1 });
  });
});
