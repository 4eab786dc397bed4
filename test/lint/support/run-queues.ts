import { runInThisContext } from 'node:vm';
import BullQueue, { type Queue, type QueueOptions } from 'bull';
import ts from 'typescript';

/** AdvancedSettings as the constructed queue holds them; Bull's types leave them out. */
export type RunningQueue = Queue & { readonly settings: Readonly<Record<string, unknown>> };

/**
 * Runs a file of a test's workspace with real Bull, and gives back the queues that it made. Only where they connect is
 * another: to the Redis of this port. Modules other than Bull are functions that do nothing.
 */
export function runQueues(code: string, port: number): readonly RunningQueue[] {
  const queues: RunningQueue[] = [];
  function Bull(name: string, ...[second, third]: (string | QueueOptions | undefined)[]) {
    const options = (typeof second === 'string' ? third : second) as QueueOptions | undefined;
    const queue = new BullQueue(name, { ...options, redis: { port } });
    queues.push(queue as RunningQueue);
    return queue;
  }
  const load = (module: string): unknown => (module === 'bull' ? Bull : () => Promise.resolve());
  const { outputText } = ts.transpileModule(code, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true },
  });
  const run = runInThisContext(`(require, module, exports) => {${outputText}\n}`) as (...args: unknown[]) => void;
  const module = { exports: {} };
  run(load, module, module.exports);
  return queues;
}
