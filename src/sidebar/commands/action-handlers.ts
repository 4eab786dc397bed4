import { on, type CommandHandler } from '../../commands';
import { commands } from '../../contributions';
import type { AddCommands } from './add-commands';
import type { EditCommands } from './edit-commands';
import type { JobActions } from './job-actions';
import type { QueueActions } from './queue-actions';
import type { RetryCommands } from './retry-commands';
import type { Targets } from './targets';

interface Actions {
  readonly onRetry: RetryCommands;
  readonly onActions: JobActions;
  readonly onQueues: QueueActions;
  readonly onEdits: EditCommands;
  readonly onAdds: AddCommands;
}

/** All that changes something in Redis, each with what it is done to (docs/actions.md). */
export function actionHandlers(targets: Targets, { onRetry, onActions, onQueues, onEdits, onAdds }: Actions) {
  return {
    [commands.retryJob]: on(targets.jobsOrDocument, onRetry.retry),
    [commands.retryAllJobs]: on(targets.folder, onRetry.retryAll),
    [commands.retryCause]: on(targets.anyCause, onRetry.retryCause),
    [commands.retryJobAsNew]: on(targets.jobs, onActions.on('retryAsNew')),
    [commands.retryAllJobsAsNew]: on(targets.folder, onActions.on('retryAsNew')),
    [commands.retryCauseAsNew]: on(targets.anyCause, onActions.on('retryAsNew')),
    [commands.editJobData]: on(targets.jobOrDocument, onEdits.edit),
    [commands.retryWithData]: on(targets.editedData, onEdits.retry),
    [commands.addJob]: on(targets.queueOrNone, onAdds.write),
    [commands.duplicateJob]: on(targets.jobOrDocument, onAdds.duplicate),
    [commands.addThisJob]: on(targets.newJob, onAdds.add),
    [commands.copyJobs]: on(targets.exportable, onActions.copy),
    [commands.promoteJob]: on(targets.jobs, onActions.on('promote')),
    [commands.promoteAllJobs]: on(targets.folder, onActions.on('promote')),
    [commands.discardJob]: on(targets.jobs, onActions.on('discard')),
    [commands.discardAllJobs]: on(targets.jobFolder, onActions.on('discard')),
    [commands.removeJob]: on(targets.jobs, onActions.on('remove')),
    [commands.removeAllJobs]: on(targets.jobFolder, onActions.on('remove')),
    [commands.removeCause]: on(targets.anyCause, onActions.on('remove')),
    [commands.cleanJobs]: on(targets.cleanable, onActions.clean),
    [commands.emptyQueue]: on(targets.queue, onActions.empty),
    [commands.repeatableJobs]: on(targets.queue, onQueues.repeatables),
    [commands.pauseQueue]: on(targets.queue, onQueues.pause),
    [commands.resumeQueue]: on(targets.queue, onQueues.resume),
    [commands.obliterateQueue]: on(targets.queue, onQueues.obliterate),
  } satisfies Record<string, CommandHandler>;
}
