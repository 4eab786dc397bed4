import assert from 'node:assert/strict';
import type { Budget } from '../../../src/lint/queue/budget';
import { MemoryFiles } from '../../../src/lint/files/memory-files';
import { Linter } from '../../../src/lint/engine/linter';
import type { Rule } from '../../../src/lint/engine/rule';
import { defaultSettings, type LintSettings } from '../../../src/lint/engine/settings';
import { workspaceOf, type Workspace } from '../support/lint';
import { outlinesOf } from '../support/outlines';

const QUEUE = `import Bull from 'bull';\nexport const mail = new Bull('mail');\n`;

describe('jobBudget', () => {
  it('is null where nothing is declared', () => {
    assert.equal(budgetOf(QUEUE), null);
  });

  it('takes the first source that declares one, in the order of the page', () => {
    const settings = { jobBudgets: { mail: '80s' }, defaultJobBudget: '40s' };
    const files = (code: string) => ({
      'queue.ts': code,
      'api/send.ts': `import { mail } from '../queue';\nmail.add({});\n`,
      'vercel.json': '{"functions":{"api/*":{"maxDuration":50}}}',
    });
    const plain = `import Bull from 'bull';\nexport const mail = new Bull('mail', { defaultJobOptions: { timeout: 60000 } });\n`;
    const commented = plain.replace('export', '// @jobBudget 90s\nexport');
    assert.equal(words(budgetOf(files(commented), settings)), '90000 @jobBudget');
    assert.equal(words(budgetOf(files(plain), settings)), '80000 setting jobBudgets, mail');
    assert.equal(words(budgetOf(files(plain), { defaultJobBudget: '40s' })), '60000 timeout in defaultJobOptions');
    assert.equal(words(budgetOf(files(QUEUE), { defaultJobBudget: '40s' })), '50000 vercel.json, maxDuration');
    assert.equal(words(budgetOf(QUEUE, { defaultJobBudget: '40s' })), '40000 setting defaultJobBudget');
  });

  describe('a comment', () => {
    for (const [comment, ms] of [
      ['// @jobBudget 90s', 90_000],
      ['/** Renders.\n * @jobBudget 2 min\n */', 120_000],
      ['// @jobBudget: 1.5m', 90_000],
      ['/* @jobBudget 45000 */', 45_000],
    ] as const) {
      it(JSON.stringify(comment), () => {
        const code = QUEUE.replace('export', `${comment}\nexport`);
        const budget = budgetOf(code);
        assert.equal(budget?.ms, ms);
        assert.match(code.slice(budget.at!.start, budget.at!.end), /^@jobBudget/);
      });
    }

    it('counts directly before the construction, and not behind what stands before it', () => {
      assert.equal(budgetOf(QUEUE.replace('new Bull', '/* @jobBudget 90s */ new Bull'))?.ms, 90_000);
      assert.equal(budgetOf(QUEUE.replace('export', 'start(); // @jobBudget 90s\nexport')), null);
      const list = `import Bull from 'bull';\nconst all = [1, // @jobBudget 90s\n  new Bull('mail')];\n`;
      assert.equal(budgetOf(list), null);
    });

    it('counts on a class field, and not on another statement', () => {
      const field = `import Bull from 'bull';\nclass Mailer {\n  // @jobBudget 1m\n  queue = new Bull('mail');\n}\n`;
      assert.equal(budgetOf(field)?.ms, 60_000);
      assert.equal(budgetOf(QUEUE.replace('export', '// @jobBudget 1m\nfoo();\nexport')), null);
    });

    for (const [args, made] of [
      [`'mail'`, `new Mail()`],
      [`'mail', { prefix: 'p' }`, `new Mail()`],
      [`name, { prefix }`, `new Mail('mail', 'p')`],
      [`name, shared`, `new Mail('mail')`],
      [`name, { ...shared, prefix }`, `new Mail('mail', 'p')`],
      [`name, url, { prefix: 'p' }`, `new Mail('mail', '', 'redis://h')`],
    ] as const) {
      it(`counts on ${made} where Bull gets super(${args}), and on that`, () => {
        const code = (onSuper: string, onMade: string) => `import Bull from 'bull';
const shared = { prefix: 's' };
class Mail extends Bull {
  constructor(name = '', prefix = '', url = '') {
    ${onSuper}
    super(${args});
  }
}
${onMade}
export const mail = ${made};
`;
        assert.equal(budgetOf(code('', '// @jobBudget 90s'))?.ms, 90_000);
        assert.equal(budgetOf(code('// @jobBudget 60s', ''))?.ms, 60_000);
        assert.equal(budgetOf(code('// @jobBudget 60s', '// @jobBudget 90s'))?.ms, 90_000);
      });
    }

    it('says nothing where it is no duration', () => {
      assert.equal(budgetOf(QUEUE.replace('export', '// @jobBudget soon\nexport')), null);
      assert.equal(budgetOf(QUEUE.replace('export', '// @jobBudget 0s\nexport')), null);
    });
  });

  describe('the setting jobBudgets', () => {
    it('prefers the name to a glob', () => {
      assert.equal(budgetOf(QUEUE, { jobBudgets: { 'm*': '5m', mail: 45_000 } })?.ms, 45_000);
      assert.equal(words(budgetOf(QUEUE, { jobBudgets: { 'm*': '5m' } })), '300000 setting jobBudgets, m*');
      assert.equal(budgetOf(QUEUE, { jobBudgets: { 'x*': '5m' } }), null);
    });

    it('matches names with slashes and colons', () => {
      const code = QUEUE.replace("'mail'", "'shop/eu:mail'");
      assert.equal(budgetOf(code, { jobBudgets: { 'shop*': '1m' } })?.ms, 60_000);
    });

    it('says nothing of a queue whose name is not known', () => {
      const code = `import Bull from 'bull';\nexport const make = (name: string) => new Bull(name, {});\n`;
      assert.equal(budgetOf(code, { jobBudgets: { '*': '1m' } }), null);
    });
  });

  describe("Bull's timeout", () => {
    const withAdd = (call: string) => `${QUEUE}mail.process(send);\n${call};\n`;

    it('is that of add(data, options) and add(name, data, options)', () => {
      const code = withAdd('mail.add({ to }, { timeout: 70_000 })');
      const budget = budgetOf(code);
      assert.equal(words(budget), '70000 timeout in add()');
      assert.equal(code.slice(budget!.at!.start, budget!.at!.end), '70_000');
      assert.equal(budgetOf(withAdd(`mail.add('welcome', { to }, { timeout: 70_000 })`))?.ms, 70_000);
      assert.equal(budgetOf(withAdd(`mail.addBulk([{ data: {}, opts: { timeout: 70_000 } }])`))?.ms, 70_000);
    });

    it('is the longest of several', () => {
      const code = withAdd('mail.add(a, { timeout: 10_000 });\nmail.add(b, { timeout: 20_000 })');
      assert.equal(budgetOf(code)?.ms, 20_000);
    });

    it('counts where another path has none: a job may take longer there, not shorter', () => {
      const code = `import Bull from 'bull';
export const mail = new Bull('mail', process.env.REDIS_URL, { defaultJobOptions: { timeout: 45_000 } });
`;
      assert.equal(words(budgetOf(code)), '45000 timeout in defaultJobOptions');
    });

    it('is not taken from the data of a job', () => {
      assert.equal(budgetOf(withAdd(`mail.add('probe', { timeout: 70_000 })`)), null);
      assert.equal(budgetOf(withAdd(`mail.add(payload, { url, timeout: 70_000 })`)), null);
      assert.equal(budgetOf(withAdd(`mail.add({ timeout: 70_000 })`)), null);
    });

    it('says when the environment may change it', () => {
      const code = QUEUE.replace(
        "'mail'",
        "'mail', { defaultJobOptions: { timeout: Number(process.env.JOB_MS) || 60000 } }",
      );
      assert.equal(words(budgetOf(code)), '60000 timeout in defaultJobOptions, unless JOB_MS is set');
    });
  });

  describe('vercel.json', () => {
    const vercel = (functions: object) => JSON.stringify({ functions }, null, 2);

    it('gives a function the limit of the first pattern that it matches', () => {
      const json = vercel({
        'api/[id].ts': { maxDuration: 20 },
        'api/jobs/*.ts': { maxDuration: 300, memory: 1024 },
        'api/**': { maxDuration: 10 },
      });
      const limit = (path: string) => budgetOf({ [path]: QUEUE, 'vercel.json': json, 'package.json': '{}' })?.ms;
      assert.equal(limit('api/jobs/work.ts'), 300_000);
      assert.equal(limit('api/mail.ts'), 10_000);
      assert.equal(limit('api/[id].ts'), 20_000);
      assert.equal(limit('lib/queue.ts'), undefined, 'no function itself, and none loads it');
    });

    it('gives none to a file that Vercel makes no function of, but what loads it', () => {
      const json = vercel({ 'api/**': { maxDuration: 10 } });
      const limits = ['api/_lib/queue.ts', 'api/_queue.ts', 'api/.queue.ts'].map((path) => {
        const load = `import { mail } from './${path.slice('api/'.length, -'.ts'.length)}';\nmail.add({});\n`;
        const alone = budgetOf({ [path]: QUEUE, 'vercel.json': json, 'package.json': '{}' });
        const loaded = budgetOf({ [path]: QUEUE, 'api/send.ts': load, 'vercel.json': json, 'package.json': '{}' });
        return [alone, loaded?.ms];
      });
      assert.deepEqual(limits, Array(3).fill([null, 10_000]));
    });

    it('gives a module the longest limit of the functions that load it, from any folder up to the repository’s root', () => {
      const files = {
        'app/lib/queue.ts': QUEUE,
        'app/lib/service.ts': `export * from './queue';\n`,
        'app/api/send.ts': `import { mail } from '../lib/service';\nmail.add({});\n`,
        'app/api/list.ts': `import { mail } from '../lib/service';\nmail.getJobs([]);\n`,
        'app/api/report.ts': `import Bull from 'bull';\nnew Bull('report');\n`,
        'app/package.json': '{}',
        'package.json': '{}',
      };
      const json = vercel({
        'app/api/send.ts': { maxDuration: 120 },
        'app/api/list.ts': { maxDuration: 10 },
        'app/api/report.ts': { maxDuration: 300 },
      });
      assert.equal(words(budgetOf({ ...files, 'vercel.json': json })), '120000 vercel.json, maxDuration');
    });

    it('links to the limit', () => {
      const json = vercel({ 'api/*.ts': { maxDuration: 60 } });
      const budget = budgetOf({ 'api/queue.ts': QUEUE, 'vercel.json': json });
      assert.equal(budget?.at?.file, 'vercel.json');
      assert.equal(json.slice(budget.at.start, budget.at.end), '"maxDuration": 60');
    });

    it('of another package counts only where it names the file', () => {
      const json = vercel({ 'web/api/*.ts': { maxDuration: 60 } });
      const files = { 'vercel.json': json, 'web/package.json': '{}', 'worker/package.json': '{}' };
      assert.equal(budgetOf({ 'worker/queue.ts': QUEUE, ...files }), null);
      assert.equal(budgetOf({ 'web/api/queue.ts': QUEUE, ...files })?.ms, 60_000);
    });

    it('is passed over where it cannot be read', () => {
      assert.equal(budgetOf({ 'lib/queue.ts': QUEUE, 'vercel.json': '{ "functions": { maxDuration' }), null);
      assert.equal(budgetOf({ 'lib/queue.ts': QUEUE, 'vercel.json': '["maxDuration"]' }), null);
    });
  });

  describe('a function that code declares', () => {
    const jobs = `${QUEUE}export const hello = () => mail.add({});\n`;
    const own = { 'src/jobs.ts': jobs, 'package.json': '{}' };

    describe('with the AWS CDK', () => {
      const stack = (options: string, before = '') => ({
        ...own,
        'lib/stack.ts': `import { Duration } from 'aws-cdk-lib';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import * as path from 'node:path';
import { join } from 'path';
import { fileURLToPath } from 'url';
import { entry as shared } from './shared';
${before}
new NodejsFunction(this, 'x', { handler: 'hello', ${options} });
`,
        'lib/shared.ts': `import path from 'path';\nexport const entry = path.resolve(__dirname, '../src/jobs.ts');\n`,
      });
      const minutes = 'timeout: Duration.minutes(5)';

      for (const [entry, before] of [
        [`'src/jobs.ts'`],
        [`'./src/jobs.ts'`],
        ['entry', `const entry = 'src/jobs.ts';`],
        [`join(__dirname, '..', 'src', 'jobs.ts')`],
        [`path.join(__dirname, '/../src/jobs.ts')`],
        [`path.posix.resolve(__dirname, '../src/jobs.ts')`],
        [`path.join(root, 'src/jobs.ts')`, `const root = path.resolve(__dirname, '..');`],
        ['`${__dirname}/../src/jobs.ts`'],
        [`__dirname + '/../src/jobs.ts'`],
        [`path.join(process.cwd(), 'src', 'jobs.ts')`],
        [`path.resolve('src/jobs.ts')`],
        [`path.join(import.meta.dirname, '../src/jobs.ts')`],
        [`fileURLToPath(new URL('../src/jobs.ts', import.meta.url))`],
        [`shared`],
        ['pathOf("jobs")', 'const pathOf = (name: string) => path.join(__dirname, `../src/${name}.ts`);'],
      ])
        it(`knows the entry ${entry}`, () => {
          assert.equal(words(budgetOf(stack(`entry: ${entry}, ${minutes}`, before))), '300000 stack.ts, timeout');
        });

      for (const [options, before] of [
        ['...defaults', `const defaults = { entry: 'src/jobs.ts', timeout: Duration.seconds(300) };`],
        ['entry, timeout', `const entry = 'src/jobs.ts', timeout = Duration.minutes(5);`],
        ['entry: "src/jobs.ts", timeout: Duration.minutes(LONG)', 'const LONG = 5;'],
      ] as const)
        it(`reads ${options}`, () => assert.equal(budgetOf(stack(options, before))?.ms, 300_000));

      it('reads what a helper is given', () => {
        const code = `const make = (name: string) => new NodejsFunction(this, name, { entry: path.join(__dirname, '../src', name), handler: 'hello', timeout: Duration.minutes(2) });
make('jobs.ts');
make('others.ts');`;
        assert.equal(budgetOf(stack('entry: other()', code))?.ms, 120_000);
      });

      it('says nothing of what it does not know', () => {
        assert.equal(budgetOf(stack(`entry: 'src/jobs.ts', timeout: limit()`)), null);
        assert.equal(budgetOf(stack(`entry: path.join(__dirname, name()), ${minutes}`)), null);
        assert.equal(budgetOf({ 'a.ts': QUEUE, ...stack(`entry: 'src/jobs.ts', ${minutes}`) }), null);
      });
    });

    describe('in serverless.ts', () => {
      const configuration = (
        functions: string,
        before = '',
      ): string => `import type { AWS } from '@serverless/typescript';
import send from './src/functions/send';
${before}
const serverlessConfiguration: AWS = {
  service: 'mail',
  provider: { name: 'aws', timeout: 20 },
  functions: ${functions},
};
`;
      const template = `import { handlerPath } from '../libs/handler-resolver';
export default { handler: \`\${handlerPath(__dirname)}/jobs.hello\`, timeout: 90 };
`;
      const resolver = `export const handlerPath = (context: string) => context.split(process.cwd())[1].substring(1);\n`;
      const cases: Record<string, readonly [files: Record<string, string>, said: string]> = {
        'its own limit': [
          {
            'serverless.ts': `${configuration(`{ send: { handler: 'src/jobs.hello', timeout: 120 } }`)}module.exports = serverlessConfiguration;\n`,
          },
          '120000 serverless.ts, timeout',
        ],
        'that of the provider': [
          {
            'serverless.ts': `${configuration(`{ send: { handler: './src/jobs.hello' } }`)}export default serverlessConfiguration;\n`,
          },
          '20000 serverless.ts, timeout',
        ],
        'a configuration as a whole': [
          {
            'serverless.ts': `${configuration(`{ send: { handler: 'src/jobs.hello', timeout: 60 } }`)}export = serverlessConfiguration;\n`,
          },
          '60000 serverless.ts, timeout',
        ],
        'a configuration that a function makes': [
          {
            'serverless.ts': `const make = async () => ({ functions: { send: { handler: 'src/jobs.hello', timeout: 60 } } });\nmodule.exports = make();\n`,
          },
          '60000 serverless.ts, timeout',
        ],
        'functions of another file': [
          {
            'serverless.ts': `import functions from './functions';\nmodule.exports = { service: 'mail', functions };\n`,
            'functions.ts': `const functions = { send: { handler: 'src/jobs.hello', timeout: 45 } };\nexport default functions;\n`,
          },
          '45000 functions.ts, timeout',
        ],
        JavaScript: [
          {
            'serverless.js': `module.exports = { functions: { send: { handler: 'src/jobs.hello', timeout: 60 } } };\n`,
          },
          '60000 serverless.js, timeout',
        ],
      };
      for (const [what, [files, said]] of Object.entries(cases))
        it(what, () => assert.equal(words(budgetOf({ ...own, ...files })), said));

      it('a handler beside the file that declares it', () => {
        const files = {
          'src/functions/jobs.ts': jobs,
          'src/functions/send.ts': template,
          'src/libs/handler-resolver.ts': resolver,
          'serverless.ts': `${configuration('{ send }')}module.exports = serverlessConfiguration;\n`,
        };
        assert.equal(words(budgetOf(files)), '90000 send.ts, timeout');
      });

      it('has no default that counts, and not that of other functions', () => {
        const bare = `module.exports = { functions: { send: { handler: 'src/jobs.hello' }, poll: { handler: 'src/poll.run', timeout: 60 } } };\n`;
        assert.equal(budgetOf({ ...own, 'serverless.ts': bare }), null);
        assert.equal(budgetOf({ ...own, 'serverless.ts': 'export default configuration(options);\n' }), null);
      });
    });

    describe('with SST', () => {
      const config = (run: string): string =>
        `export default $config({ app: () => ({ name: 'mail', home: 'aws' }), async run() {\n${run}\n} });\n`;
      const cases: Record<string, readonly [files: Record<string, string>, said: string]> = {
        'a function': [
          {
            'sst.config.ts': config(
              `new sst.aws.Function('Mail', { handler: 'src/jobs.hello', timeout: '5 minutes' });`,
            ),
          },
          '300000 sst.config.ts, timeout',
        ],
        'a subscriber of a queue': [
          {
            'sst.config.ts': config(
              `const queue = new sst.aws.Queue('Q');\nqueue.subscribe({ handler: './src/jobs.hello', timeout: '90 seconds' });`,
            ),
          },
          '90000 sst.config.ts, timeout',
        ],
        'a schedule': [
          {
            'sst.config.ts': config(
              `new sst.aws.Cron('C', { schedule: 'rate(1 minute)', function: { handler: 'src/jobs.hello', timeout: '1 minute' } });`,
            ),
          },
          '60000 sst.config.ts, timeout',
        ],
        'what infra has': [
          {
            'sst.config.ts': config(`await import('./infra/api');`),
            'infra/api.ts': `const api = new sst.aws.ApiGatewayV2('Api');\nconst timeout = '2 minutes';\napi.route('POST /', { handler: 'src/jobs.hello', timeout });\n`,
          },
          '120000 api.ts, timeout',
        ],
        'what infra has under computed names': [
          {
            'sst.config.ts': config(`for (const name of readdirSync('./infra')) await import('./infra/' + name);`),
            'infra/jobs.ts': `new sst.aws.Function('Mail', { handler: 'src/jobs.hello', timeout: '30 seconds' });\n`,
          },
          '30000 jobs.ts, timeout',
        ],
        'a stack of SST 2': [
          {
            'sst.config.ts': `import { Mail } from './stacks/mail';\nexport default { stacks: (app) => app.stack(Mail) };\n`,
            'stacks/mail.ts': `import { Function, StackContext } from 'sst/constructs';\nexport const Mail = ({ stack }: StackContext) => new Function(stack, 'Mail', { handler: 'src/jobs.hello', timeout: 45 });\n`,
          },
          '45000 mail.ts, timeout',
        ],
      };
      for (const [what, [files, said]] of Object.entries(cases))
        it(what, () => assert.equal(words(budgetOf({ ...own, ...files })), said));

      it('says nothing of what is no function of it, or has no limit', () => {
        for (const run of [
          `queue.subscribe('src/jobs.hello');`,
          `new sst.aws.Function('Mail', { handler: 'src/jobs.hello', timeout: limit });`,
          `new sst.aws.Function('Mail', { handler: 'src/others.hello', timeout: '5 minutes' });`,
          `new sst.aws.Nextjs('Web', { path: 'src/jobs.ts', timeout: '5 minutes' });`,
        ])
          assert.equal(budgetOf({ ...own, 'sst.config.ts': config(run) }), null, run);
        const other = `new sst.aws.Function('Mail', { handler: 'src/jobs.hello', timeout: '5 minutes' });\n`;
        assert.equal(budgetOf({ ...own, 'lib/functions.ts': other }), null, 'nothing of SST loads it');
      });
    });
  });

  describe('what functions export', () => {
    const route = 'export const maxDuration = 300;\nexport async function POST() {}\n';

    it('export const maxDuration, in the file or in a route of its package', () => {
      assert.equal(
        words(budgetOf({ 'pages/api/mail.ts': `${QUEUE}export const maxDuration = 60;\n`, 'package.json': '{}' })),
        '60000 export const maxDuration',
      );
      const files = {
        'src/queue.ts': QUEUE,
        'package.json': '{}',
        'src/app/(jobs)/[...all]/route.ts': `import { mail } from '../../../queue';\n${route}`,
      };
      const budget = budgetOf(files);
      assert.equal(budget?.ms, 300_000);
      assert.equal(budget.at?.file, 'src/app/(jobs)/[...all]/route.ts');
    });

    it('export const config = { maxDuration }', () => {
      const code = `${QUEUE}export const config = { maxDuration: 60 };\n`;
      assert.equal(words(budgetOf({ 'pages/api/mail.ts': code, 'package.json': '{}' })), '60000 export const config');
    });

    it('counts only where functions are', () => {
      assert.equal(budgetOf({ 'lib/video.ts': `${QUEUE}export const maxDuration = 60;\n` }), null);
      assert.equal(budgetOf({ 'lib/queue.ts': QUEUE, 'app/jobs/helper.ts': route }), null);
      assert.equal(budgetOf({ 'pages/api/mail.ts': `${QUEUE}const maxDuration = 60;\n` }), null);
    });
  });

  describe('serverless.yml', () => {
    const yml = `service: mail
provider:
  name: aws
  timeout: 20
functions:
  send:
    handler: src/send.handler
    timeout: 120
  list:
    handler: src/list.handler
  poll:
    handler: src/poll.handler
    timeout: \${env:TIMEOUT}
resources:
  Value: !Ref Other
`;

    it("is the function's own limit, else the provider's", () => {
      const limit = (path: string) => words(budgetOf({ [path]: QUEUE, 'serverless.yml': yml }));
      assert.equal(limit('src/send.ts'), '120000 serverless.yml, timeout');
      assert.equal(limit('src/list.ts'), '20000 serverless.yml, timeout');
      assert.equal(limit('lib/queue.ts'), 'none');
    });

    it('links to the limit', () => {
      const { at } = budgetOf({ 'src/send.ts': QUEUE, 'serverless.yml': yml })!;
      assert.equal(yml.slice(at!.start, at!.end), '120');
    });

    it('has no default that counts', () => {
      const bare = 'service: mail\nfunctions:\n  send:\n    handler: src/send.handler # no timeout\n';
      assert.equal(budgetOf({ 'src/send.ts': QUEUE, 'serverless.yml': bare }), null);
    });
  });
});

/** The budget of the first queue in the first file. */
function budgetOf(workspace: Workspace, settings: Partial<LintSettings> = {}): Budget | null {
  const files = workspaceOf(workspace);
  let budget: Budget | null | undefined;
  const ask: Rule = {
    meta: { id: 'ask', summary: '', defaultSeverity: 'hint', fixable: false },
    *check(context) {
      const [queue] = context.queues;
      assert.ok(queue, 'A queue is found');
      budget = queue.budget;
    },
  };
  const memory = new MemoryFiles(files);
  const linter = new Linter(memory, [ask]);
  linter.index(outlinesOf(memory));
  linter.lint(Object.keys(files)[0]!, { ...defaultSettings, ...settings });
  assert.notEqual(budget, undefined, 'A budget was asked for');
  return budget ?? null;
}

function words(budget: Budget | null): string {
  return budget ? `${budget.ms} ${budget.source}` : 'none';
}
