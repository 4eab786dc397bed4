import assert from 'node:assert/strict';
import { sharedConnections } from '../../../src/lint/rules/shared-connections';
import { check } from '../support/lint';

type Files = Readonly<Record<string, string>>;

/** How many queues `main` is said to load. */
function told(files: Files): string {
  const message = check(sharedConnections, files)[0]?.message ?? '';
  return (
    /loads ((?:at least )?\d+) queues/.exec(message)?.[1] ?? (/^Each queue made here/.test(message) ? '1 or more' : '1')
  );
}

const SERVICE = `export class Service {\n  queue;\n  constructor(name: string) {\n    this.queue = new Bull(name);\n  }\n}\n`;

/** `main.ts` loads `a.ts` and `b.ts`, which import from `service.ts` what they name. */
function typescript(service: string, a: string, b: string): Files {
  const importing = (code: string): string => {
    const names = /\b(Service|make|factory)\b/.exec(code)?.[1];
    return `${names ? `import { ${names} } from './service';\n` : ''}${code}\n`;
  };
  return {
    'service.ts': `import Bull from 'bull';\n${service}\n`,
    'a.ts': importing(a),
    'b.ts': importing(b),
    'main.ts': `import './a';\nimport './b';\n`,
  };
}

function commonJs(service: string, a: string, b: string): Files {
  return {
    'service.js': `const Bull = require('bull');\n${service}\n`,
    'a.js': `${a}\n`,
    'b.js': `${b}\n`,
    'main.js': `require('./a');\nrequire('./b');\n`,
  };
}

describe('how many queues a class or a factory makes, over files', () => {
  const CLASS = 'class Service {\n  constructor(name) {\n    this.queue = new Bull(name);\n  }\n}';
  const MAKE = 'export const make = (name: string) => new Bull(name);';
  const METHOD = 'export class Service {\n  make(name: string) {\n    return new Bull(name);\n  }\n}';
  const OBJECT = 'export const factory = {\n  make(name: string) {\n    return new Bull(name);\n  },\n};';
  const extending = (name: string) =>
    `class Own extends Service {\n  constructor() {\n    super('${name}');\n  }\n}\nexport const own = new Own();`;

  const cases: Readonly<Record<string, readonly [files: Files, count: string]>> = {
    'one for each instance': [
      typescript(SERVICE, `export const a = new Service('a');`, `export const b = new Service('b');`),
      '2',
    ],
    'one for each instance of a class in a constant': [
      typescript(
        `export const Service = ${CLASS.replace('Service ', '').replace('(name)', '(name: string)')};`,
        `new Service('a');`,
        `new Service('b');`,
      ),
      '2',
    ],
    'one for each instance of a class that is the module': [
      commonJs(
        `module.exports = ${CLASS};`,
        `const Service = require('./service');\nexports.a = new Service('a');`,
        `exports.b = new (require('./service'))('b');`,
      ),
      '2',
    ],
    'one for each instance of a class that the module has': [
      commonJs(
        `${CLASS}\nmodule.exports = { Service };`,
        `const { Service } = require('./service');\nnew Service('a');`,
        `const all = require('./service');\nnew all.Service('b');`,
      ),
      '2',
    ],
    'one for each instance of a function': [
      commonJs(
        `function Service(name) {\n  this.queue = new Bull(name);\n}\nmodule.exports = Service;`,
        `const Service = require('./service');\nnew Service('a');`,
        `const Service = require('./service');\nnew Service('b');`,
      ),
      '2',
    ],
    'one for each instance where a module is loaded late': [
      typescript(
        SERVICE,
        `void (async () => {\n  const { Service } = await import('./service');\n  new Service('a');\n})();`.replace(
          /^/,
          '',
        ),
        `new Service('b');`,
      ),
      '2',
    ],
    'one for each name of a list': [
      typescript(SERVICE, `export const all = ['a', 'b'].map((name) => new Service(name));`, `new Service('c');`),
      '3',
    ],
    'one for each class that extends it': [typescript(SERVICE, extending('a'), extending('b')), '2'],
    'one for each class that extends it, and each of its own': [
      typescript(SERVICE, `${extending('a')}\nnew Service('c');`, extending('b')),
      '3',
    ],
    'one for each class that a container makes': [
      typescript(
        SERVICE.replace('export', 'export abstract'),
        extending('a').replace(/\nexport.*/, ''),
        extending('b'),
      ),
      '2',
    ],
    'as many as a class holds': [
      typescript(
        `export class Service {\n  a;\n  b;\n  constructor(name: string) {\n    this.a = new Bull(name);\n    this.b = new Bull(name + '-late');\n  }\n}`,
        `new Service('a');`,
        `new Service('b');`,
      ),
      '4',
    ],
    'one for each call of a static method': [
      typescript(
        SERVICE.replace('queue;', 'queue;\n  static make(name: string) {\n    return new Service(name);\n  }'),
        `Service.make('a');`,
        `Service.make('b');`,
      ),
      '2',
    ],
    'one that a static field keeps': [
      typescript(
        SERVICE.replace(
          'queue;',
          'queue;\n  static kept: Service;\n  static get(name: string) {\n    if (!Service.kept) Service.kept = new Service(name);\n    return Service.kept;\n  }',
        ),
        `Service.get('a');`,
        `Service.get('b');\nnew Service('c');`,
      ),
      '2',
    ],
    'one that a variable keeps': [
      typescript(
        `let kept: Bull.Queue | undefined;\nexport function make(name: string) {\n  kept ??= new Bull(name);\n  return kept;\n}\nexport const other = new Bull('other');`,
        `make('a');`,
        `make('b');`,
      ),
      '2',
    ],
    'one for each call where a variable of the call keeps it': [
      typescript(
        `export function make(name: string) {\n  let queue;\n  if (!queue) queue = new Bull(name);\n  return queue;\n}`,
        `make('a');`,
        `make('b');`,
      ),
      '2',
    ],
    'one for each class that keeps one, though their methods are called alike': [
      {
        ...Object.fromEntries(
          ['Mail', 'Sms'].map((name) => [
            `${name}.ts`,
            `import Bull from 'bull';\nclass ${name} {\n  static kept: Bull.Queue;\n  constructor() {\n    ${name}.kept = new Bull('${name}');\n  }\n  static get() {\n    if (!${name}.kept) new ${name}();\n    return ${name}.kept;\n  }\n}\nexport default ${name};\n`,
          ]),
        ),
        'main.ts': `import Mail from './Mail';\nimport Sms from './Sms';\nMail.get();\nSms.get();\n`,
      },
      '2',
    ],
    'one of the two sides of a condition': [
      typescript(SERVICE, `export const a = process.env.X ? new Service('a') : new Service('b');`, `new Service('c');`),
      '2',
    ],
    'one for each name of a list that calls a function': [
      typescript(`${MAKE}\nexport const all = ['a', 'b', 'c'].map(make);`, `import './service';`, ''),
      '3',
    ],
    'one for each call of a method, of which all are followed': [
      typescript(OBJECT, `factory.make('a');`, `factory.make('b');`),
      '2',
    ],
    'one for each call of a private method': [
      typescript(
        'export class Service {\n  a = this.make("a");\n  b = this.make("b");\n  private make(name: string) {\n    return new Bull(name);\n  }\n}\nexport const service = new Service();',
        `import './service';`,
        'export const other = { make: () => 1 };\nother.make();',
      ),
      '2',
    ],
    'one for each call of a method, beside those of that name of a package, of a global and of another class': [
      typescript(
        METHOD.replace(/make/g, 'create'),
        `const service = new Service();\nservice.create('a');\nservice.create('b');\nObject.create({});`,
        `import axios from 'axios';\nclass Other { create() {} }\naxios.create();\nnew Other().create();\nexport const x = axios.create.name;`,
      ),
      '2',
    ],
    'at least those that are seen, where a container gets the class too': [
      typescript(SERVICE, `container.bind(Service);`, `new Service('a');\nnew Service('b');`),
      'at least 2',
    ],
    'at least those that are seen, where a function is handed on': [
      typescript(MAKE, `register(make);`, `make('a');\nmake('b');`),
      'at least 2',
    ],
    'at least those that are seen, where its own file hands it on': [
      typescript(`${MAKE}\nregister(make);`, `make('a');`, `make('b');`),
      'at least 2',
    ],
    'at least those that are seen, where a list of another file calls it': [
      typescript(MAKE, `export const all = ['a', 'b'].map(make);`, `make('c');\nmake('d');`),
      'at least 2',
    ],
    'at least those that are seen, where a method is called on what is not known': [
      typescript(
        METHOD,
        `export const send = (service: Service) => service.make('a');`,
        `const service = new Service();\nservice.make('b');`,
      ),
      '1 or more',
    ],
    'at least those that are seen, where an object is handed on': [
      typescript(
        OBJECT,
        `factory.make('a');\nfactory.make('b');`,
        `export const send = (context: any) => context.factory.make('c');`,
      ),
      'at least 2',
    ],
    'all, where a class is only compared and asked': [
      typescript(
        SERVICE.replace('queue;', 'queue;\n  static first = 1;'),
        `new Service('a');\nexport const is = (x: unknown) => x instanceof Service && Service.first > 0;`,
        `new Service('b');`,
      ),
      '2',
    ],
  };
  for (const [what, [files, count]] of Object.entries(cases)) it(what, () => assert.equal(told(files), count));
});
