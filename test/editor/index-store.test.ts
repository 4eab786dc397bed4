import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { IndexStore, type StoredIndex } from '../../src/editor/index-store';
import { createLogger } from '../../src/log/logger';
import { queue } from '../link/support/placed';
import { Folder } from '../support/folder';

const SHOP = 'file:///code/shop';
const OFFICE = 'file:///code/office';

describe('what is remembered of the queues in code', () => {
  const folder = new Folder();
  after(() => folder.remove());
  const logged: string[] = [];
  const log = createLogger((_level, text) => logged.push(text));
  const storage = (name: string) => folder.at(`${name}/not there yet`);
  const fileIn = (name: string) => `${storage(name)}/queues-in-code.json`;
  const indexOf = (name: string): StoredIndex => ({
    queues: [queue(1, [[name]])],
    processes: [],
    digests: new Map([['file:///code/queue.ts', `digest of ${name}`]]),
  });
  /** A window that has found this, and was closed at once. */
  const window = (name: string, found: Readonly<Record<string, StoredIndex>>) => {
    const store = new IndexStore(storage(name), log);
    for (const [key, index] of Object.entries(found)) store.remember(key, index);
    store.dispose();
  };
  const recall = (name: string, ...folders: readonly string[]) => new IndexStore(storage(name), log).recall(folders);

  beforeEach(() => logged.splice(0));

  it('is nothing at first', async () => {
    assert.deepEqual(await recall('first', SHOP), new Map());
    assert.deepEqual(logged, []);
  });

  it('is all that the last window had found, however soon it was closed', async () => {
    window('closed', { [SHOP]: indexOf('mail'), [OFFICE]: indexOf('print') });
    assert.deepEqual(
      await recall('closed', SHOP, OFFICE),
      new Map([
        [SHOP, indexOf('mail')],
        [OFFICE, indexOf('print')],
      ]),
    );
    assert.deepEqual(readdirSync(storage('closed')), ['queues-in-code.json']);
  });

  it('is kept of a folder of which nothing was found anew', async () => {
    window('kept', { [SHOP]: indexOf('mail'), [OFFICE]: indexOf('print') });
    const next = new IndexStore(storage('kept'), log);
    await next.recall([SHOP, OFFICE]);
    next.remember(SHOP, indexOf('letters'));
    next.dispose();
    assert.deepEqual((await recall('kept', SHOP, OFFICE)).get(OFFICE), indexOf('print'));
  });

  it('is nothing of a folder that is not of this workspace', async () => {
    window('other', { [SHOP]: indexOf('mail') });
    assert.deepEqual(await recall('other', OFFICE), new Map());
  });

  it('does not come in the place of what was found meanwhile', async () => {
    window('meanwhile', { [SHOP]: indexOf('mail') });
    const store = new IndexStore(storage('meanwhile'), log);
    const recalled = store.recall([SHOP]);
    store.remember(SHOP, indexOf('letters'));
    assert.deepEqual((await recalled).get(SHOP), indexOf('letters'));
    store.dispose();
  });

  it('is not read where another version has written it', async () => {
    window('version', { [SHOP]: indexOf('mail') });
    const text = readFileSync(fileIn('version'), 'utf8');
    writeFileSync(fileIn('version'), text.replace(/"format":\d+/, '"format":1'));
    assert.deepEqual(await recall('version', SHOP), new Map());
    assert.deepEqual(logged, []);
  });

  it('is not read where it is damaged, which is logged, and is written anew', async () => {
    window('damaged', { [SHOP]: indexOf('mail') });
    const whole = readFileSync(fileIn('damaged'), 'utf8');
    const format = /\{"format":\d+/.exec(whole)?.[0] ?? '';
    for (const damaged of [whole.slice(0, -20), '', 'null', '[]', `${format}}`, `${format},"folders":[7]}`]) {
      writeFileSync(fileIn('damaged'), damaged);
      assert.deepEqual(await recall('damaged', SHOP), new Map(), damaged);
    }
    assert.match(logged.join('\n'), /^The queues in code of the last window could not be read\./m);
    window('damaged', { [SHOP]: indexOf('mail') });
    assert.equal((await recall('damaged', SHOP)).size, 1);
  });

  it('is nowhere without a workspace', async () => {
    const store = new IndexStore(undefined, log);
    store.remember(SHOP, indexOf('mail'));
    store.dispose();
    assert.deepEqual(logged, []);
    assert.deepEqual(await new IndexStore(undefined, log).recall([]), new Map());
  });

  it('is logged where it cannot be written', () => {
    folder.write('a file', '');
    const store = new IndexStore(folder.at('a file'), log);
    store.remember(SHOP, indexOf('mail'));
    store.dispose();
    assert.match(logged.join('\n'), /^The queues in code could not be remembered\./);
  });
});
