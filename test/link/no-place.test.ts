import assert from 'node:assert/strict';
import { CodeQueues } from '../../src/link/code-queues';
import { noPlace } from '../../src/link/no-place';
import { queue } from './support/placed';

const mail = { prefix: 'bull', name: 'mail' };
const made = (isOpen: boolean) => new CodeQueues([queue(1, [['mail']], { isOpen })], true);

describe('where there is nothing to go to, it is said', () => {
  it('that no code makes the queue', () =>
    assert.equal(
      noPlace('constructor', mail, null, new CodeQueues([queue(1, [['sms']])], true)),
      'No code in this workspace is seen to make the queue mail under the prefix bull.',
    ));
  it('that the names of queues are not known', () =>
    assert.equal(
      noPlace('processor', mail, null, new CodeQueues([queue(1, [[null]]), queue(2, [[null]])], true)),
      'No code in this workspace is seen to make the queue mail under the prefix bull. 2 places make queues whose names are known only when the code runs.',
    ));
  it('that nothing processes such jobs', () =>
    assert.equal(
      noPlace('processor', mail, 'send', made(false)),
      'No code in this workspace that processes jobs named send of mail was found.',
    ));
  it('that what adds jobs could not be followed', () =>
    assert.equal(
      noPlace('producer', mail, null, made(true)),
      'No code in this workspace that adds jobs to mail was found. What is done with the queue could not be followed everywhere.',
    ));
});
