import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { failureCause, knownCauses } from '../../src/bull/causes';
import { rulesByCause } from '../../src/link/remedies';

const folder = resolve(__dirname, '../../docs/causes');
const ids = [...new Set(knownCauses.map(({ id }) => id))];
const page = (name: string) => readFileSync(join(folder, `${name}.md`), 'utf8');

describe('the pages of the known causes', () => {
  it('are one for each, all of them in the list', () => {
    const pages = readdirSync(folder).map((file) => file.replace(/\.md$/, ''));
    assert.deepEqual(pages.sort(), ['README', ...ids].sort());
    for (const id of ids) assert.ok(page('README').includes(`](${id}.md)`), id);
  });

  for (const id of ids) {
    it(`${id} is told by the messages that its page shows, under its title, in four sections`, () => {
      const text = page(id);
      const title = knownCauses.find((cause) => cause.id === id)?.title;
      assert.equal(/^# (.*)$/m.exec(text)?.[1], title);
      assert.deepEqual(
        [...text.matchAll(/^## (.*)\n(?=\S)/gm)].map(([, heading]) => heading),
        ['What happened', 'What the job had done', 'What to do first', 'How to see that it helped'],
      );
      const messages = /```text\n([^]*?)\n```/.exec(text)?.[1]?.split('\n') ?? [];
      assert.ok(messages.length > 0);
      for (const message of messages) assert.equal(failureCause(message)?.id, id, message);
    });

    it(`${id} has a page that leads to the rules which find it in the code`, () => {
      const linked = [...page(id).matchAll(/\]\(\.\.\/rules\/([\w-]+)\.md\)/g)].map(([, rule]) => rule);
      assert.deepEqual(linked.sort(), [...(rulesByCause[id] ?? [])].sort());
    });
  }

  it('says “do not retry yet” where the cause stands', () => {
    for (const { id, note, before } of knownCauses) {
      assert.equal(/^do not retry yet/.test(note) && before === null, false, id);
    }
  });
});
