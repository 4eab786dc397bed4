import type typescript from 'typescript';
import type { ParsedFile } from '../../syntax/parsed-file';
import { directoryOf, join } from '../../files/paths';
import { ts } from '../../syntax/typescript';
import type { RuleContext } from '../../engine/rule';
import { alternatives, isText, option } from '../../evaluation/inspect-value';
import type { SingleValue } from '../../evaluation/value';
import { clientsOf } from '../../queue/create-client';
import { objectOf } from '../../evaluation/build-value';
import { redisClientsIn, refusedOptions } from '../../queue/clients';
import { passesAddressOn } from '../../queue/passed-address';
import type { PoolExport } from './adoption';
import { homeOf, type Candidate } from './candidates';
import { connectionKey, connectionOf } from './connection-key';

/** A module that exports a `createClient`. */
export interface PoolModule {
  readonly path: string;
  /** Exported under this name. */
  readonly createClient: string;
  /** What it exports of ours. */
  readonly exports: ReadonlySet<PoolExport>;
}

/** The pool that a queue of the same package has already, for the same Redis or for any; null where there is none. */
export function existingPool({ queue }: Candidate, context: RuleContext): PoolModule | null {
  const home = homeOf(queue.file, context);
  const key = connectionOf(queue);
  for (const other of context.workspace.queues) {
    const createClient = option(other.options, 'createClient');
    if (createClient.kind !== 'function' || homeOf(createClient.at.file, context) !== home) continue;
    const file = context.project.parse(createClient.at.file);
    const name = file && exportedFunction(file, createClient.node);
    if (!name) continue;
    const exports = OURS.filter((each) => exportsName(file.ast.text, each));
    const isOurs = exports.length > 0 && passesAddressOn(createClient);
    if (!isOurs && !isPoolFor(key, createClient)) continue;
    return { path: file.path, createClient: name, exports: new Set(exports) };
  }
  return null;
}

const OURS = ['closeOnShutdown', 'RedisPoolModule'] as const;

/** One client and one subscriber for all, a bclient for each, all of which Bull takes, and the right Redis. */
function isPoolFor(key: string, createClient: SingleValue): boolean {
  const noOptions = objectOf(new Map(), createClient.at);
  const clients = clientsOf(createClient, noOptions);
  const [client, subscriber, bclient] = [clients.client, clients.subscriber, clients.bclient].map((value) => {
    const found = redisClientsIn(value);
    return found.length === alternatives(value).length && found.length === 1 ? found[0]! : null;
  });
  if (!client || !subscriber || !bclient) return false;
  if (client.identity.kind !== 'one' || subscriber.identity.kind !== 'one' || bclient.identity.kind !== 'fresh')
    return false;
  if ([subscriber, bclient].some((each) => refusedOptions(each).length > 0)) return false;
  const url = client.args.find((argument) => alternatives(argument).every(isText)) ?? null;
  const options = client.args.find((argument) => argument.kind === 'object');
  const own = new Map(
    [...(options?.kind === 'object' ? options.properties : [])].filter(([name]) => !isDemanded(name)),
  );
  const redis = options?.kind === 'object' && own.size > 0 ? { ...options, properties: own } : null;
  return connectionKey(url, redis) === key;
}

function isDemanded(name: string): boolean {
  return name === 'maxRetriesPerRequest' || name === 'enableReadyCheck';
}

function exportedFunction({ ast }: ParsedFile, node: typescript.Node): string | null {
  const declared = ts.isVariableDeclaration(node.parent)
    ? node.parent.name
    : ts.isFunctionDeclaration(node) && node.name;
  if (!declared || !ts.isIdentifier(declared)) return null;
  return exportsName(ast.text, declared.text) ? declared.text : null;
}

/** `export function x`, `export const x`, `export { x }`, `module.exports = { x }` and `exports.x = x`. */
function exportsName(text: string, name: string): boolean {
  return new RegExp(
    `\\bexport\\s+(async\\s+)?(function|const|class)\\s+${name}\\b|\\bexport(s\\s*=)?\\s*\\{[^}]*\\b${name}\\b[^}:]*\\}|\\bexports\\.${name}\\s*=\\s*${name}\\b`,
  ).test(text);
}

/** Folders of which platforms and frameworks load each file, as a route, a function, a model and so on. */
const LOADED = new Set([
  ...['api', 'pages', 'routes', 'controllers', 'functions', 'models', 'policies', 'hooks', 'plugins', 'middleware'],
  ...['middlewares', 'commands', 'events'],
]);

/**
 * A path for a new pool module of the code of some files: in the folder of all of them, or of the first where that is all
 * of the package, or above what a framework would take it for.
 */
export function newPoolPath(files: readonly [string, ...string[]], extension: string, context: RuleContext): string {
  const home = homeOf(files[0], context);
  const folders = files.map((file) => directoryOf(file).slice(home.length).split('/').filter(Boolean));
  const [first = []] = folders;
  const apart = first.findIndex((name, i) => folders.some((names) => names[i] !== name));
  const within = apart > 0 ? first.slice(0, apart) : first;
  const loaded = within.findIndex((name) => LOADED.has(name));
  const directory = (loaded < 0 ? within : within.slice(0, loaded)).reduce(join, home);
  const names = context.project.names(directory);
  for (let i = 1; ; i++) {
    const name = `redis-pool${i > 1 ? `-${i}` : ''}${extension}`;
    if (!names.has(name)) return join(directory, name);
  }
}
