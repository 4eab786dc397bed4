import assert from 'node:assert/strict';
import { OpenTexts } from '../../../src/lint-thread/client/open-texts';

describe('open texts', () => {
  let texts: OpenTexts;

  beforeEach(() => {
    texts = new OpenTexts();
    texts.open('/a.ts', () => 'a');
    texts.open('/b.ts', () => 'b');
  });

  it('are told once: which are open, and the new texts of those that were asked for', () => {
    assert.deepEqual(texts.takeChanges().opened, ['/a.ts', '/b.ts']);
    assert.equal(texts.ask('/a.ts'), 'a');
    texts.edit('/a.ts');
    texts.edit('/b.ts');
    const { opened, texts: told } = texts.takeChanges();
    assert.deepEqual([opened, [...told]], [[], [['/a.ts', 'a']]]);
    assert.equal(texts.takeChanges().texts.size, 0);
  });

  it('that are closed before they were told of are told as closed', () => {
    texts.ask('/a.ts');
    texts.edit('/a.ts');
    texts.close('/a.ts');
    const { opened, closed, texts: told } = texts.takeChanges();
    assert.deepEqual([opened, closed, told.size], [['/b.ts'], ['/a.ts'], 0]);
    assert.equal(texts.ask('/a.ts'), null);
  });

  it('that are opened again have to be asked for again', () => {
    texts.ask('/a.ts');
    texts.close('/a.ts');
    texts.open('/a.ts', () => 'again');
    texts.edit('/a.ts');
    const { opened, closed, texts: told } = texts.takeChanges();
    assert.deepEqual([opened.includes('/a.ts'), closed, told.size], [true, [], 0]);
  });

  it('have changed since a revision where one of them was edited, opened or closed', () => {
    const { revision } = texts.takeChanges();
    assert.ok(texts.areUnchanged(['/a.ts', '/b.ts', '/never-open.ts'], revision));
    texts.edit('/b.ts');
    assert.deepEqual([texts.areUnchanged(['/a.ts'], revision), texts.areUnchanged(['/b.ts'], revision)], [true, false]);
    texts.close('/a.ts');
    assert.equal(texts.areUnchanged(['/a.ts'], revision), false);
    assert.ok(texts.areUnchanged(['/a.ts', '/b.ts'], texts.revision));
  });

  it('do not change when files do', () => {
    const { revision } = texts.takeChanges();
    texts.filesChanged({ changed: ['/c.ts'], cameOrWent: ['/dir'] });
    assert.ok(texts.areUnchanged(['/a.ts'], revision));
    assert.deepEqual(texts.takeChanges().files, { changed: ['/c.ts'], cameOrWent: ['/dir'] });
    assert.deepEqual(texts.takeChanges().files, { changed: [], cameOrWent: [] });
  });
});
