import assert from 'node:assert/strict';
import { ShownData } from '../../../src/job-data/shown-data';
import { jobIdFromKey, type JobRow } from '../../../src/queues';
import { ageOfJob, describeJob, jobTooltip, nameOfJob } from '../../../src/sidebar/nodes/job-row';

const MINUTE = 60_000;

/** A job that failed 4 minutes ago, after 3 s, with whatever the test is about. */
function job(changes: Partial<JobRow> = {}): JobRow {
  const now = Date.now();
  return {
    id: { bytes: Buffer.from('71'), text: '71', key: 'text:71' },
    state: 'failed',
    presence: 'present',
    name: 'parse-po',
    failedReason: 'no order',
    timestamp: now - 10 * MINUTE,
    processedOn: now - 4 * MINUTE - 3_000,
    finishedOn: now - 4 * MINUTE,
    dueOn: null,
    attemptsMade: 1,
    attempts: 3,
    stalls: 0,
    priority: 0,
    dataStart: '{"order":71}',
    dataBytes: 12,
    ...changes,
  };
}

const tooltipOf = (changes: Partial<JobRow>, isRetryable = false) =>
  jobTooltip(job(changes), new ShownData(), isRetryable);

describe('The row of a job', () => {
  it('is called by its id and its name, or its id alone where Bull made up the name', () => {
    assert.equal(nameOfJob(job()), '71  parse-po');
    assert.equal(nameOfJob(job({ name: '__default__' })), '71');
    assert.equal(nameOfJob(job({ name: null })), '71');
    assert.equal(nameOfJob(job({ name: 'two\nlines' })), '71  two');
    assert.equal(nameOfJob(job({ id: jobIdFromKey('text:\u001b[31m7\u202e1\u0000') })), '7 1   parse-po');
  });

  const ages: [string | null, (now: number) => Partial<JobRow>][] = [
    ['4 min', () => ({})],
    ['just now', (now) => ({ finishedOn: now })],
    [null, () => ({ finishedOn: null })],
    [null, () => ({ presence: 'gone' })],
    [null, () => ({ presence: 'unreadable' })],
    ['4 min', () => ({ state: 'completed' })],
    ['10 min', () => ({ state: 'waiting' })],
    ['10 min', () => ({ state: 'paused' })],
    ['10 min', () => ({ state: 'priority' })],
    ['for 4 min', () => ({ state: 'active' })],
    ['just started', (now) => ({ state: 'active', processedOn: now })],
    ['starting', () => ({ state: 'active', processedOn: null })],
    ['in 9 min', (now) => ({ state: 'delayed', dueOn: now + 10 * MINUTE - 1 })],
    ['in under 1 min', (now) => ({ state: 'delayed', dueOn: now + 30_000 })],
    ['due', (now) => ({ state: 'delayed', dueOn: now - 1 })],
    [null, () => ({ state: 'delayed', dueOn: null })],
  ];
  for (const [age, changes] of ages) {
    it(`says ${age ?? 'no age'} of ${String(changes)}`, () => {
      assert.equal(ageOfJob(job(changes(Date.now()))), age);
    });
  }

  it('says why a job failed, and that its data is gone', () => {
    assert.equal(describeJob(job({ failedReason: 'first\nsecond' })), 'first');
    assert.equal(describeJob(job({ failedReason: null })), 'no reason given');
    assert.equal(describeJob(job({ presence: 'gone' })), 'its data is gone from Redis');
    assert.equal(describeJob(job({ presence: 'unreadable' })), 'no job: its key holds something else');
    assert.equal(describeJob(job({ state: 'waiting' })), '');
  });

  for (const [reason, line] of [
    [
      '\nInvalid `prisma.user.update()` invocation:\n\n\nRecord to update not found.',
      'prisma.user: Record to update not found.',
    ],
    ['\nInvalid `prisma.user.update()` invocation:\n\n  data: {', 'Invalid `prisma.user.update()` invocation: data: {'],
    ['[\n  {\n    "path": ["sku"],\n    "message": "Required"\n  }\n]', 'sku: Required'],
    ['[\n  {\n    "path": ["sku"],\n    "mess', '[ { "path": ["sku"], "mess'],
    ['Command failed: ffmpeg -i a.mp4\nno such file', 'Command failed: ffmpeg -i a.mp4 no such file'],
    ['…', '…'],
  ] as const) {
    it(`says of ${JSON.stringify(reason)} the line that tells why`, () => {
      assert.equal(describeJob(job({ failedReason: reason })), line);
      assert.equal(tooltipOf({ failedReason: reason }).split('\n')[1], `Reason: ${line}`);
    });
  }

  it('says in its tooltip when it was what, how often it was tried, and what Bull’s own error means', () => {
    const lines = tooltipOf({ failedReason: 'Missing lock for job 71 finished' }).split('\n');
    assert.deepEqual(lines.slice(0, 2), ['71  parse-po', 'Reason: Missing lock for job 71 finished']);
    assert.match(lines[2]!, /its handler succeeded/);
    assert.equal(lines[3], 'Attempts: 1 of 3');
    assert.match(lines[4]!, /^Added: .* \(10 min ago\)$/);
    assert.match(lines[5]!, /^Started: .* ago\), 5 min after it was added$/);
    assert.match(lines[6]!, /^Failed: .* \(4 min ago\), after 3\.0 sec$/);
    assert.equal(lines[7], 'Data: {"order":71}');
  });

  it('says only what is known of a job that is hardly there', () => {
    const bare = { timestamp: null, processedOn: null, finishedOn: null, failedReason: null, attempts: null };
    const tooltip = tooltipOf({ ...bare, name: null, dataStart: null, dataBytes: 2 * 1024 ** 2 });
    assert.deepEqual(tooltip.split('\n'), ['71', 'Attempts: 1', 'Data: 2.0 MB']);
  });

  describe('that may be retried', () => {
    /** What its tooltip says of that. */
    const ofRetry = (changes: Partial<JobRow>, isRetryable = true) =>
      tooltipOf(changes, isRetryable)
        .split('\n')
        .filter((line) => line.startsWith('Retry: '));

    it('says nothing of it where there is nothing to know', () => {
      assert.deepEqual(ofRetry({}), []);
      assert.deepEqual(ofRetry({ attempts: 1, attemptsMade: 1 }), []);
      assert.deepEqual(ofRetry({ attempts: null, attemptsMade: 9 }), []);
    });

    it('says that attempts which are used up are not counted anew', () => {
      assert.deepEqual(ofRetry({ attempts: 3, attemptsMade: 3 }), [
        'Retry: It has used up all attempts, and Bull does not count them anew: it runs once more, without backoff.',
      ]);
    });

    it('says that stalls are counted on', () => {
      assert.deepEqual(ofRetry({ stalls: 2 }), [
        "Retry: It has stalled before, and Bull goes on counting: where maxStalledCount is 1, Bull's default, " +
          'the next stall fails it for good.',
      ]);
    });

    it('says that its priority does not count', () => {
      assert.deepEqual(ofRetry({ priority: 1 }), [
        'Retry: It has a priority, and Bull does not heed it at a retry: it waits its turn like a job without one.',
      ]);
    });

    it('says none of it where nothing can be retried', () => {
      assert.deepEqual(ofRetry({ attempts: 3, attemptsMade: 3, stalls: 2 }, false), []);
    });
  });
});
