import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { VSCode } from '../../support/vscode/launch';
import type { VSCodeWindow } from '../../support/vscode/window';

/** What the browser keeps for VS Code: its state, settings and secrets (these are encrypted). */
const readBrowser = `(async () => {
  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const texts = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })];
  for (const { name } of await indexedDB.databases()) {
    const db = await done(indexedDB.open(name));
    for (const store of db.objectStoreNames) {
      const contents = db.transaction(store).objectStore(store);
      const [keys, values] = await Promise.all([done(contents.getAllKeys()), done(contents.getAll())]);
      const decoder = new TextDecoder();
      const text = (value) => (value instanceof Uint8Array ? decoder.decode(value) : JSON.stringify(value));
      texts.push(...keys.map(text), ...values.map(text));
    }
    db.close();
  }
  return texts;
})()`;

/** What VS Code has saved by now of what it knows: it does so a moment later, and a reload does not wait for it. */
export function browserTexts({ page }: VSCodeWindow): Promise<string[]> {
  return page.evaluate<string[]>(readBrowser);
}

/** Where any of these texts stands, of all that a password must not get into; empty where nowhere. */
export async function tracesOf(texts: readonly string[], code: VSCode): Promise<string[]> {
  const { window, server } = code;
  const places = new Map<string, readonly string[]>();
  places.set('the window', [await window.page.content(), await window.page.locator('body').innerText()]);
  places.set('the browser', await browserTexts(window));
  for (const folder of ['user', 'server']) {
    for (const file of readdirSync(join(server.folder, folder), { recursive: true, withFileTypes: true })) {
      const path = join(file.parentPath, file.name);
      if (file.isFile()) places.set(path, read(path));
    }
  }
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    places.set(`the command line of process ${pid}`, read(`/proc/${pid}/cmdline`));
  }
  return [...places]
    .filter(([, contents]) => contents.some((content) => texts.some((text) => content.includes(text))))
    .map(([place]) => place);
}

/** Nothing of a file that was there a moment ago: VS Code removes its temporary ones, and processes end. */
function read(file: string): readonly string[] {
  try {
    return [readFileSync(file, 'latin1')];
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw error;
  }
}
