import assert from 'node:assert/strict';
import { createLogger } from '../../../src/log/logger';
import { MemoryFiles } from '../../../src/lint/files/memory-files';
import type { Missing, SourceFiles } from '../../../src/lint/files/source-files';
import { lintUntilLoaded } from '../../../src/lint/engine/lint-until-loaded';
import { Linter } from '../../../src/lint/engine/linter';
import { defaultSettings } from '../../../src/lint/engine/settings';
import type { Rule } from '../../../src/lint/engine/rule';
import { option } from '../../../src/lint/evaluation/inspect-value';
import { indexed } from '../support/corpus';
import { show } from '../support/values';
import { rules } from '../../../src/lint/rules';
import { isSourcePath } from '../../../src/lint/syntax/parsed-file';
import { outlinesOf } from '../support/outlines';

/** Says the lock of each queue, and how many queues there are. */
const lockRule: Rule = {
  meta: { id: 'lock', summary: '', defaultSeverity: 'hint', fixable: false },
  *check({ queues, workspace }) {
    for (const queue of queues) {
      const lock = option(queue.options, 'settings', 'lockDuration');
      yield { ...queue.range, message: `${show(lock)}, 1 of ${workspace.queues.length}` };
    }
  },
};

const WORKSPACE = {
  'src/mail.ts':
    "import Bull from 'bull';\nimport { settings } from '@app/options';\nexport const mail = new Bull('mail', { settings });\n",
  'src/options/index.ts': 'export const settings = { lockDuration: 30_000 };\n',
  'tsconfig.json': '{ "compilerOptions": { "paths": { "@app/*": ["./src/*"] } } }',
};

function messages(linter: Linter, path = 'src/mail.ts'): readonly string[] {
  return linter.lint(path).findings.map((finding) => finding.message);
}

describe('the linter', () => {
  it('sees a change in a file that options come from', () => {
    const files = new MemoryFiles(WORKSPACE);
    const linter = new Linter(files, [lockRule]);
    assert.deepEqual(messages(linter), ['30000, 1 of 1']);
    files.write('src/options/index.ts', 'export const settings = { lockDuration: 60_000 };\n');
    assert.deepEqual(messages(linter), ['60000, 1 of 1']);
    assert.ok(linter.lint('src/mail.ts').dependencies.includes('src/options/index.ts'));
  });

  it('sees a file that comes to be', () => {
    const { 'src/options/index.ts': options, ...rest } = WORKSPACE;
    const files = new MemoryFiles(rest);
    const linter = new Linter(files, [lockRule]);
    assert.deepEqual(messages(linter), ['?, 1 of 1']);
    files.write('src/options/index.ts', options);
    assert.deepEqual(messages(linter), ['30000, 1 of 1']);
  });

  it('sees a change of the configuration that imports go by', () => {
    const files = new MemoryFiles({ ...WORKSPACE, 'other/options.ts': 'export const settings = {};' });
    const linter = new Linter(files, [lockRule]);
    files.write('tsconfig.json', '{ "compilerOptions": { "paths": { "@app/*": ["./other/*"] } } }');
    assert.deepEqual(messages(linter), ['-, 1 of 1']);
  });

  it('asks a host that loads files late for what it lacks, until it has it', async () => {
    const disk = new MemoryFiles(WORKSPACE);
    const host = new LateFiles(disk);
    const linter = new Linter(host, [lockRule]);
    linter.index(outlinesOf(disk));
    const result = await lintUntilLoaded(
      () => linter.lint('src/mail.ts'),
      async (missing) => host.load(missing),
    );
    assert.deepEqual(
      result.findings.map((finding) => finding.message),
      ['30000, 1 of 1'],
    );
    assert.deepEqual(result.missing, { files: [], directories: [] });
  });

  it('counts the queues of all files that lead to Bull, also of those that never name it', () => {
    const files = new MemoryFiles({
      ...WORKSPACE,
      'src/queue.ts': "export { default as Queue } from 'bull';\n",
      'src/lib/index.ts': "export * from '../queue';\n",
      'src/sms.ts': "import { Queue } from './lib';\nexport const sms = new Queue('sms');\n",
      'src/other.ts': "import { Queue } from './nothing';\nexport const other = new Queue('other');\n",
    });
    const { linter, paths } = indexed(files, [lockRule]);
    assert.deepEqual([...paths], ['src/mail.ts', 'src/queue.ts', 'src/sms.ts'], 'a barrel is not even read');
    assert.deepEqual(messages(linter), ['30000, 1 of 2']);
    assert.deepEqual(messages(linter, 'src/sms.ts'), ['-, 1 of 2']);
  });

  it('has its host keep no text of a file that neither leads to a queue nor says anything of one', () => {
    const service = (name: string): string => `@Injectable()\nexport class ${name} {}\n`;
    const users = '@Module({ providers: [UsersService] })\nexport class UsersModule {}\n';
    const files = new MemoryFiles({
      'package.json': '{ "dependencies": { "bull": "^4", "@nestjs/bull": "^10" } }',
      'src/main.ts':
        "import { NestFactory } from '@nestjs/core';\nimport { AppModule } from './app.module';\nvoid NestFactory.create(AppModule);\n",
      'src/app.module.ts': `import { MailModule } from './mail.module';
import { UsersModule } from './users.module';
@Module({ imports: [UsersModule, MailModule] })
export class AppModule {}
`,
      'src/options.ts': 'export const settings = { lockDuration: 60_000 };\n',
      'src/users.service.ts': service('UsersService'),
      'src/users.module.ts': `import { UsersService } from './users.service';\n${users}`,
      'src/audit.service.ts': service('AuditService'),
      'src/mail.processor.ts':
        "import { Processor, Process } from '@nestjs/bull';\n@Processor('mail')\nexport class MailProcessor {\n  @Process() send() {}\n}\n",
      'src/mail.module.ts': `import { BullModule } from '@nestjs/bull';
import { AuditService } from './audit.service';
import { MailProcessor } from './mail.processor';
import { settings } from './options';
import { UsersModule } from './users.module';
@Module({
  imports: [UsersModule, BullModule.registerQueue({ name: 'mail', settings })],
  providers: [AuditService, MailProcessor],
})
export class MailModule {}
`,
    });
    const kept = new Set<string>();
    const host: SourceFiles = {
      read: (path) => {
        kept.add(path);
        return files.read(path);
      },
      look: (path) => files.read(path),
      list: (directory) => files.list(directory),
    };
    const linter = new Linter(host, rules);
    linter.index(outlinesOf(files));
    for (const path of linter.paths) linter.lint(path);
    assert.deepEqual([...kept].filter(isSourcePath).sort(), [
      'src/app.module.ts',
      'src/mail.module.ts',
      'src/mail.processor.ts',
      'src/main.ts',
      'src/options.ts',
    ]);
  });

  it('forgets the texts that nothing rests on any more, and reads them again when something does', () => {
    const files = new MemoryFiles({ ...WORKSPACE, 'src/sms.ts': "import Bull from 'bull';\nnew Bull('sms');\n" });
    const linter = new Linter(files, [lockRule]);
    const keptAfter = (path: string, text: string): readonly string[] => {
      files.write(path, text);
      linter.index(outlinesOf(files));
      for (const each of linter.paths) linter.lint(each);
      return [...linter.forgetUnneeded()].filter(isSourcePath).sort();
    };
    const [mail, options] = ['src/mail.ts', 'src/options/index.ts'] as const;
    assert.deepEqual(keptAfter(mail, WORKSPACE[mail]), [mail, options, 'src/sms.ts']);
    assert.deepEqual(keptAfter(mail, ''), ['src/sms.ts']);
    files.write(options, 'export const settings = { lockDuration: 60_000 };\n');
    assert.deepEqual(keptAfter(mail, WORKSPACE[mail]), [mail, options, 'src/sms.ts']);
    assert.deepEqual(messages(linter), ['60000, 1 of 2']);
  });

  it('says nothing of a file that is not there', () => {
    assert.deepEqual(new Linter(new MemoryFiles(), [lockRule]).lint('gone.ts').findings, []);
  });

  it('lets the other rules speak when one fails', () => {
    const failing: Rule = {
      meta: { ...lockRule.meta, id: 'failing' },
      check() {
        throw new Error('never thought of that');
      },
    };
    const logged: string[] = [];
    const log = createLogger((_level, text) => logged.push(text));
    const linter = new Linter(new MemoryFiles(WORKSPACE), [failing, lockRule], log);
    assert.deepEqual(messages(linter), ['30000, 1 of 1']);
    assert.deepEqual(messages(linter), ['30000, 1 of 1']);
    assert.equal(logged.length, 1);
    assert.match(
      logged[0] ?? '',
      /^The rule failing failed on src\/mail\.ts\.\nError: never thought of that\n {4}at .*linter/,
    );
  });

  it('gives a finding the severity of the settings, and drops a rule that is off', () => {
    const linter = new Linter(new MemoryFiles(WORKSPACE), [lockRule]);
    const severities = (severity: 'error' | 'off') =>
      linter
        .lint('src/mail.ts', { ...defaultSettings, severities: { lock: severity } })
        .findings.map((finding) => finding.severity);
    assert.deepEqual(severities('error'), ['error']);
    assert.deepEqual(severities('off'), []);
  });
});

/** Has nothing until it is told to load. */
class LateFiles implements SourceFiles {
  private readonly texts = new Map<string, string | null>();
  private readonly lists = new Map<string, readonly string[] | null>();

  constructor(private readonly disk: MemoryFiles) {}

  read(path: string): string | null | undefined {
    return this.texts.get(path);
  }

  list(directory: string): readonly string[] | null | undefined {
    return this.lists.get(directory);
  }

  load({ files, directories }: Missing): void {
    for (const path of files) this.texts.set(path, this.disk.read(path));
    for (const directory of directories) this.lists.set(directory, this.disk.list(directory));
  }
}
