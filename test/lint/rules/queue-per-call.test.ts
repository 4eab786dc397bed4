import assert from 'node:assert/strict';
import { queuePerCall } from '../../../src/lint/rules/queue-per-call';
import { check, underlined } from '../support/lint';

const messages = (code: string, path = 'queue.ts') =>
  check(queuePerCall, { [path]: `import Bull from 'bull';\n${code}\n` }).map(({ message }) => message);

const made = `const queue = new Bull('orders');\n  await queue.add({});`;

describe('queue-per-call', () => {
  it('warns of a queue in an Express handler', () => {
    const code = `import Bull from 'bull';\nimport express from 'express';\nexpress().post('/orders', async (req, res) => {\n  ${made}\n});\n`;
    const [finding, ...rest] = check(queuePerCall, code);
    assert.equal(
      finding!.message,
      'Each request makes this queue anew: another Redis connection that nothing here closes. Make the queue once, outside.',
    );
    assert.match(underlined(finding!, code), /^new Bull\('orders'/);
    assert.deepEqual(rest, []);
  });

  for (const [what, code, path, trigger] of [
    ['a named handler', `async function create(req, res) {\n  ${made}\n}`, 'routes.js', 'request'],
    ['a Koa handler', `router.post('/a', async (ctx) => {\n  ${made}\n});`, 'app.ts', 'request'],
    [
      'a Fastify route',
      `app.route({ method: 'GET', url: '/', handler: async () => {\n  ${made}\n} });`,
      'app.ts',
      'request',
    ],
    [
      'a Next.js route',
      `export async function POST(request: Request) {\n  ${made}\n}`,
      'src/app/api/a/route.ts',
      'request',
    ],
    ['a Next.js API page', `export default async (r, s) => {\n  ${made}\n};`, 'pages/api/a.js', 'request'],
    ['a Lambda', `export const handler = async (event: unknown) => {\n  ${made}\n};`, 'fn.ts', 'invocation'],
    ['a CommonJS Lambda', `exports.handler = async (event) => {\n  ${made}\n};`, 'fn.js', 'invocation'],
    ['a Nest controller', `class A {\n  @Post() async create() {\n  ${made}\n}\n}`, 'a.controller.ts', 'request'],
    ['a loop', `for (const day of days) {\n  ${made}\n}`, 'a.ts', 'turn of the loop'],
    [
      'a callback inside a handler',
      `app.get('/x', (req, res) => {
  upload(req, res, async () => {
    ${made}
  });
});`,
      'a.js',
      'request',
    ],
    ['a chain', `app.get('/x', async () => {\n  await new Bull('x').add({});\n});`, 'a.ts', 'request'],
  ] as const) {
    it(`warns of a queue in ${what}`, () => {
      const [message, ...rest] = messages(code, path);
      assert.match(message ?? '', new RegExp(`^Each ${trigger} makes this queue anew`));
      assert.deepEqual(rest, []);
    });
  }

  it('warns of a queue in a processor', () => {
    const code = `const extract = new Bull('extract');\nextract.process(async (job) => {\n  ${made}\n});`;
    assert.match(messages(code)[0]!, /^Each job makes this queue anew/);
  });

  describe('counts the connections of each such queue', () => {
    const inHandler = (use: string, around = '') =>
      messages(
        `app.post('/orders', async (req, res) => {\n  const queue = new Bull('orders');\n  ${use}\n});\n${around}`,
      )[0];
    const unknown = `list.map((name) => wrap(new Bull(name)))[0].process(send);`;
    for (const [what, message, connections] of [
      ['one that only adds', inHandler('await queue.add({});'), 'another Redis connection'],
      ['global events', inHandler(`queue.on('global:completed', log);`), '2 more Redis connections'],
      ['a processor', inHandler('queue.process(send);'), '3 more Redis connections'],
      [
        'a processor on a condition',
        inHandler('if (req.body.now) queue.process(send);'),
        'up to 3 more Redis connections',
      ],
      ['a processor of what may be it', inHandler('await queue.add({});', unknown), 'up to 3 more Redis connections'],
    ] as const) {
      it(what, () =>
        assert.equal(
          message,
          `Each request makes this queue anew: ${connections} that nothing here closes. Make the queue once, outside.`,
        ),
      );
    }
  });

  for (const [what, code] of [
    ['closed at the end', `app.get('/x', async () => {\n  ${made}\n  await queue.close();\n});`],
    [
      'closed in finally',
      `app.get('/x', async () => {\n  const queue = new Bull('x');\n  try { await queue.add({}); } finally { await queue.close(); }\n});`,
    ],
    ['kept in a variable outside', `let queue;\napp.get('/x', async () => {\n  queue ??= new Bull('x');\n});`],
    ['kept in a map', `app.get('/x', async () => {\n  queues.set('x', new Bull('x'));\n});`],
    ['returned', `export const handler = () => new Bull('x');`],
    ['handed on', `app.get('/x', async () => {\n  const queue = new Bull('x');\n  await run(queue);\n});`],
    ['made at module level', `export const queue = new Bull('x');`],
    [
      'made for each name of a list',
      `for (const name of NAMES) {\n  const queue = new Bull(name);\n  queue.process(run);\n}`,
    ],
    ['made in a function that is called once for all we know', `async function main() {\n  ${made}\n}`],
    ['made for a job that nobody is seen to hand over', `export const handler = async (job) => {\n  ${made}\n};`],
    ['made in a cache’s get', `cache.get('x', () => {\n  ${made}\n});`],
  ] as const) {
    it(`says nothing of a queue that is ${what}`, () => assert.deepEqual(messages(code), []));
  }

  describe('knows what a platform calls', () => {
    const hello = (name = 'hello') => `export const ${name} = async (event: unknown) => {\n  ${made}\n};`;
    const serverless = { 'serverless.yml': 'functions:\n  hello:\n    handler: src/jobs.hello\n' };
    const platforms: Readonly<Record<string, readonly [path: string, code: string, others?: Record<string, string>]>> =
      {
        'the handler of serverless.yml': ['src/jobs.ts', hello(), serverless],
        'one of two handlers of a file in serverless.yml': [
          'src/jobs.ts',
          `export const other = () => 1;\n${hello()}`,
          { 'serverless.yml': 'functions:\n  a:\n    handler: src/jobs.other\n  b:\n    handler: src/jobs.hello\n' },
        ],
        'a handler that takes a job, by its name': ['src/jobs.ts', hello().replace('event', 'job'), serverless],
        'a handler in CommonJS': [
          'src/jobs.js',
          `const hello = async () => {\n  ${made}\n};\nmodule.exports = { hello };`,
          serverless,
        ],
        'a handler under another name of its own': [
          'src/jobs.ts',
          `${hello('send').replace('export ', '')}\nexport { send as hello };`,
          serverless,
        ],
        'a handler in middleware': [
          'src/jobs.ts',
          `import middy from '@middy/core';\nimport json from '@middy/http-json-body-parser';\nexport const hello = middy(async () => {\n  ${made}\n}).use(json());`,
          serverless,
        ],
        'a handler that another file passes on': [
          'src/hello.ts',
          hello(),
          { ...serverless, 'src/jobs.ts': `export * from './hello';\n` },
        ],
        'the Handler of a SAM template': [
          'src/jobs.ts',
          hello(),
          {
            'template.yaml':
              'Resources:\n  Hello:\n    Type: AWS::Serverless::Function\n    Properties:\n      CodeUri: src\n      Handler: jobs.hello\n',
          },
        ],
        'a function of the AWS CDK': [
          'src/jobs.ts',
          hello(),
          {
            'lib/stack.ts': `import { join } from 'path';\nimport { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';\nnew NodejsFunction(this, 'x', { entry: join(__dirname, '../src/jobs.ts'), handler: 'hello' });\n`,
            'package.json': '{}',
          },
        ],
        'a function of the AWS CDK with a folder of code': [
          'src/jobs.js',
          hello(),
          {
            'lib/stack.js': `const lambda = require('aws-cdk-lib/aws-lambda');\nnew lambda.Function(this, 'x', { code: lambda.Code.fromAsset('src'), handler: 'jobs.hello' });\n`,
            'package.json': '{}',
          },
        ],
        'a function of the AWS CDK beside its stack': [
          'lib/stack.mail.ts',
          hello('handler').replace('event', 'job'),
          {
            'lib/stack.ts': `import * as nodejs from 'aws-cdk-lib/aws-lambda-nodejs';\nnew nodejs.NodejsFunction(this, 'mail');\n`,
          },
        ],
        'a function of serverless.ts': [
          'src/jobs.ts',
          hello(),
          { 'serverless.ts': `module.exports = { functions: { hello: { handler: 'src/jobs.hello' } } };\n` },
        ],
        'a subscriber of SST': [
          'src/jobs.ts',
          hello(),
          {
            'sst.config.ts': `export default $config({ async run() { queue.subscribe('src/jobs.hello'); } }); // sst\n`,
          },
        ],
        'the default export of a Netlify function': [
          'netlify/functions/send.ts',
          `export default async () => {\n  ${made}\n};`,
          { 'package.json': '{}' },
        ],
        'a method of a Vercel function': ['api/send.ts', hello('POST'), { 'vercel.json': '{}' }],
        'the default export of a Vercel function': [
          'api/send.js',
          `module.exports = async () => {\n  ${made}\n};`,
          { 'vercel.json': '{}' },
        ],
        'what Next.js calls for a page': [
          'pages/index.tsx',
          hello('getServerSideProps'),
          { 'package.json': '{"dependencies":{"next":"15"}}' },
        ],
        'a function of Google Cloud': [
          'index.js',
          `const functions = require('@google-cloud/functions-framework');\nfunctions.http('hello', async () => {\n  ${made}\n});`,
        ],
        'a function of Google Cloud by its name': [
          'index.ts',
          `import { cloudEvent } from '@google-cloud/functions-framework';\nasync function hello() {\n  ${made}\n}\ncloudEvent('hello', hello);`,
        ],
        'a function of Firebase': [
          'index.js',
          `const functions = require('firebase-functions');\nexports.hello = functions.region('eu').https.onRequest(async () => {\n  ${made}\n});`,
        ],
        'a schedule of Firebase': [
          'index.ts',
          `import { onSchedule } from 'firebase-functions/v2/scheduler';\nexport const hello = onSchedule('every day', async () => {\n  ${made}\n});`,
        ],
        'a function of Azure': [
          'src/functions/hello.ts',
          `import { app } from '@azure/functions';\napp.http('hello', { methods: ['GET'], handler: async () => {\n  ${made}\n} });`,
        ],
        'a function of Azure by its name': [
          'src/functions/hello.ts',
          `import { app } from '@azure/functions';\nasync function handler() {\n  ${made}\n}\napp.timer('hello', { schedule: '0 * * * *', handler });`,
        ],
        'a function of Azure of another file': [
          'src/hello.ts',
          hello(),
          {
            'src/functions/hello.ts': `import { app } from '@azure/functions';\nimport { hello } from '../hello';\napp.http('hello', { methods: ['GET'], handler: hello });\n`,
          },
        ],
        'a function of Firebase of another file': [
          'src/hello.ts',
          hello(),
          {
            'src/index.ts': `export * from './mail';\n`,
            'src/mail.ts': `import { onCall } from 'firebase-functions/v2/https';\nimport { hello } from './hello';\nexport const mail = onCall(hello);\n`,
          },
        ],
        'a function of Azure that a function.json declares': [
          'hello/index.js',
          `module.exports = async function (context) {\n  ${made}\n};`,
          { 'hello/function.json': '{ "bindings": [] }' },
        ],
      };
    for (const [what, [path, code, others]] of Object.entries(platforms))
      it(what, () => {
        const files = { [path]: `import Bull from 'bull';\n${code}\n`, ...others };
        const [finding, ...rest] = check(queuePerCall, files);
        assert.match(finding?.message ?? '', /^Each (invocation|request) makes this queue anew/);
        assert.equal(rest.length, 0);
      });

    const others: Readonly<Record<string, readonly [path: string, code: string, others?: Record<string, string>]>> = {
      'another export of the file': ['src/jobs.ts', `${hello('helper')}\nexport const hello = () => 1;`, serverless],
      'an export of a file that is no function': ['src/mail.ts', hello(), serverless],
      'what is made once for all calls': [
        'src/jobs.ts',
        `import { once } from 'lodash';\nexport const hello = once(async () => {\n  ${made}\n});`,
        serverless,
      ],
      'a call of another package': [
        'index.ts',
        `import { http } from 'other';\nhttp('hello', async () => {\n  ${made}\n});`,
      ],
      'a page that may be made when it is built': [
        'app/page.tsx',
        `export default async function Page() {\n  ${made}\n}`,
        { 'package.json': '{"dependencies":{"next":"15"}}' },
      ],
    };
    for (const [what, [path, code, more]] of Object.entries(others))
      it(`and says nothing of ${what}`, () =>
        assert.deepEqual(check(queuePerCall, { [path]: `import Bull from 'bull';\n${code}\n`, ...more }), []));
  });
});
