import assert from 'node:assert/strict';
import { sharedConnections } from '../../../src/lint/rules/shared-connections';
import { check, type Workspace } from '../support/lint';

const BULL = `import Bull from 'bull';\n`;

/** How many queues the file, or the process that loads it, is said to have. */
function told(workspace: Workspace): string {
  const message = check(sharedConnections, workspace)[0]?.message ?? '';
  return (
    /((?:at least )?\d+) queues/i.exec(message)?.[1]?.toLowerCase() ?? (/^Each such/.test(message) ? '1 or more' : '1')
  );
}

describe('how many queues a construction makes', () => {
  const cases: Readonly<Record<string, readonly [code: Workspace, count: string]>> = {
    'one where it stands at the top': [`new Bull('a');`, '1'],
    'one for each element of a list': [`['a', 'b', 'c'].map((name) => new Bull(name));`, '3'],
    'one for each turn of a loop': [`for (const name of ['a', 'b']) new Bull(name);`, '2'],
    'one for each member of an enum': [
      `enum Names { Mail = 'mail', Sms = 'sms' }\nObject.values(Names).forEach((name) => new Bull(name));`,
      '2',
    ],
    'one for each name of an object': [
      `const jobs = { a: run, b: run };\nObject.keys(jobs).map((name) => new Bull(name));`,
      '2',
    ],
    'one for each call of a factory': [
      `const make = (name: string) => new Bull(name);\nmake('a'); make('b'); make('c');`,
      '3',
    ],
    'one for each call of a factory in a list': [
      `function make(name: string) { return new Bull(name); }\n['a', 'b'].map((name) => make(name));\nmake('c');`,
      '3',
    ],
    'one for each key of a cache': [
      `const queues: Record<string, Bull.Queue> = {};\nfunction get(name: string) {\n  if (!queues[name]) queues[name] = new Bull(name);\n  return queues[name];\n}\nget('a'); get('a'); get('b');`,
      '2',
    ],
    'at least those that a list shows': [`['a', 'b', ...others()].map((name) => new Bull(name));`, 'at least 2'],
    'at least one for a list that is not known': [`others().map((name) => new Bull(name));`, '1 or more'],
    'one for each instance of a class': [`class Mailer { queue = new Bull('a'); }\nnew Mailer(); new Mailer();`, '2'],
    'one for a class that a container makes': [`export class Mailer { queue = new Bull('a'); }`, '1'],
  };
  for (const [what, [code, count]] of Object.entries(cases)) {
    it(what, () => assert.equal(told(typeof code === 'string' ? `${BULL}${code}\n` : code), count));
  }

  it('counts the calls of a factory in other files', () => {
    const names = Array.from({ length: 11 }, (_, i) => `make('q${i}');`).join('\n');
    const files = {
      'lib/make.ts': `${BULL}export const make = (name: string) => new Bull(name);\n`,
      'main.ts': `import { make } from './lib/make';\n${names}\n`,
    };
    assert.equal(told(files), '11');
    const commonJs = {
      'lib/make.js': `const Bull = require('bull');\nexports.make = (name) => new Bull(name);\n`,
      'main.js': `const { make } = require('./lib/make');\n${names}\n`,
    };
    assert.equal(told(commonJs), '11');
  });
});
