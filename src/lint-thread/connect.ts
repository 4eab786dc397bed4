import type { MessagePort } from 'node:worker_threads';
import { createBirpc, type BirpcReturn } from 'birpc';

/**
 * Lets the other end of a channel call the methods of `local`, and gives those of the other end. Calls arrive in the order
 * in which they were made. `$close` ends it for both: calls that wait are rejected, and so is every later one (`$closed`).
 * `broken` is told when a message could not be read, so that somebody may wait for what never comes.
 */
export function connect<Remote extends object, Local extends object>(
  port: MessagePort,
  local: Local,
  broken: (error: Error) => void,
): BirpcReturn<Remote, Local> {
  const remote = createBirpc<Remote, Local>(local, {
    post: (message) => port.postMessage(message),
    on: (receive) => void port.on('message', receive),
    off: () => port.close(),
    bind: 'functions',
    timeout: -1,
  });
  port.on('close', () => remote.$close());
  port.on('messageerror', broken);
  return remote;
}
