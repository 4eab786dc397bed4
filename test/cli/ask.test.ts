import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { ask } from '../../src/cli/on-queues/ask';

describe('a question in a terminal', () => {
  const answers: readonly [typed: string, is: boolean, what: string][] = [
    ['y\n', true, 'y'],
    ['YES\n', true, 'yes, in any case of letters'],
    ['n\n', false, 'n'],
    ['\n', false, 'nothing'],
    ['yesterday\n', false, 'another word'],
    ['\u0003', false, 'Ctrl+C'],
    ['\u0004', false, 'Ctrl+D'],
  ];
  for (const [typed, is, what] of answers) {
    it(`is answered with ${is ? 'yes' : 'no'} by ${what}`, async () => {
      const input = new PassThrough();
      const output = Object.assign(new PassThrough(), { isTTY: true });
      const answer = ask('Retry 3 jobs?', input, output);
      input.write(typed);
      assert.equal(await answer, is);
      assert.match(String(output.read()), /Retry 3 jobs\? \[y\/N\]/);
    });
  }
});
