import assert from 'node:assert/strict';
import type { Roles } from '../../../../src/lint/queue/roles/roles';
import type { Rule } from '../../../../src/lint/engine/rule';
import { check } from '../../support/lint';

/** What the code is seen to do with its only queue. */
function rolesIn(code: string): Roles {
  const found: Roles[] = [];
  const spy: Rule = {
    meta: { id: 'spy', summary: '', defaultSeverity: 'hint', fixable: false },
    *check(context) {
      for (const queue of context.queues) found.push(queue.roles);
    },
  };
  check(spy, `import Bull from 'bull';\n${code}\n`);
  assert.equal(found.length, 1);
  return found[0]!;
}

describe('a queue that is handed to a function', () => {
  it('does not escape where the function only stores and returns it', () => {
    const roles = rolesIn(`const queues: Bull.Queue[] = [];
function closeOnShutdown(queue: Bull.Queue) {
  queues.push(queue);
  return queue;
}
const mail = closeOnShutdown(new Bull('mail'));
mail.add({});`);
    assert.equal(roles.escapes, false);
    assert.equal(roles.adds.length, 1);
  });

  it('escapes where the function does more with it', () => {
    const roles = rolesIn(`function started(queue: Bull.Queue) {
  start({ queue });
  return queue;
}
started(new Bull('mail'));`);
    assert.equal(roles.escapes, true);
  });

  it('escapes where the function is not to be seen', () => {
    assert.equal(rolesIn(`import { run } from 'runner';\nrun(new Bull('mail'));`).escapes, true);
  });
});

describe('a queue under two names that are given each other', () => {
  it('is processed under the one, whichever was asked for first', () => {
    const roles = rolesIn(`let spare;
let mail = spare;
mail ??= new Bull('mail');
function swap() {
  spare = mail;
}
mail.add({});
swap();
spare.process(send);`);
    assert.equal(roles.processes.length, 1);
  });
});
