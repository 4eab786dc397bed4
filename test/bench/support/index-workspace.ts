// Run by queues-in-code.bench.ts, bundled: `index FOLDER STORAGE` indexes the queues of a workspace as the linter's
// thread does, and remembers them; `recall FOLDER STORAGE` recalls them, as the next window does. Says how many there
// are and how long it took, in ms.
import { pathToFileURL } from 'node:url';
import { IndexStore } from '../../../src/editor/index-store';
import { defaultSettings, rules } from '../../../src/lint';
import { CodeQueues } from '../../../src/link/code-queues';
import { Pulse } from '../../../src/lint-thread/pulse';
import { newStopFlag } from '../../../src/lint-thread/stop-flag';
import { ThreadProject } from '../../../src/lint-thread/thread-project';
import type { Update } from '../../../src/lint-thread/updates';
import { silent } from '../../../src/log/logger';

export interface IndexTimes {
  readonly queues: number;
  readonly ms: number;
}

const nothingNew: Update = {
  ...{ revision: 0, settings: defaultSettings, filesExclude: {} },
  ...{ opened: [], closed: [], texts: new Map(), files: { changed: [], cameOrWent: [] } },
};

async function index(folder: string, store: IndexStore): Promise<number> {
  const editor = {
    load: async () => ({ update: nothingNew, texts: new Map(), entries: new Map() }),
    changed: () => {},
    log: () => {},
  };
  const project = new ThreadProject({ folder, diskAuthority: '', leftOut: [] }, editor, rules, new Pulse());
  project.update(nothingNew);
  const answer = await project.queues(newStopFlag());
  if (!answer) throw new Error('The index was stopped.');
  store.remember(keyOf(folder), answer.value);
  store.dispose();
  project.close();
  return answer.value.queues.length;
}

async function recall(folder: string, store: IndexStore): Promise<number> {
  const index = (await store.recall([keyOf(folder)])).get(keyOf(folder));
  return new CodeQueues(index?.queues ?? [], true, index?.processes).named.length;
}

function keyOf(folder: string): string {
  return pathToFileURL(folder).href;
}

const [, , mode, folder = '', storage = ''] = process.argv;
const begun = performance.now();
void (mode === 'index' ? index : recall)(folder, new IndexStore(storage, silent)).then((queues) => {
  const times: IndexTimes = { queues, ms: performance.now() - begun };
  process.stdout.write(JSON.stringify(times));
});
