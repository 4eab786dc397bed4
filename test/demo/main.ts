// npm run demo [-- --server]: the incident that Bull Lens is made for, on a Redis of its own, in a VS Code of its own:
// the desktop's, where `code` is on the PATH, otherwise (or with --server) the VS Code server. Ctrl-C ends all of it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startRedis } from '../support/redis';
import { startServer } from '../support/vscode/server';
import { packageExtension } from '../support/vsix';
import { Deployment } from './deployment';
import { hasDesktop, openDesktop } from './desktop';
import { packageGuide } from './guide';
import { Incident } from './incident';
import { WorkerProcesses } from './processes';
import { makeWorkspace } from './sample';

type Cleanup = () => void | Promise<void>;

/** Starts everything; what ends it is pushed onto `cleanups` as soon as there is something to end. */
async function demo(cleanups: Cleanup[]): Promise<void> {
  const { values } = parseArgs({ options: { server: { type: 'boolean', default: false } } });
  const folder = mkdtempSync(join(tmpdir(), 'bull-lens-demo-'));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

  const redis = await startRedis();
  cleanups.push(() => redis.stop());
  console.log(`Redis: ${redis.url}`);

  console.log('Packaging the extension, and making 43 of 61 jobs fail (about 20 s)');
  const processes = new WorkerProcesses();
  const incident = new Incident(redis.url, processes);
  cleanups.push(
    () => incident.close(),
    () => processes.killAll(),
  );
  const [vsix, guide] = await Promise.all([
    packageExtension(join(folder, 'bull-lens.vsix')),
    packageGuide(join(folder, 'guide.vsix')),
    incident.happen(),
  ]);
  console.log(`Failed jobs: ${(await incident.failedReasons()).length}`);

  const workspace = makeWorkspace(join(folder, 'purchase-order-pipeline'), redis.url);
  const deployment = new Deployment(workspace, redis.url, processes);
  cleanups.push(() => deployment.close());
  deployment.start();
  incident.goOn();
  const isDesktop = !values.server && (await hasDesktop());
  if (isDesktop) {
    cleanups.push(await openDesktop([vsix, guide], workspace, folder));
    console.log('VS Code opens.');
  } else {
    const server = await startServer({ extension: [vsix, guide] });
    cleanups.push(() => server.stop());
    console.log(`Open ${server.address(workspace)}`);
  }
  console.log('The walkthrough, and the README in the tab before it, lead through. Ctrl-C ends the demo.');
}

async function main(): Promise<void> {
  const cleanups: Cleanup[] = [];
  const end = async (code: number) => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void end(0));
  try {
    await demo(cleanups);
  } catch (error) {
    console.error(error);
    await end(1);
  }
}

void main();
