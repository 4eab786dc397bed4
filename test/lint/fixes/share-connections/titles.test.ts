import assert from 'node:assert/strict';
import { sharedConnections } from '../../../../src/lint/rules/shared-connections';
import { check } from '../../support/lint';

const BULL = `import Bull from 'bull';\n`;
const LIST = `['a', 'b', 'c'].forEach((name) => new Bull(name));\n`;
const FACTORY = `export const make = (name: string) => new Bull(name);\n`;
const EITHER = `process.env.RED ? new Bull('a', 'redis://red') : new Bull('a');\n`;

/** What the titles say behind "Share Redis connections"; the last, of the pool in the file, is left out. */
const titles = (files: Readonly<Record<string, string>>) => {
  const [finding] = check(
    sharedConnections,
    Object.fromEntries(Object.entries(files).map(([path, code]) => [path, BULL + code])),
  );
  const all = finding?.fixes().map(({ title }) => /^Share Redis connections,? (.*)$/.exec(title)?.[1]) ?? [];
  return all.filter((title) => title !== 'with the pool in this file');
};

describe('the titles of Share Redis connections count queues, not the places that make them', () => {
  const cases: Readonly<Record<string, readonly [files: Readonly<Record<string, string>>, titles: readonly string[]]>> =
    {
      'one queue': [{ 'a.ts': `new Bull('a');` }, ['of this queue']],
      'two places': [{ 'a.ts': `new Bull('a');\nnew Bull('b');` }, ['with the other queue', 'of this queue']],
      'a list': [{ 'a.ts': LIST }, ['of these 3 queues']],
      'an enum': [
        { 'a.ts': `enum Names { A = 'a', B = 'b' }\nObject.values(Names).map((name) => new Bull(name));` },
        ['of these 2 queues'],
      ],
      'a queue and a list': [{ 'a.ts': `new Bull('x');\n${LIST}` }, ['with the 3 other queues', 'of this queue']],
      'a list and a queue': [
        { 'a.ts': `${LIST}new Bull('x');` },
        ['of these 3 queues with the other queue', 'of these 3 queues'],
      ],
      'a factory that other files call': [
        {
          'a.ts': FACTORY,
          'b.ts': `import { make } from './a';\nmake('a'); make('b');`,
          'c.ts': `import { make } from './a';\nmake('c');`,
        },
        ['of these 3 queues'],
      ],
      'a factory that a test calls too': [
        {
          'a.ts': FACTORY,
          'b.ts': `import { make } from './a';\nmake('a'); make('b');`,
          'a.test.ts': `import { make } from './a';\nmake('c');`,
        },
        ['of these 2 queues'],
      ],
      'a factory that nobody is seen to call': [{ 'a.ts': FACTORY }, ['of the queues made here']],
      'a queue and a list that is not known': [
        { 'a.ts': `new Bull('x');\nnames().map((name: string) => new Bull(name));` },
        ['with the other queues', 'of this queue'],
      ],
      'a queue and a list that is known in part': [
        { 'a.ts': `new Bull('x');\n['a', 'b', ...names()].map((name) => new Bull(name));` },
        ['with at least 2 other queues', 'of this queue'],
      ],
      'the sides of a condition': [{ 'a.ts': EITHER }, ['at both places (one pair for each Redis)', 'of this queue']],
      'lists in several files': [
        { 'a.ts': `new Bull('x');\n${LIST}`, 'b.ts': LIST },
        ['with the 6 other queues', 'of the 4 queues in this file', 'of this queue'],
      ],
      'an open list beside another file': [
        { 'a.ts': `new Bull('x');\nnames().map((name: string) => new Bull(name));`, 'b.ts': LIST },
        ['with at least 3 other queues', 'of the queues in this file', 'of this queue'],
      ],
      'the sides of a condition beside another file': [
        { 'a.ts': EITHER, 'b.ts': LIST },
        ['with the 3 other queues (one pair for each Redis)', 'at both places in this file', 'of this queue'],
      ],
    };
  for (const [what, [files, expected]] of Object.entries(cases))
    it(what, () => assert.deepEqual(titles(files), expected));
});
