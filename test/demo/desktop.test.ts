import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { hasDesktop, openDesktop } from './desktop';

/** Stands for VS Code's `code`: notes its arguments, and leaves a process behind whose id is in code.lock. */
const fakeCode = `#!/bin/sh
echo "$@" >> "$(dirname "$0")/calls"
case "$*" in
  *--new-window*) sleep 600 > /dev/null 2>&1 & echo -n $! > "$2/code.lock" ;;
esac
`;

describe('the demo on the desktop', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bull-lens-desktop-test-'));
  const path = process.env.PATH;
  before(() => {
    mkdirSync(join(folder, 'bin'));
    writeFileSync(join(folder, 'bin/code'), fakeCode, { mode: 0o755 });
    process.env.PATH = join(folder, 'bin') + delimiter + path;
  });
  after(() => {
    process.env.PATH = path;
    rmSync(folder, { recursive: true });
  });

  it('finds VS Code, installs the extension into a profile of its own, opens a window and ends it', async () => {
    assert.equal(await hasDesktop(), true);
    const close = await openDesktop(['bull-lens.vsix', 'guide.vsix'], 'workspace', folder);
    const own = `--user-data-dir ${folder}/user --extensions-dir ${folder}/extensions`;
    assert.deepEqual(readFileSync(join(folder, 'bin/calls'), 'utf8').trim().split('\n'), [
      '--version',
      `${own} --install-extension bull-lens.vsix --install-extension guide.vsix`,
      `${own} --new-window workspace`,
    ]);
    const pid = Number(readFileSync(join(folder, 'user/code.lock'), 'utf8'));
    process.kill(pid, 0);
    await close();
    assert.throws(() => process.kill(pid, 0), /ESRCH/);
  });

  it('is no error when the window has been closed', async () => {
    const close = await openDesktop(['bull-lens.vsix', 'guide.vsix'], 'workspace', folder);
    process.kill(Number(readFileSync(join(folder, 'user/code.lock'), 'utf8')));
    await close();
  });
});
