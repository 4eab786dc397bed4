import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { VSCodeWindow } from '../../support/vscode/window';

const folder = resolve(__dirname, '../../../out/pictures');

/** Within a `describe`: leaves a picture of the window after each test that failed, named as the test, and prints its text. */
export function pictureFailures(window: () => VSCodeWindow | undefined): void {
  afterEach(async function () {
    const { currentTest } = this;
    if (!currentTest?.isFailed()) return;
    mkdirSync(folder, { recursive: true });
    console.log((await window()?.text())?.replaceAll(/^/gm, '      '));
    await window()?.screenshot(join(folder, `${currentTest.title.replaceAll(/[^\w ]/g, '')}.png`));
    // A dialog or a menu that it left would be in the way of the next one.
    await window()?.page.keyboard.press('Escape');
  });
}
