import assert from 'node:assert/strict';
import { MemoryFiles } from '../../../src/lint/files/memory-files';
import { Linter } from '../../../src/lint/engine/linter';
import { outlinesOf } from '../support/outlines';
import { show } from '../support/values';

type Files = Readonly<Record<string, string>>;

const MAIL = `import { Module } from '@nestjs/common';
import { BullModule } from '@nestjs/bull';

@Module({ imports: [BullModule.registerQueue({ name: 'mail' })] })
export class MailModule {}
`;

/** The options of each queue of a file, as Bull gets them. */
function optionsIn(files: Files, file = 'src/mail.module.ts'): readonly string[] {
  const memory = new MemoryFiles({ 'src/mail.module.ts': MAIL, ...files });
  const linter = new Linter(memory, []);
  linter.index(outlinesOf(memory));
  return linter.lint(file).constructions.map(({ options }) => show(options).replace(/,? name: "mail",?/, ''));
}

function root(options: string, head = ''): string {
  return `import { Module } from '@nestjs/common';
import { BullModule } from '@nestjs/bull';
import { ConfigService } from '@nestjs/config';
${head}
@Module({ imports: [BullModule.forRootAsync(${options})] })
export class AppModule {}
`;
}

const SERVICE = `import { Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import type { SharedBullConfigurationFactory } from '@nestjs/bull';

@Injectable()
export class BullConfig implements SharedBullConfigurationFactory {
  constructor(private readonly config: ConfigService) {}

  createSharedConfiguration() {
    return { redis: { host: this.config.get('REDIS_HOST') }, settings: { lockDuration: 60_000 } };
  }
}
`;

describe('the queues of NestJS', () => {
  for (const provider of ['useClass', 'useExisting']) {
    it(`take what the class of ${provider} makes`, () => {
      const files = {
        'src/bull.config.ts': SERVICE,
        'src/app.module.ts': root(`{ ${provider}: BullConfig }`, "import { BullConfig } from './bull.config';"),
      };
      assert.deepEqual(optionsIn(files), ['{ redis: { host: $REDIS_HOST }, settings: { lockDuration: 60000 } }']);
    });
  }

  // @nestjs/bull 12.0.0 lib/bull.module.ts makes a queue for each argument.
  for (const method of ['registerQueue', 'registerQueueAsync']) {
    it(`are none where ${method} is given nothing`, () => {
      assert.deepEqual(optionsIn({ 'src/mail.module.ts': MAIL.replace(/registerQueue\(.*\)\]/, `${method}()]`) }), []);
    });
  }

  it('take what the class of registerQueueAsync makes', () => {
    const files = {
      'src/mail.module.ts': `import { BullModule } from '@nestjs/bull';
class MailQueue { createBullOptions() { return { limiter: { max: 1, duration: 1000 } }; } }
BullModule.registerQueueAsync({ name: 'mail', useClass: MailQueue });
`,
    };
    assert.deepEqual(optionsIn(files), ['{ limiter: { max: 1, duration: 1000 } }']);
  });

  it('take what stands in registerQueueAsync itself where nothing provides options', () => {
    const files = {
      'src/mail.module.ts': MAIL.replace('registerQueue', 'registerQueueAsync').replace(
        "{ name: 'mail' }",
        "{ name: 'mail', limiter: { max: 1, duration: 1000 } }",
      ),
    };
    assert.deepEqual(optionsIn(files), ['{ limiter: { max: 1, duration: 1000 } }']);
  });

  it('take the default of a ConfigService, and know the variable', () => {
    const factory = `{
  inject: [ConfigService],
  useFactory: (config: ConfigService) => ({
    redis: { host: config.get<string>('REDIS_HOST', 'localhost'), port: config.getOrThrow('REDIS_PORT'), db: config.get('redis.db') },
  }),
}`;
    assert.deepEqual(optionsIn({ 'src/app.module.ts': root(factory) }), [
      '{ redis: { host: "localhost" unless $REDIS_HOST, port: $REDIS_PORT, db: ? } }',
    ]);
  });

  it('take what their own app shares, and not what another does', () => {
    const app = (name: string): Files => ({
      [`apps/${name}/package.json`]: '{}',
      [`apps/${name}/src/app.module.ts`]: root(`{ useFactory: () => ({ prefix: '${name}' }) }`),
      [`apps/${name}/src/mail.module.ts`]: MAIL,
    });
    const files = {
      'package.json': '{}',
      ...app('shop'),
      ...app('admin'),
      'src/unknown.ts': root('{ useClass: Elsewhere }'),
    };
    assert.deepEqual(optionsIn(files, 'apps/shop/src/mail.module.ts'), ['{ prefix: "shop" }']);
    assert.deepEqual(optionsIn(files, 'apps/admin/src/mail.module.ts'), ['{ prefix: "admin" }']);
  });

  it('have unknown options where nothing shows them', () => {
    assert.deepEqual(
      optionsIn({ 'src/app.module.ts': root('{ useClass: Elsewhere }', "import { Elsewhere } from 'elsewhere';") }),
      ['{ … }'],
    );
  });

  it('are none where a provider’s factory returns the module', () => {
    const provider = (factory: string) =>
      `import { BullModule } from '@nestjs/bull';\nexport const provider = { provide: 'BullQueue_mail', ${factory} };\n`;
    for (const factory of [
      `useFactory: async () => BullModule.registerQueue({ name: 'mail' })`,
      `useFactory() { return BullModule.registerQueue({ name: 'mail' }); }`,
    ])
      assert.deepEqual(optionsIn({ 'src/mail.module.ts': provider(factory) }), []);
  });

  it('process jobs with processors in files of their own', () => {
    const memory = new MemoryFiles({
      'src/mail.module.ts': MAIL.replace(
        "{ name: 'mail' }",
        "{ name: 'mail', processors: [join(__dirname, 'mail.processor')] }",
      ),
    });
    const linter = new Linter(memory, []);
    linter.index(outlinesOf(memory));
    assert.equal(
      linter.ask('src/mail.module.ts', ({ queues }) => queues[0]?.share.connections),
      3,
    );
  });

  for (const from of ['@nestjs/bull/dist/decorators', '@nestjs/bull', '@nestjs/bull/dist']) {
    it(`have the processors and injections whose decorators are imported from ${from}`, () => {
      const memory = new MemoryFiles({
        'src/mail.module.ts': MAIL.replace("'@nestjs/bull'", "'@nestjs/bull/dist/bull.module'"),
        'src/mail.ts': `import { InjectQueue, Process, Processor } from '${from}';
@Processor('mail')
export class Mail {
  constructor(@InjectQueue('mail') private readonly queue) {}
  send(data) { return this.queue.add(data); }
  @Process()
  run() {}
}
`,
      });
      assert.deepEqual(usesOf(memory), { processes: 1, adds: 1 });
    });
  }

  it('are injected by the decorator of the package that @nestjs/bull takes it from, too', () => {
    const memory = new MemoryFiles({
      'src/mail.module.ts': MAIL,
      'src/mail.ts': `import { InjectQueue } from '@nestjs/bull-shared';
export class Mail {
  constructor(@InjectQueue('mail') private readonly queue) {}
  send(data) { return this.queue.add(data); }
}
`,
    });
    assert.deepEqual(usesOf(memory), { processes: 0, adds: 1 });
  });
});

function usesOf(memory: MemoryFiles): { processes: number; adds: number } | null {
  const linter = new Linter(memory, []);
  linter.index(outlinesOf(memory));
  return linter.ask('src/mail.module.ts', ({ queues: [mail] }) => ({
    processes: mail?.roles.processes.length ?? -1,
    adds: mail?.roles.adds.length ?? -1,
  }));
}
