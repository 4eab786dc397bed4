import type { CheckState } from '../../queues/watch/checklist';
import { ShownData } from '../../job-data/shown-data';
import { exitCodes } from '../exit-codes';
import type { Workspace } from '../workspace';
import type { Terminal } from '../terminal';
import type { QueueCommand } from '../queue-arguments';
import { dataSettings, readSettings, watchPlan } from '../settings';
import { ask } from './ask';
import { failed } from './failed';
import { find } from './find';
import { job } from './job';
import { redisOf } from './redis';
import { retry } from './retry';
import { withRedis } from './session';
import { status } from './status';
import { UsageError } from '../usage';
import { watch } from './watch';

/** Runs a command on the queues of a Redis; answers its exit code: 1 where something was left, or a watch was breached. */
export function runOnQueues(command: QueueCommand, { root }: Workspace, rawTerminal: Terminal): Promise<number> {
  const isExport = command.kind === 'find' && (command.format === 'jsonl' || command.format === 'csv');
  const out = (text: string) => rawTerminal.out(isExport ? text : escaped(text));
  const terminal = { ...rawTerminal, out };
  const redis = redisOf(command.redis, root, process.env);
  if (command.kind === 'retry' && !command.dryRun && redis.isReadOnly) {
    throw new UsageError(
      `The connection ${redis.spec.name} is read-only, so nothing is retried there. Its readOnly is in bullLens.connections.`,
    );
  }
  const settings = readSettings(root);
  const shownData = new ShownData(dataSettings(settings));
  const notice = (text: string) => terminal.err(`${text}\n`);
  return withRedis(redis, { shownData, notice }, async (session) => {
    switch (command.kind) {
      case 'status':
        terminal.out(await status(session, command.format));
        return exitCodes.clean;
      case 'failed':
        await failed(session, command, (text) => terminal.out(text));
        return exitCodes.clean;
      case 'find':
        return (await find(session, command, terminal)) ? exitCodes.clean : exitCodes.findings;
      case 'job':
        terminal.out(await job(session, command.queue, command.id));
        return exitCodes.clean;
      case 'retry':
        return (await retry(session, command, terminal, terminal.isInteractive ? ask : null))
          ? exitCodes.clean
          : exitCodes.findings;
      case 'watch':
        return watchExitCodes[await watch(session, command, watchPlan(settings), terminal)];
    }
  });
}

/** What is for people has none of these by now. JSON has them where data does, and an escape says the same there. */
function escaped(text: string): string {
  const escape = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return text.replace(/[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, escape);
}

const watchExitCodes = {
  held: exitCodes.clean,
  breached: exitCodes.findings,
  unknown: exitCodes.couldNotRun,
} as const satisfies Record<CheckState, number>;
