import assert from 'node:assert/strict';
import { createLogger, type Logger } from '../../src/log/logger';

describe('createLogger', () => {
  let written: string[];
  let log: Logger;

  beforeEach(() => {
    written = [];
    log = createLogger((level, text) => written.push(`${level}: ${text}`));
  });

  it('writes a message with its level', () => {
    log.error('a');
    log.warn('b');
    log.info('c');
    log.debug('d');
    assert.deepEqual(written, ['error: a', 'warn: b', 'info: c', 'debug: d']);
  });

  it('writes the stack of what was thrown, and of what caused that', () => {
    const cause = new TypeError('no such queue');
    log.error('The rule lock-duration failed on a.ts.', new Error('could not read', { cause }));
    const [text = ''] = written;
    assert.match(text, /^error: The rule lock-duration failed on a\.ts\.\nError: could not read\n {4}at .*\n/);
    assert.match(text, /\nTypeError: no such queue\n {4}at .*logger\.test\.ts/);
  });

  it('writes what is no error as a text', () => {
    log.error('Failed.', 'a reason');
    log.info('Failed.', null);
    assert.deepEqual(written, ['error: Failed.\na reason', 'info: Failed.\nnull']);
  });

  it('writes a problem once, whatever it is caused by', () => {
    log.error('Failed on a.ts.', new Error('one'));
    log.error('Failed on a.ts.', new Error('two'));
    log.error('Failed on b.ts.', 'one');
    assert.equal(written.length, 2);
    assert.match(written[1] ?? '', /b\.ts/);
  });

  it('writes each time what is no problem', () => {
    for (let i = 0; i < 3; i++) log.info('Linted.');
    assert.equal(written.length, 3);
  });

  it('writes no password, in a message or in what was thrown', () => {
    log.error('No answer from redis://:hunter2@h', new Error('AUTH hunter2'));
    assert.doesNotMatch(written.join(), /hunter2/);
  });

  it('writes nothing of an error but its stack: what else it holds may be a command with its arguments', () => {
    log.error('Failed.', Object.assign(new Error('WRONGPASS'), { command: { name: 'x', args: ['hunter2'] } }));
    assert.doesNotMatch(written.join(), /hunter2/);
  });
});
