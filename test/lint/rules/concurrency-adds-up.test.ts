import assert from 'node:assert/strict';
import { concurrencyAddsUp } from '../../../src/lint/rules/concurrency-adds-up';
import { check, underlined, type Workspace } from '../support/lint';

function said(workspace: Workspace): string[] {
  return check(concurrencyAddsUp, workspace).map((finding) => `${underlined(finding, workspace)}: ${finding.message}`);
}

const ofImages = (code: string): string[] =>
  said(`import Bull from 'bull';\nconst images = new Bull('images');\nconst run = async () => undefined;\n${code}\n`);

describe('concurrency-adds-up', () => {
  it('hints at the sum, at the first processor', () => {
    assert.deepEqual(
      ofImages(`images.process('resize', 2, run);\nimages.process('crop', run);\nimages.process(run);`),
      [
        'images.process: Up to 4 jobs of `images` run at once in a process, of any name: the concurrencies of its 3 processors add up (2 + 1 + 1).',
      ],
    );
    const [finding] = check(
      concurrencyAddsUp,
      `import Bull from 'bull';\nconst q = new Bull('q');\nq.process('a', async () => 1);\nq.process('b', async () => 1);`,
    );
    assert.equal(finding?.severity, 'hint');
    assert.equal(finding.related.length, 1);
  });

  it('is told once, however many modules register the queue', () => {
    const module = (name: string) =>
      `import { Module } from '@nestjs/common';\nimport { BullModule } from '@nestjs/bull';\nimport { Runner } from './runner';\n@Module({ imports: [BullModule.registerQueue({ name: 'reports' })], providers: [Runner] })\nexport class ${name} {}\n`;
    const files = {
      'runner.ts': `import { Process, Processor } from '@nestjs/bull';\n@Processor('reports')\nexport class Runner {\n  @Process('a')\n  async a() {}\n  @Process('b')\n  async b() {}\n}\n`,
      'one.module.ts': module('OneModule'),
      'two.module.ts': module('TwoModule'),
      'main.ts': `import { NestFactory } from '@nestjs/core';\nimport { Module } from '@nestjs/common';\nimport { OneModule } from './one.module';\nimport { TwoModule } from './two.module';\n@Module({ imports: [OneModule, TwoModule] })\nclass AppModule {}\nNestFactory.create(AppModule);\n`,
    };
    assert.equal(said(files).length, 1);
  });

  it('reads names and numbers through constants', () => {
    assert.match(
      ofImages(`const AT_ONCE = 3;\nimages.process('a', AT_ONCE * 2, run);\nimages.process('b', AT_ONCE, run);`).join(),
      /Up to 9 jobs .* \(6 \+ 3\)/,
    );
  });

  it('writes out no more than five numbers', () => {
    const several = (numbers: readonly number[]): string =>
      ofImages(numbers.map((n, i) => `images.process('${i}', ${n}, run);`).join('\n')).join();
    assert.match(several([1, 1, 1, 1, 1]), /of its 5 processors add up \(1 \+ 1 \+ 1 \+ 1 \+ 1\)\.$/);
    assert.match(several([2, 2, 2, 2, 2, 2]), /Up to 12 jobs .* of its 6 processors add up \(2 each\)\.$/);
    assert.match(several([2, 2, 2, 2, 2, 1]), /Up to 11 jobs .* of its 6 processors add up\.$/);
  });

  for (const [what, code] of [
    ['one processor', `images.process('resize', 8, run);`],
    ['others with 0', `images.process('resize', 2, run);\nimages.process('crop', 0, run);`],
    [
      'processors of names that are not known, which may be several',
      `for (const name of ['a', 'b', 'c']) images.process(name, run);\nimages.process('d', run);`,
    ],
    ['a number that is not known', `images.process('a', Number(process.env.N), run);\nimages.process('b', 2, run);`],
  ] as const) {
    it(`says nothing of ${what}`, () => assert.deepEqual(ofImages(code), []));
  }

  it('tells it once where the processors are in several files', () => {
    const files = {
      'queue.ts': `import Bull from 'bull';\nexport const images = new Bull('images');\n`,
      'a.ts': `import { images } from './queue';\nimages.process('a', 2, async () => 1);\n`,
      'b.ts': `import { images } from './queue';\nimages.process('b', 3, async () => 1);\n`,
      'index.ts': `import './a';\nimport './b';\n`,
    };
    const from = (name: keyof typeof files): Workspace => ({ [name]: files[name], ...files });
    assert.equal(said(from('a.ts')).length, 1);
    assert.deepEqual(said(from('b.ts')), []);
    assert.deepEqual(said(from('queue.ts')), []);
  });

  it('knows NestJS', () => {
    const code = `import { BullModule, Process, Processor } from '@nestjs/bull';
@Processor('images')
export class Images {
  @Process({ name: 'resize', concurrency: 4 })
  resize() {}
  @Process('crop')
  crop() {}
}
export const queues = BullModule.registerQueue({ name: 'images' });
`;
    assert.match(said(code).join(), /^@Process\(\{ name: 'resize', concurrency: 4 \}\): Up to 5 jobs/);
  });
});
