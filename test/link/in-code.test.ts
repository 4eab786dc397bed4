import assert from 'node:assert/strict';
import type { QueueRef } from '../../src/bull/keys';
import { CodeQueues } from '../../src/link/code-queues';
import { notInCode, onlyInCode } from '../../src/link/in-code';
import { queue } from './support/placed';

const code = (queues: ConstructorParameters<typeof CodeQueues>[0], isComplete = true) =>
  new CodeQueues(queues, isComplete);
const ref = (name: string, prefix = 'bull'): QueueRef => ({ prefix, name });
const made = (name: string, prefix = 'bull') => queue(1, [[name]], { prefixes: [[prefix]] });

describe('a queue in Redis that no code makes', () => {
  const detail = (of: QueueRef, ...queues: ReturnType<typeof made>[]) => notInCode(of, code(queues))?.detail;
  it('is said to be', () => {
    assert.deepEqual(notInCode(ref('sms'), code([made('mail')])), {
      text: 'not in this workspace',
      detail: 'No code in this workspace makes the queue sms under the prefix bull.',
    });
  });
  it('is said to be in its row with the one that was meant', () => {
    const text = (of: QueueRef) => notInCode(of, code([made('mail')]))?.text;
    assert.equal(text(ref('Mail')), 'not in this workspace, which has mail: the case differs');
    assert.equal(text(ref('mail', 'shop')), 'not in this workspace, which has bull:mail: the prefix differs');
  });
  const spellings: readonly (readonly [string, QueueRef, ReturnType<typeof made>, string])[] = [
    ['by case', ref('Mail'), made('mail'), 'It makes bull:mail: the case differs.'],
    ['by hash tag', ref('mail', '{bull}'), made('mail'), 'It makes bull:mail: the hash tag differs.'],
    ['by prefix', ref('mail', 'shop'), made('mail'), 'It makes bull:mail: the prefix differs.'],
  ];
  for (const [how, of, by, said] of spellings) {
    it(`is told of one that differs ${how}`, () => assert.ok(detail(of, by)?.endsWith(said), detail(of, by)));
  }
  it('is not said while the code has not been read, or may make it', () => {
    assert.equal(notInCode(ref('sms'), code([made('mail')], false)), null);
    assert.equal(notInCode(ref('sms'), code([made('mail'), queue(2, [[null]])])), null);
    assert.equal(notInCode(ref('mail'), code([made('mail')])), null);
  });
  it('is not said in a workspace without queues', () => assert.equal(notInCode(ref('sms'), code([])), null));
});

describe('queues in code that a Redis does not know', () => {
  const shown = (refs: readonly QueueRef[]) => ({ connection: 'staging', prefixes: ['bull'], refs });
  it('are told together, with what is spelled alike', () => {
    const note = onlyInCode(shown([ref('Mail'), ref('c')]), code([made('mail'), made('b'), made('c')]));
    assert.equal(note?.text, '2 queues of this workspace not in Redis: mail, b');
    assert.deepEqual(note?.detail.split('\n'), [
      'Made by code of this workspace, and not found on staging. No job was ever added to them there, or their code connects to another Redis.',
      'bull:mail: Redis has bull:Mail, the case differs',
      'bull:b',
    ]);
  });
  it('are not told under prefixes that the connection does not show', () =>
    assert.equal(onlyInCode(shown([]), code([made('mail', 'shop')])), null));
  it('are not told where their names are not known', () =>
    assert.equal(onlyInCode(shown([]), code([queue(1, [['mail-', null]])])), null));
});
