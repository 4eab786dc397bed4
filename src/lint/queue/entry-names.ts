/** What people call the file that a program starts with. */
const STARTS = new Set([
  ...['index', 'main', 'server', 'app', 'www', 'start', 'run', 'serve', 'bootstrap', 'entrypoint', 'cli', 'cluster'],
  ...['cron', 'scheduler', 'runner', 'daemon', 'consumer', 'worker', 'workers'],
]);

/** Where it runs, or what it serves: `main.prod.ts`, `index.web.js`, `main-api.ts`. */
const VARIANTS = new Set([
  ...['prod', 'production', 'staging', 'dev', 'develop', 'development', 'local', 'debug', 'standalone', 'docker'],
  ...['node', 'bun', 'deno', 'lambda', 'vercel', 'web', 'api', 'http', 'https', 'grpc', 'rest', 'graphql', 'rpc'],
]);

/** Of what kind it is, with a word for what it works on: `mail-worker.ts`; a `worker-pool.ts` is no worker. */
const KINDS = new Set(['server', 'cron', 'daemon', 'consumer', 'worker', 'workers']);

/** What makes or handles such a thing is none, as little as a browser's `service-worker.ts`. */
const NO_KINDS = new Set([
  ...['create', 'make', 'build', 'new', 'get', 'use', 'with', 'to', 'add', 'remove', 'delete', 'update', 'set'],
  ...['setup', 'init', 'initialize', 'register', 'configure', 'manage', 'monitor', 'launch', 'spawn', 'restart'],
  ...['stop', 'close', 'kill', 'check', 'verify', 'diagnose', 'fix', 'mock', 'fake', 'test', 'base', 'abstract'],
  ...['service', 'shared'],
]);

/**
 * Whether a file's name says that a program starts with it. Of the names that only begin like one, hardly any does: people
 * call the parts of a program `main-server-handler.ts`, `server-config.js`, `worker-pool.ts`, `app.module.ts`.
 */
export function isEntryName(name: string): boolean {
  const words = wordsOf(name);
  if (words.every((word) => STARTS.has(word) || VARIANTS.has(word))) return words.some((word) => STARTS.has(word));
  return KINDS.has(words.at(-1) ?? '') && !words.some((word) => NO_KINDS.has(word));
}

/** Those of `mail-worker.ts` and `mailWorker.js`; none of `MailWorker.ts`, which is called like the class in it. */
function wordsOf(name: string): readonly string[] {
  const stem = name.replace(/\.[cm]?[jt]sx?$/, '');
  if (/^[A-Z]/.test(stem)) return [];
  return stem
    .replace(/([a-z\d])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[-._]/);
}
