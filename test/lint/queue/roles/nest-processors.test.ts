import assert from 'node:assert/strict';
import type { Share } from '../../../../src/lint/queue/share';
import { concurrencyAddsUp } from '../../../../src/lint/rules/concurrency-adds-up';
import { MemoryFiles } from '../../../../src/lint/files/memory-files';
import type { Rule } from '../../../../src/lint/engine/rule';
import { indexed } from '../../support/corpus';

type Files = Readonly<Record<string, string>>;

const module = (name: string, imports: string, providers = '', before = '') =>
  `import { Module } from '@nestjs/common';\nimport { BullModule } from '@nestjs/bull';\n${before}@Module({ imports: [${imports}], providers: [${providers}] })\nexport class ${name} {}\n`;
const OWN = `BullModule.registerQueue({ name: 'signals' })`;
const JOB = `import { TrackJob } from './track.job';\n`;
const SIGNALS = `import { SignalsModule } from './signals.module';\n`;
const JOBS = `import { JobsModule } from './jobs.module';\n`;
const start = (name: string, from: string) =>
  `import { NestFactory } from '@nestjs/core';\nimport { ${name} } from '${from}';\nvoid NestFactory.create(${name}).then((app) => app.listen(3000));\n`;

const FILES: Files = {
  'signals.module.ts': module('SignalsModule', OWN),
  'track.job.ts': `import { Process, Processor } from '@nestjs/bull';\n@Processor('signals')\nexport class TrackJob {\n  @Process('one') async one() {}\n  @Process('two') async two() {}\n}\n`,
  'app.module.ts': module('AppModule', 'SignalsModule', '', SIGNALS),
  'main.ts': start('AppModule', './app.module'),
};
const providing = (providers: string, before = JOB): Files => ({
  'signals.module.ts': module('SignalsModule', OWN, providers, before),
});
const BARREL: Files = { 'index.ts': `export * from './signals.module';\nexport * from './track.job';\n` };
const WORKER: Files = {
  'worker.module.ts': module('WorkerModule', 'SignalsModule', 'TrackJob', SIGNALS + JOB),
  'worker.ts': start('WorkerModule', './worker.module'),
};

function told({ connections, isFollowed }: Share): string {
  return `${isFollowed ? '' : 'up to '}${connections}`;
}

/** What the queue opens in all code and in the process of each program, and whether its concurrencies are added up. */
function asked(files: Files): string {
  let shares: readonly string[] = [];
  const rule: Rule = {
    meta: { id: 'shares', summary: '', defaultSeverity: 'hint', fixable: false },
    check({ queues: [queue] }) {
      assert.ok(queue);
      const programs = queue.processes.filter(({ isProgram }) => isProgram);
      const inEach = programs.map((process) => `${process.entry} ${told(queue.shareIn(process))}`);
      shares = [told(queue.share), ...inEach];
      return [];
    },
  };
  const { linter } = indexed(new MemoryFiles({ ...files }), [rule, concurrencyAddsUp]);
  linter.lint('signals.module.ts');
  const sums = linter.lint('track.job.ts').findings.length;
  return [...shares, ...(sums > 0 ? ['adds up'] : [])].join(', ');
}

describe('the processor of a NestJS class', () => {
  const nowhere = 'up to 3, main.ts 1';
  const unknown = 'up to 3, main.ts up to 3';
  const there = '3, main.ts 3, adds up';
  const cases: Readonly<Record<string, readonly [changed: Files, told: string]>> = {
    'that its module provides': [providing('TrackJob'), there],
    'that tells its name to a logger': [
      {
        ...providing('TrackJob'),
        'track.job.ts': FILES['track.job.ts']!.replace(
          '{\n',
          '{\n  constructor(private readonly logger: Logger) { this.logger.setContext(TrackJob.name); }\n',
        ),
      },
      there,
    ],
    'in an application that keeps its port in its class': [
      {
        ...providing('TrackJob'),
        'app.module.ts': FILES['app.module.ts']!.replace(
          /\{\}\n$/,
          '{\n  static port: number;\n  constructor(config: ConfigService) { AppModule.port = config.get("port"); }\n}\n',
        ),
      },
      there,
    ],
    'that its module provides, behind a barrel that nobody loads': [{ ...BARREL, ...providing('TrackJob') }, there],
    'in a file that nobody loads': [{}, nowhere],
    'in a file that only a test loads': [
      { 'test/track.spec.ts': `import { TrackJob } from '../track.job';\nit('runs', () => new TrackJob().one());\n` },
      nowhere,
    ],
    'in a file that only a test provides': [
      {
        'test/track.spec.ts': `import { Test } from '@nestjs/testing';\nimport { TrackJob } from '../track.job';\nimport { SignalsModule } from '../signals.module';\nit('runs', () => Test.createTestingModule({ imports: [SignalsModule], providers: [TrackJob] }));\n`,
      },
      nowhere,
    ],
    'in a file that only a barrel loads, which nobody does': [BARREL, nowhere],
    'in a file that only a barrel of the queue’s own folder loads, under modules that cannot be followed': [
      { ...BARREL, 'app.module.ts': module('AppModule', 'SignalsModule, ...more()', '', SIGNALS) },
      nowhere,
    ],
    'in a barrel that a module imports for something else': [
      {
        ...BARREL,
        'app.module.ts': module('AppModule', 'SignalsModule', '', `import { SignalsModule } from './index';\n`),
      },
      nowhere,
    ],
    'in a module that nobody imports, behind a barrel': [
      {
        'jobs.module.ts': module('JobsModule', '', 'TrackJob', JOB),
        'index.ts': `${BARREL['index.ts']!}export * from './jobs.module';\n`,
      },
      nowhere,
    ],
    'that one of two applications provides': [WORKER, '3, main.ts 1, worker.ts 3, adds up'],
    'that one of two applications provides, where a barrel is loaded by both': [
      {
        ...WORKER,
        ...BARREL,
        'app.module.ts': module('AppModule', 'SignalsModule', '', `import { SignalsModule } from './index';\n`),
        'worker.module.ts': module(
          'WorkerModule',
          'SignalsModule',
          'TrackJob',
          `import { SignalsModule, TrackJob } from './index';\n`,
        ),
      },
      '3, main.ts 1, worker.ts 3, adds up',
    ],
    'that another module provides': [
      {
        'jobs.module.ts': module('JobsModule', '', 'TrackJob', JOB),
        'app.module.ts': module('AppModule', 'SignalsModule, JobsModule', '', SIGNALS + JOBS),
      },
      there,
    ],
    'under modules that cannot be followed': [
      {
        'jobs.module.ts': module('JobsModule', '', 'TrackJob', JOB),
        'app.module.ts': module('AppModule', 'SignalsModule, ...more(JobsModule)', '', SIGNALS + JOBS),
      },
      unknown,
    ],
    'beside providers that are not known': [providing('TrackJob, ...more()'), there],
    'in a module beside modules that are not known': [
      {
        ...providing('TrackJob'),
        'app.module.ts': module('AppModule', '...more(), SignalsModule', '', SIGNALS),
      },
      there,
    ],
    'beside a module that is imported outside production': [
      {
        ...providing('TrackJob'),
        'app.module.ts': module(
          'AppModule',
          `...(process.env.NODE_ENV === 'production' ? [] : [more()]), SignalsModule`,
          '',
          SIGNALS,
        ),
      },
      there,
    ],
    'in a list that is spread': [providing('...jobs', `${JOB}const jobs = [TrackJob];\n`), there],
    'in a list that is spread and not known': [providing('...jobsOf(TrackJob)', JOB), unknown],
    'on a condition': [providing('...(process.env.WORKER ? [TrackJob] : [])'), unknown],
    'on a condition that holds in production': [
      providing(`...(process.env.NODE_ENV !== 'test' ? [TrackJob] : [])`),
      there,
    ],
    'on a condition, in another module': [
      {
        'jobs.module.ts': module('JobsModule', '', '...(process.env.WORKER ? [TrackJob] : [])', JOB),
        'app.module.ts': module('AppModule', 'SignalsModule, JobsModule', '', SIGNALS + JOBS),
      },
      unknown,
    ],
    'in a module that is imported on a condition': [
      {
        'jobs.module.ts': module('JobsModule', '', 'TrackJob', JOB),
        'app.module.ts': module(
          'AppModule',
          'SignalsModule, ...(process.env.WORKER ? [JobsModule] : [])',
          '',
          SIGNALS + JOBS,
        ),
      },
      unknown,
    ],
    'in a program that starts an application in a way that is not seen': [
      {
        'worker.module.ts': WORKER['worker.module.ts']!,
        'worker.ts': `import { bootstrap } from '@acme/server';\nimport { WorkerModule } from './worker.module';\nvoid bootstrap(WorkerModule);\n`,
      },
      '3, main.ts 1, worker.ts 3, adds up',
    ],
    'where no application is seen': [{ ...providing('TrackJob'), 'main.ts': `import './app.module';\n` }, there],
  };
  for (const [where, [changed, expected]] of Object.entries(cases))
    it(`runs what an application gives it: ${where}`, () => assert.equal(asked({ ...FILES, ...changed }), expected));
});
