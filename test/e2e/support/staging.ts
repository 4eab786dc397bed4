import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BullJobs } from '../../support/bull';
import { type RedisServer, startRedis } from '../../support/redis';
import { launchVSCode, type VSCode } from '../../support/vscode/launch';
import type { VSCodeWindow } from '../../support/vscode/window';
import { vsixFile } from '../../support/vsix';
import { pictureFailures } from './pictures';

interface Staging {
  readonly window: VSCodeWindow;
  readonly jobs: BullJobs;
  readonly redis: RedisServer;
  readonly folder: string;
}

/**
 * Within a `describe`: a Redis with the jobs that `prepare` makes, and a window on a folder with `files` (by name) in
 * which it is the connection `staging`, and its queues are shown.
 */
export function withStaging(
  files: Readonly<Record<string, string>>,
  prepare: (jobs: BullJobs) => Promise<unknown>,
): () => Staging {
  const folder = mkdtempSync(join(tmpdir(), 'bull-lens-staging-'));
  let redis: RedisServer | undefined;
  let jobs: BullJobs | undefined;
  let code: VSCode | undefined;

  before(async () => {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    redis = await startRedis();
    jobs = new BullJobs(redis);
    await prepare(jobs);
    const connections = [{ name: 'staging', url: redis.url }];
    code = await launchVSCode({
      extension: vsixFile,
      workspace: folder,
      settings: { 'bullLens.connections': connections },
    });
    await code.window.openView('Bull Lens');
    await code.window.row('mail').locate(60_000);
  });
  after(async () => {
    await code?.close();
    await jobs?.close();
    await redis?.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  pictureFailures(() => code?.window);
  return () => ({ window: code!.window, jobs: jobs!, redis: redis!, folder });
}
