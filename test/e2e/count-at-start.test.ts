import { BullJobs } from '../support/bull';
import { type RedisServer, startRedis } from '../support/redis';
import { launchVSCode, type VSCode } from '../support/vscode/launch';
import { vsixFile } from '../support/vsix';
import { waitFor } from '../support/wait-for';
import { lensClients, untilConnected } from './support/clients';
import { pictureFailures } from './support/pictures';
import { browserTexts } from './support/traces';
import { workspaceWith } from './support/workspace';

describe('a window that starts, with its view closed', () => {
  let redis: RedisServer;
  let jobs: BullJobs;
  let code: VSCode;
  const workspace = () => workspaceWith({ 'bullLens.connections': [{ name: 'staging', url: redis.url }] });
  let used: ReturnType<typeof workspace>;

  before(async () => {
    redis = await startRedis();
    jobs = new BullJobs(redis);
    await jobs.fail('ai-parsing', 2, new Error('no order'));
    used = workspace();
    code = await launchVSCode({ extension: vsixFile, workspace: used.folder });
  });
  after(async () => {
    await code?.close();
    await jobs?.close();
    await redis?.stop();
    used?.remove();
  });
  pictureFailures(() => code?.window);

  it('counts the failed jobs, and lets go of its socket, where queues were found before', async () => {
    const { window } = code;
    await window.openView('Bull Lens');
    await window.row('ai-parsing').locate(60_000);
    await waitFor(async () => !/searching/.test(await window.row('staging').text()), { message: 'the search to end' });
    await window.openView('Explorer');
    const isSaved = async () => (await browserTexts(window)).some((text) => text.includes('ai-parsing'));
    await waitFor(isSaved, { message: 'the queues to be remembered' });
    await jobs.fail('ai-parsing', 1, new Error('no order'));
    await window.page.reload();
    await waitFor(async () => (await window.badge('Bull Lens')) === '3', { timeout: 60_000, message: 'the badge' });
    await window.statusBarItem('3 failed').waitFor();
    await waitFor(async () => (await lensClients(redis)).length === 0, { message: 'the socket to be closed' });
  });

  it('shows the tree as ever once somebody looks', async () => {
    const { window } = code;
    await window.openView('Bull Lens');
    await window.row('ai-parsing 3 failed').locate();
    await untilConnected(redis);
  });
});
