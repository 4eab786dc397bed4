import assert from 'node:assert/strict';
import type { CodePlace } from '../../src/lint-thread/answers';
import { budgetComment, observedDuration, type MeasuredQueue } from '../../src/link/observed-duration';
import { at, queue } from './support/placed';

const SINCE = new Date(2026, 10, 26, 13, 2).getTime();
const lock = { ms: 30_000, source: "Bull's default" };
const mail = queue(1, [['mail']], { lock });

function measured(durations: readonly number[], rest: Partial<MeasuredQueue> = {}): MeasuredQueue {
  return { connection: 'staging', ref: { prefix: 'bull', name: 'mail' }, durations, since: SINCE, ...rest };
}

const budget = (ms: number, source: string, place: CodePlace | null = null) => ({ ms, source, place });

describe('what is said of a lock that jobs took longer than', () => {
  it('how many they were, the 95th percentile and the longest, of which jobs and since when', () => {
    const durations = Array.from({ length: 100 }, (_, i) => i * 500 + 500);
    assert.equal(
      observedDuration(mail, [measured(durations)])?.message.replaceAll('\u202f', ' '),
      "Measured: 40 of 100 jobs of mail on staging took longer than the lock of 30 s (Bull's default): 95 % took up to " +
        '47.5 s, the longest 50 s. Completed since Nov 26, 2026, 1:02 PM; failed, retried and removed jobs do not count.',
    );
  });
  it('of one job how long it took', () =>
    assert.match(
      observedDuration(mail, [measured([45_250])])?.message ?? '',
      /^Measured: 1 of 1 job .* \(Bull's default\): 45\.25 s\. /,
    ));
  it('of several queues that of the longest job', () => {
    const both = queue(1, [['mail'], ['sms']], { lock });
    const sms = measured([70_000], { ref: { prefix: 'bull', name: 'sms' }, connection: 'production' });
    assert.match(observedDuration(both, [measured([40_000]), sms])?.message ?? '', / of sms on production .* 70 s\./);
  });

  it('of a lock that lasts, that the budget is exceeded', () =>
    assert.match(
      observedDuration(queue(1, [['mail']], { lock, budget: budget(20_000, 'timeout') }), [measured([25_000])])
        ?.message ?? '',
      /^Measured: 1 of 1 job of mail on staging took longer than their budget of 20 s \(timeout\): 25 s\. /,
    ));

  const silent: Readonly<Record<string, readonly [code: typeof mail, measured: readonly MeasuredQueue[]]>> = {
    'nothing where no job took longer': [mail, [measured([29_999, 30_000])]],
    'nothing where the budget allows for it': [
      queue(1, [['mail']], { lock, budget: budget(30_000, '@jobBudget') }),
      [measured([30_000])],
    ],
    'nothing before it is measured': [mail, []],
    'nothing where the lock is not known, or no job is processed there': [queue(1, [['mail']]), [measured([40_000])]],
    'nothing of another queue': [mail, [measured([40_000], { ref: { prefix: 'bull', name: 'sms' } })]],
    'nothing of another prefix': [mail, [measured([40_000], { ref: { prefix: 'shop', name: 'mail' } })]],
    'nothing where its name is known in part only': [queue(1, [['ma', null]], { lock }), [measured([40_000])]],
    'nothing where its prefix is not known': [queue(1, [['mail']], { lock, prefixes: [[null]] }), [measured([40_000])]],
  };
  for (const [what, [code, all]] of Object.entries(silent)) {
    it(what, () => assert.equal(observedDuration(code, all), null));
  }
});

describe('what jobs took, declared as their budget', () => {
  it('stands in a comment before the construction, rounded up', () => {
    const { start } = mail.head;
    const place = { file: mail.file, range: { start, end: start } };
    assert.deepEqual(budgetComment(mail, 52_100), { ...place, budget: '53s', newText: '/* @jobBudget 53s */ ' });
    const platform = queue(1, [['mail']], { budget: budget(40_000, 'vercel.json, maxDuration', at(7, 'vercel.json')) });
    assert.deepEqual(budgetComment(platform, 52_100), budgetComment(mail, 52_100));
  });
  it('replaces one that a comment declares', () => {
    const declared = queue(1, [['mail']], { budget: budget(40_000, '@jobBudget', at(0)) });
    assert.deepEqual(budgetComment(declared, 52_000), { ...at(0), budget: '52s', newText: '@jobBudget 52s' });
  });
  it('is none where the budget allows for it', () =>
    assert.equal(budgetComment(queue(1, [['mail']], { budget: budget(60_000, 'timeout') }), 52_000), null));
});
