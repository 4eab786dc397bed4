import assert from 'node:assert/strict';
import { shapes } from '../src/setting-shapes';

const nothing = [undefined, null, '', 'text', 5, -1, NaN, Infinity, true, false, [], [1], {}, { a: {} }, { a: null }];

describe('What is read of a setting', () => {
  for (const key of Object.keys(shapes) as (keyof typeof shapes)[]) {
    for (const value of nothing) {
      it(`${key}: ${format(value)} gives something to use or a sentence, and never throws`, () => {
        const { value: read, problems } = shapes[key](value);
        assert.ok(read !== undefined || problems.length > 0);
        for (const { sentence } of problems) assert.match(sentence, /^is .+, where it has to be .+\.$/);
      });
    }
  }

  const cases: [keyof typeof shapes, unknown, unknown, string[]][] = [
    ['refreshInterval', 0, 0, []],
    ['refreshInterval', 2.5, 2.5, []],
    [
      'refreshInterval',
      0.001,
      undefined,
      ['is the number 0.001, where it has to be a number of seconds, 0 or from 1 to 86400.'],
    ],
    [
      'refreshInterval',
      1e9,
      undefined,
      ['is the number 1000000000, where it has to be a number of seconds, 0 or from 1 to 86400.'],
    ],
    ['refreshInterval', '5', undefined, ['is a text, where it has to be a number of seconds, 0 or from 1 to 86400.']],
    [
      'refreshInterval',
      -1,
      undefined,
      ['is the number -1, where it has to be a number of seconds, 0 or from 1 to 86400.'],
    ],
    [
      'instances',
      { 'api/drain.ts': 4, 'src/worker.ts': 0 },
      { 'api/drain.ts': 4 },
      ['.src/worker.ts is the number 0, where it has to be a whole number, 1 or more.'],
    ],
    ['jobBudgets', { a: '90s', b: 500 }, { a: '90s', b: 500 }, []],
    [
      'jobBudgets',
      { a: '90s', b: {}, c: 0 },
      { a: '90s' },
      [
        '.b is an object, where it has to be a text such as "90s", or a number of ms.',
        '.c is the number 0, where it has to be a text such as "90s", or a number of ms.',
      ],
    ],
    ['jobBudgets', ['90s'], undefined, ['is a list, where it has to be an object.']],
    ['defaultJobBudget', null, null, []],
    ['defaultJobBudget', 'soon', undefined, ['is a text, where it has to be a text such as "90s", or a number of ms.']],
    [
      'watch',
      { for: '30m', maxFailureRate: '2%', maxConnections: null, forbiddenCauses: [] },
      { for: '30m', maxFailureRate: '2%', maxConnections: null, forbiddenCauses: [] },
      [],
    ],
    [
      'watch',
      { for: 30, maxFailureRate: '200%', minCompletion: '95', maxConnections: -1 },
      { minCompletion: '95' },
      [
        '.for is the number 30, where it has to be a duration such as "60s" or "30m".',
        '.maxFailureRate is a text, where it has to be a share such as "2%".',
        '.maxConnections is the number -1, where it has to be a number of connections, or null for any.',
      ],
    ],
    ['showUnknown', 'yes', undefined, ['is a text, where it has to be true or false.']],
    ['rules', { 'lock-duration': 'off' }, { 'lock-duration': 'off' }, []],
    [
      'rules',
      { 'lock-duration': 'warn', 'stalled-checks': 'error' },
      { 'stalled-checks': 'error' },
      ['.lock-duration is a text, where it has to be one of error, warning, information, hint and off.'],
    ],
  ];
  for (const [key, value, expected, problems] of cases) {
    it(`${key}: ${format(value)}`, () => {
      const reading = shapes[key](value);
      assert.deepEqual(reading.value, expected);
      assert.deepEqual(
        reading.problems.map(({ part, sentence }) => `${part} ${sentence}`.trim()),
        problems,
      );
    });
  }
});

function format(value: unknown): string {
  return typeof value === 'number' || value === undefined ? String(value) : JSON.stringify(value);
}
