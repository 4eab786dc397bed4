import assert from 'node:assert/strict';
import { Answers } from '../../src/sidebar/answers';
import type { Node } from '../../src/sidebar/nodes/node';
import { waitFor } from '../support/wait-for';

const node = (id: string, parent: Node | null): Node => ({ id, parent, item: () => assert.fail('Nobody draws here') });
const queue = node('queue', null);
const folder = node('folder', queue);
const job = node('job', folder);
const other = node('other', null);

describe('Answers', () => {
  let answers: Answers;
  let messages: (() => void)[];
  beforeEach(() => {
    messages = [];
    answers = new Answers(() => new Promise<void>((resolve) => messages.push(resolve)));
  });

  const question = (row: Node | undefined) => {
    let end: () => void = () => undefined;
    const given = answers.give(row, () => new Promise<void>((resolve) => (end = resolve)));
    return {
      async answer() {
        end();
        await given;
      },
    };
  };
  const windowReads = async (number = 1) => {
    await waitFor(() => messages.length === number, { message: 'a message to the window' });
    messages.at(-1)!();
  };
  const drawn = () => waitFor(() => !answers.isUnderWayIn(undefined), { message: 'all to be drawn' });

  it('are under way from the question until the window has read what was sent after them', async () => {
    assert.equal(answers.isUnderWayIn(folder), false);
    const asked = question(folder);
    assert.deepEqual([answers.isOpen(folder), answers.isUnderWayIn(folder)], [true, true]);
    await asked.answer();
    assert.deepEqual([answers.isOpen(folder), answers.isUnderWayIn(folder)], [false, true]);
    await windowReads();
    await drawn();
  });

  it('are under way until all are given that were asked together, one after the other', async () => {
    const first = question(folder);
    await first.answer();
    const second = question(other);
    await new Promise(setImmediate);
    assert.deepEqual([answers.isUnderWayIn(folder), messages.length], [true, 0]);
    await second.answer();
    await windowReads();
    await drawn();
  });

  it('are under way where VS Code has asked again before the window had read', async () => {
    await question(folder).answer();
    await waitFor(() => messages.length === 1, { message: 'a message to the window' });
    const again = question(other);
    messages[0]!();
    await new Promise(setImmediate);
    assert.equal(answers.isUnderWayIn(folder), true);
    await again.answer();
    await windowReads(2);
    await drawn();
  });

  it('end too where they fail, and where the window does not answer to the message', async () => {
    const unheard = new Answers(() => Promise.reject(new Error("command 'noop' not found")));
    await assert.rejects(unheard.give(folder, () => Promise.reject(new Error('no Redis'))));
    await waitFor(() => !unheard.isUnderWayIn(undefined), { message: 'all to be drawn' });
  });

  it('concern the rows above, which are drawn with all below them, and the rows below', async () => {
    await question(folder).answer();
    const rows = [undefined, queue, folder, job, other];
    assert.deepEqual(
      rows.map((row) => answers.isUnderWayIn(row)),
      [true, true, true, false, false],
    );
    assert.deepEqual(
      rows.map((row) => answers.isUnderWayAround(row)),
      [true, true, true, true, false],
    );
  });

  it('of the tree itself concern all rows', async () => {
    await question(undefined).answer();
    assert.deepEqual([answers.isUnderWayAround(other), answers.isUnderWayIn(other)], [true, false]);
  });
});
