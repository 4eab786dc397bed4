import assert from 'node:assert/strict';
import type { CodePlace, PlacedQueue } from '../../src/lint-thread/answers';
import { CodeQueues } from '../../src/link/code-queues';
import { queue, use } from './support/placed';

const ref = (name: string, prefix = 'bull') => ({ prefix, name });
const lines = (places: readonly CodePlace[]) => places.map(({ range }) => range.start.line);
const code = (queues: readonly PlacedQueue[], isComplete = true) => new CodeQueues(queues, isComplete);

describe('the queues in code', () => {
  describe('which make a queue in Redis', () => {
    const all = code([
      queue(1, [['mail']]),
      queue(2, [['mail']], { prefixes: [['shop']] }),
      queue(3, [['sms']], { prefixes: [[null]] }),
      queue(4, [['report-', null]]),
      queue(5, [[null]]),
      queue(6, [['a'], ['b']]),
    ]);
    const cases: readonly (readonly [string, ReturnType<typeof ref>, number[]])[] = [
      ['the one of that name and prefix', ref('mail'), [1]],
      ['the one of another prefix', ref('mail', 'shop'), [2]],
      ['one whose prefix is not known', ref('sms', 'x'), [3]],
      ['one whose name is known in part', ref('report-eu'), [4]],
      ['one of several that a place makes', ref('b'), [6]],
      ['none where nothing of the name is known', ref('billing'), []],
      ['none of another prefix', ref('a', 'shop'), []],
    ];
    for (const [what, asked, expected] of cases) {
      it(what, () => assert.deepEqual(lines(all.constructions(asked)), expected));
    }
  });

  it('all of those that make the same', () => {
    assert.deepEqual(lines(code([queue(1, [['mail']]), queue(2, [['mail']])]).constructions(ref('mail'))), [1, 2]);
  });

  describe('are said to make a queue', () => {
    it('when one surely does', () => assert.equal(code([queue(1, [['mail']])]).makes(ref('mail')), true));
    it('never, when none does', () => assert.equal(code([queue(1, [['mail']])]).makes(ref('sms')), false));
    it('perhaps, while not all was read', () =>
      assert.equal(code([queue(1, [['mail']])], false).makes(ref('sms')), null));
    it('perhaps, where a name is not known', () => assert.equal(code([queue(1, [[null]])]).makes(ref('sms')), null));
    it('perhaps, where a prefix is not known', () =>
      assert.equal(code([queue(1, [['sms']], { prefixes: [['bull'], [null]] })]).makes(ref('sms', 'x')), null));
  });

  describe('their processors', () => {
    const mail = queue(1, [['mail'], ['sms']], {
      processors: [use(10, [['send']]), use(11, [['*']]), use(12, [[null]]), use(13, [['send']], [['sms']])],
    });
    const processors = (job: string | null, name = 'mail') => lines(code([mail]).processors(ref(name), job));
    it('all', () => assert.deepEqual(processors(null), [10, 11, 12]));
    it('that of the job’s own name', () => assert.deepEqual(processors('send'), [10]));
    it('that of the queue’s own name too', () => assert.deepEqual(processors('send', 'sms'), [10, 13]));
    it('that of every other job', () => assert.deepEqual(processors('other'), [11]));
    it('those that may be, where none surely is', () => {
      const open = queue(1, [['mail']], { processors: [use(10, [['send']]), use(12, [[null]])] });
      assert.deepEqual(lines(code([open]).processors(ref('mail'), 'other')), [12]);
    });
    it('each once, also where two places make the queue', () => {
      const both = [mail, { ...mail, ...queue(2, [['mail']]), processors: mail.processors }];
      assert.deepEqual(lines(code(both).processors(ref('mail'), 'send')), [10]);
    });
  });

  it('their producers: of a job those too whose name is not known', () => {
    const mail = queue(1, [['mail']], { producers: [use(10, [['send']]), use(11, [['other']]), use(12, [[null]])] });
    assert.deepEqual(lines(code([mail]).producers(ref('mail'), 'send')), [10, 12]);
    assert.deepEqual(lines(code([mail]).producers(ref('mail'), null)), [10, 11, 12]);
  });

  it('those whose name and prefix are wholly known, each once', () => {
    const all = [queue(1, [['a'], ['b'], [null]]), queue(2, [['a']]), queue(3, [['c']], { prefixes: [[null]] })];
    assert.deepEqual(code(all).named, [ref('a'), ref('b')]);
  });
});
