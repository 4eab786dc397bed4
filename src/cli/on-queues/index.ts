import { createInterface } from 'node:readline/promises';
import type { Workspace } from '../workspace';
import type { Terminal } from '../terminal';
import type { QueueCommand } from '../queue-arguments';
import { failed } from './failed';
import { job } from './job';
import { isReadOnly, redisOf } from './redis';
import { retry } from './retry';
import { withRedis } from './session';
import { status } from './status';
import { UsageError } from '../usage';

/** Runs a command on the queues of a Redis; answers whether all that was asked for was done. */
export function runOnQueues(command: QueueCommand, { root }: Workspace, terminal: Terminal): Promise<boolean> {
  const spec = redisOf(command.redis, root, process.env);
  if (command.kind === 'retry' && !command.dryRun && isReadOnly(command.redis, root)) {
    throw new UsageError(`The connection ${spec.name} is read-only: nothing is retried there.`);
  }
  return withRedis(spec, async (session) => {
    switch (command.kind) {
      case 'status':
        terminal.out(await status(session, command.format));
        return true;
      case 'failed':
        await failed(session, command, (text) => terminal.out(text));
        return true;
      case 'job':
        terminal.out(await job(session, command.queue, command.id));
        return true;
      case 'retry':
        return retry(session, command, terminal, terminal.isInteractive ? ask : null);
    }
  });
}

async function ask(question: string): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await lines.question(`${question} [y/N] `)).trim());
  } finally {
    lines.close();
  }
}
