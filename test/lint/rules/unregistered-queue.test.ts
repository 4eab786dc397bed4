import assert from 'node:assert/strict';
import { unregisteredQueue } from '../../../src/lint/rules/unregistered-queue';
import { check, underlined, type Workspace } from '../support/lint';

function said(workspace: Workspace): string[] {
  return check(unregisteredQueue, workspace).map((finding) => `${underlined(finding, workspace)}: ${finding.message}`);
}

const processor = (name: string, library = '@nestjs/bull'): string => `import { Processor } from '${library}';
@Processor(${name})
export class MailProcessor {}
`;

const service = (name: string): string => `import { InjectQueue } from '@nestjs/bull';
export class MailService {
  constructor(@InjectQueue(${name}) private readonly queue: unknown) {}
}
`;

const registering = (queues: string, library = '@nestjs/bull'): string => `import { BullModule } from '${library}';
import { MailProcessor } from './processor';
import { MailService } from './service';
@Module({ imports: [BullModule.registerQueue(${queues})], providers: [MailProcessor, MailService] })
export class MailModule {}
`;

const NONE = 'No module registers a queue `mails`, so the application does not start.';

describe('unregistered-queue', () => {
  it('is an error about a processor of a queue that nothing registers', () => {
    const workspace = { 'processor.ts': processor(`'mails'`), 'module.ts': registering(`{ name: 'mail' }`) };
    assert.deepEqual(said(workspace), [`'mails': ${NONE} The nearest name is \`mail\`.`]);
    assert.equal(check(unregisteredQueue, workspace)[0]?.severity, 'error');
  });

  it('is an error about an injection of one', () => {
    const modules = { 'module.ts': registering(`{ name: 'orders' }`) };
    assert.deepEqual(said({ 'service.ts': service(`'mails'`), ...modules }), [`'mails': ${NONE}`]);
    assert.equal(said({ 'service.ts': service(''), ...modules }).length, 1, 'of the queue without a name');
  });

  for (const [what, change] of [
    ['a comment', (module: string) => module.replace('[MailProcessor,', '[/* MailProcessor, */')],
    ['its import', (module: string) => module.replace('[MailProcessor,', '[')],
    ['a type', (module: string) => `${module.replace('[MailProcessor,', '[')}export type Made = MailProcessor;\n`],
  ] as const) {
    it(`says nothing of a processor that only ${what} names in a module`, () => {
      const module = change(registering(`{ name: 'mail' }`));
      assert.deepEqual(said({ 'processor.ts': processor(`'mails'`), 'module.ts': module }), []);
    });
  }

  for (const [what, name, queues] of [
    ['one that is registered', `'mails'`, `{ name: 'orders' }, { name: 'mails' }`],
    ['one that is registered from a list', `'mails'`, `...['orders', 'mails'].map((name) => ({ name }))`],
    ['the queue without a name', '', ''],
    ['options', `{ name: 'mails' }`, `{ name: 'mails' }`],
    ['a name that is not known', 'process.env.QUEUE', `{ name: 'orders' }`],
    ['any, where one is registered whose name is not known', `'mails'`, `{ name: process.env.QUEUE }`],
    ['any, where a list is not known', `'mails'`, `...queues()`],
  ] as const) {
    it(`says nothing of ${what}`, () => {
      assert.deepEqual(said({ 'processor.ts': processor(name), 'module.ts': registering(queues) }), []);
      assert.deepEqual(said({ 'service.ts': service(name), 'module.ts': registering(queues) }), []);
    });
  }

  it('knows registerQueueAsync, and constants of other files', () => {
    const names = `export const MAILS = 'mails';\n`;
    const module = `import { BullModule } from '@nestjs/bull';
import { MAILS } from './names';
import { MailProcessor } from './processor';
@Module({ imports: [BullModule.registerQueueAsync({ name: MAILS, useFactory: () => ({}) })], providers: [MailProcessor] })
export class MailModule {}
`;
    const user = `import { MAILS } from './names';\n${processor('MAILS')}`;
    assert.deepEqual(said({ 'processor.ts': user, 'module.ts': module, 'names.ts': names }), []);
  });

  it('says nothing where none is registered, or a provider stands in for one', () => {
    assert.deepEqual(said({ 'processor.ts': processor(`'mails'`) }), []);
    for (const token of [`getQueueToken('mails')`, `'BullQueue_mails'`]) {
      const provider = `import { getQueueToken } from '@nestjs/bull';
export const providers = [{ provide: ${token}, useFactory: connect }];
`;
      const modules = { 'module.ts': registering(`{ name: 'mail' }`), 'providers.ts': provider };
      assert.deepEqual(said({ 'processor.ts': processor(`'mails'`), ...modules }), []);
      const { 'providers.ts': ofTest, ...others } = modules;
      const lacking = `import { Queues } from './queues';\n${others['module.ts'].replace('imports: [', 'imports: [Queues, ')}`;
      assert.deepEqual(said({ 'processor.ts': processor(`'mails'`), 'module.ts': lacking }), []);
      assert.equal(said({ 'processor.ts': processor(`'mails'`), ...others, 'mail.spec.ts': ofTest }).length, 1);
    }
  });

  it('knows a module behind a barrel, and says nothing of a class that no module names', () => {
    const files = {
      'processor.ts': processor(`'mails'`),
      'queues.ts': `import { BullModule } from '@nestjs/bull';
export const queues = BullModule.registerQueue({ name: 'mail' });
`,
    };
    const module = (provider: string) => ({
      'index.ts': `export * from './processor';\n`,
      'module.ts': `import { ${provider} } from './index';\n@Module({ providers: [${provider}] })\nexport class MailModule {}\n`,
    });
    assert.equal(said({ ...files, ...module('MailProcessor') }).length, 1);
    assert.deepEqual(said({ ...files, ...module('Mail') }), []);
    assert.deepEqual(said(files), []);
  });

  it('says nothing of tests', () => {
    const workspace = { 'test/mail.spec.ts': processor(`'mails'`), 'module.ts': registering(`{ name: 'mail' }`) };
    assert.deepEqual(said(workspace), []);
  });

  describe('between Bull and BullMQ', () => {
    const of = (own: string, other: string, more = ''): string[] =>
      said({
        'processor.ts': processor(`'mails'`, own),
        'module.ts': registering(`{ name: 'mails' }`, other),
        'more.ts': more,
      });

    it('is an error about a processor that is never asked', () => {
      assert.deepEqual(of('@nestjs/bullmq', '@nestjs/bull'), [
        "'mails': The queue `mails` is registered with @nestjs/bull, which knows no processor of @nestjs/bullmq: its jobs never run.",
      ]);
      assert.deepEqual(of('@nestjs/bull', '@nestjs/bullmq'), [
        "'mails': The queue `mails` is registered with @nestjs/bullmq, which knows no processor of @nestjs/bull: its jobs never run.",
      ]);
      assert.deepEqual(of('@nestjs/bullmq', '@nestjs/bullmq'), []);
    });

    it('says nothing where the application has queues of both', () => {
      assert.deepEqual(of('@nestjs/bullmq', '@nestjs/bull', registering(`{ name: 'a' }`, '@nestjs/bullmq')), []);
    });
  });
});
