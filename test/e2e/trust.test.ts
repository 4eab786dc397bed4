import assert from 'node:assert/strict';
import { BullJobs } from '../support/bull';
import { type RedisServer, startRedis } from '../support/redis';
import { launchVSCode, type VSCode } from '../support/vscode/launch';
import { vsixFile } from '../support/vsix';
import { waitFor } from '../support/wait-for';
import { lensClients, untilConnected } from './support/clients';
import { pictureFailures } from './support/pictures';
import { workspaceWith } from './support/workspace';

/** VS Code itself let the second one pass before 1.136.2. */
const forms = {
  'one key': (connections: readonly object[]) => ({ 'bullLens.connections': connections }),
  'a key in a key': (connections: readonly object[]) => ({ bullLens: { connections } }),
};

for (const [form, settings] of Object.entries(forms)) {
  describe(`a workspace that is not trusted, with its connections as ${form}`, () => {
    let redis: RedisServer;
    let workspace: ReturnType<typeof workspaceWith>;
    let code: VSCode;

    before(async () => {
      redis = await startRedis();
      const jobs = new BullJobs(redis);
      await jobs.wait('ai-parsing', 1);
      await jobs.close();
      workspace = workspaceWith(settings([{ name: 'from the workspace', url: redis.url }]));
      code = await launchVSCode({
        extension: vsixFile,
        workspace: workspace.folder,
        workspaceTrust: true,
        settings: { 'security.workspace.trust.startupPrompt': 'never' },
      });
    });
    after(async () => {
      await code?.close();
      await redis?.stop();
      workspace?.remove();
    });
    pictureFailures(() => code?.window);

    it('connects nowhere by its settings, and says so', async () => {
      const { window } = code;
      await window.openView('Bull Lens');
      await window.welcome(
        /Connections in the settings of this workspace are not used, because it is not trusted\.\s+Add Connection\s+Manage Workspace Trust/,
      );
      assert.deepEqual(await lensClients(redis), []);
    });

    it('is connected once it is trusted', async () => {
      const { window } = code;
      await window.page.locator('.welcome-view-content .monaco-button', { hasText: 'Manage Workspace Trust' }).click();
      // VS Code draws this page anew while it opens: a button may be another one by the time that the mouse is let go.
      const isTrusted = async () => {
        if (await window.page.locator('.workspace-trust-editor .workspace-trust-trusted').isVisible()) return true;
        const trust = window.page.locator('.workspace-trust-editor .monaco-button', { hasText: /^Trust$/ });
        await trust.click({ timeout: 2_000 });
        return false;
      };
      await waitFor(isTrusted, { timeout: 30_000, message: 'the workspace to be trusted' });
      await window.openView('Bull Lens');
      await window.row('from the workspace', 'ai-parsing').locate(60_000);
      await untilConnected(redis);
    });
  });
}
