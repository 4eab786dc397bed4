import assert from 'node:assert/strict';
import type { FoundThere, PlacedQueue } from '../../src/lint-thread/answers';
import { CodeQueues } from '../../src/link/code-queues';
import { isApplied, mayBeInCode, nextStep, remedies } from '../../src/link/remedies';
import { at, queue, use } from './support/placed';

const mail = { prefix: 'bull', name: 'mail' };
const found = (line: number, rule: string): FoundThere => ({ ...at(line), rule, message: '', severity: 'warning' });
const code = (...queues: readonly PlacedQueue[]) => new CodeQueues(queues, true);
const making = (findings: readonly FoundThere[], name = 'mail') => queue(1, [[name]], { findings });
const lines = (cause: string, ...queues: readonly PlacedQueue[]) =>
  remedies(code(...queues), mail, cause, ['welcome']).map(({ range }) => range.start.line);

describe('from the cause of failures', () => {
  it('to the finding at the queue that tells why', () =>
    assert.deepEqual(lines('missing-lock', making([found(1, 'shared-connections'), found(2, 'lock-duration')])), [2]));
  it('to that of the rule which tells most, where there are several', () =>
    assert.deepEqual(lines('stalled', making([found(1, 'graceful-shutdown'), found(2, 'lock-duration')])), [2]));
  it('to each place that makes the queue', () =>
    assert.deepEqual(
      lines('stalled', making([found(1, 'lock-duration')]), making([found(5, 'lock-duration')])),
      [1, 5],
    ));
  it('to one place, where several places that make it share what is wrong', () =>
    assert.deepEqual(lines('stalled', making([found(3, 'lock-duration')]), making([found(3, 'lock-duration')])), [3]));
  it('to none of another queue', () =>
    assert.deepEqual(lines('missing-lock', making([found(1, 'lock-duration')], 'sms'), making([])), []));
  it('to none that has nothing to do with it', () =>
    assert.deepEqual(lines('missing-lock', making([found(1, 'shared-connections')])), []));
  it('to what adds the jobs that nothing handles, and not to what adds others', () => {
    const findings = [found(4, 'missing-handler'), found(6, 'missing-handler'), found(8, 'missing-handler')];
    const producers = [use(4, [['reminder']]), use(6, [['welcome']]), use(8, [['wel', null]])];
    assert.deepEqual(lines('no-handler', queue(1, [['mail']], { findings, producers })), [6, 8]);
  });
  it('to none where it is not the code of the queue that fails', () => {
    assert.equal(mayBeInCode('missing-lock'), true);
    assert.equal(mayBeInCode('rate-limited'), false);
  });
});

describe('a remedy', () => {
  const followed = { ref: mail, rule: 'lock-duration', jobs: ['welcome'] };
  it('is applied once the finding is gone', () => {
    assert.equal(isApplied(followed, code(making([found(1, 'lock-duration')]))), false);
    assert.equal(isApplied(followed, code(making([found(1, 'shared-connections')]))), true);
  });
  it('is not applied at one of the places that make the queue', () =>
    assert.equal(isApplied(followed, code(making([]), making([found(5, 'lock-duration')]))), false));
  it('is not known to be applied while no code makes the queue: somebody types', () =>
    assert.equal(isApplied(followed, code(making([], 'mai'))), false));

  it('is applied for jobs that something handles now, whatever is not handled yet', () => {
    const unhandled = { ...followed, rule: 'missing-handler' };
    const producers = [use(4, [['reminder']]), use(6, [['welcome']])];
    const having = (...lines: readonly number[]) =>
      code(queue(1, [['mail']], { producers, findings: lines.map((line) => found(line, 'missing-handler')) }));
    assert.deepEqual([isApplied(unhandled, having(4, 6)), isApplied(unhandled, having(4))], [false, true]);
    assert.match(nextStep(unhandled, null), /has no finding of missing-handler for jobs named welcome any more\./);
  });

  it('is followed by a deployment and a retry', () =>
    assert.match(nextStep(followed, null), /^The code of mail .* deploy this change, then retry the failed jobs\.$/));
  it('says that a retry repeats the work of jobs that had finished', () =>
    assert.match(nextStep(followed, 'Missing lock'), /to retry a job of Missing lock repeats its work\.$/));
});
