import { together } from '../../actions/outcome';
import { askAction } from '../../actions/question';
import { WORDS } from '../../actions/words';
import type { JobState } from '../../bull/states';
import { nameOfCause } from '../../cause-words';
import { showInformationMessage, showQuickPick, showWarningMessage } from '../../messages';
import type { ActionOutcome, ActionProgress, JobId, RemovableState } from '../../queues';
import { complete } from '../../walkthrough';
import type { JobDocuments } from '../jobs/job-documents';
import type { CauseNode } from '../nodes/cause-node';
import type { QueueFolder } from '../nodes/folders';
import type { JobNode } from '../nodes/job-node';
import type { QueueNode } from '../nodes/queue-node';
import type { StateNode } from '../nodes/state-node';
import type { QueuesTree } from '../queues-tree';
import { tellOutcome } from './tell-outcome';
import { withCancel } from './with-cancel';

type Queues = typeof import('../../queues');

/** Jobs of one queue in one state. */
interface Chosen {
  readonly state: JobState;
  readonly ids: readonly JobId[];
  /** As `RetryOptions` has it. */
  readonly failedAt?: ReadonlyMap<string, number>;
}

type Perform = (queues: Queues, queue: QueueFolder, chosen: Chosen, progress: ActionProgress) => Promise<ActionOutcome>;

interface JobAction {
  readonly states: readonly JobState[];
  /** Also before it is done to jobs that were picked. */
  readonly asksAlways: boolean;
  readonly perform: Perform;
}

/** What can be done to jobs besides a retry. */
const ACTIONS = {
  retryAsNew: {
    states: ['failed'],
    asksAlways: true,
    perform: ({ retryAsNew }, { connection, queue }, { ids, failedAt }, progress) =>
      retryAsNew(connection, queue.ref, ids, { ...progress, ...(failedAt && { failedAt }) }),
  },
  promote: {
    states: ['delayed'],
    asksAlways: false,
    perform: ({ promote }, { connection, queue }, { ids }, progress) => promote(connection, queue.ref, ids, progress),
  },
  remove: {
    states: ['failed', 'waiting', 'delayed', 'completed', 'paused', 'priority'] satisfies RemovableState[],
    asksAlways: true,
    perform: ({ remove }, { connection, queue }, { state, ids, failedAt }, progress) =>
      remove(connection, queue.ref, ids, {
        ...progress,
        state: state as RemovableState,
        ...(failedAt && { failedAt }),
      }),
  },
} as const satisfies Record<string, JobAction>;

type ActionId = keyof typeof ACTIONS;

const HOUR = 3_600_000;

/** ms */
const AGES = [
  { label: '1 hour', age: HOUR },
  { label: '1 day', age: 24 * HOUR },
  { label: '1 week', age: 7 * 24 * HOUR },
  { label: '30 days', age: 30 * 24 * HOUR },
] as const;

/** What is done to jobs: to one, a selection, those of one cause, or all of a queue in a state. */
export class JobActions {
  constructor(
    private readonly tree: QueuesTree,
    private readonly documents: JobDocuments,
  ) {}

  readonly onPicked = (action: ActionId) => async (picked: readonly JobNode[]) => {
    const { states, asksAlways }: JobAction = ACTIONS[action];
    const jobs = picked.filter(({ row }) => states.includes(row.state));
    if (jobs.length === 0) throw new Error(`None of these jobs is ${states.join(' or ')}.`);
    for (const queue of new Set(jobs.map(({ queueNode }) => queueNode))) {
      const rows = jobs.filter(({ queueNode }) => queueNode === queue).map(({ row }) => row);
      const chosen = [...new Set(rows.map(({ state }) => state))].map((state) => ({
        state,
        ids: rows.filter((row) => row.state === state).map(({ id }) => id),
      }));
      await this.act(action, queue, chosen, { isAsked: asksAlways });
    }
  };

  readonly onState = (action: ActionId) => (folder: StateNode) => this.onStates(action, folder.parent, [folder.state]);

  readonly onCause = (action: ActionId) => async (node: CauseNode) => {
    const jobs = await withCancel('Reading the failed jobs of this cause…', async ({ signal }) => {
      const found = await node.jobsNow();
      return signal.aborted ? null : found;
    });
    if (!jobs) return;
    await this.act(action, node.queueNode, [{ state: 'failed', ...jobs }], { cause: nameOfCause(node.group) });
  };

  /** The jobs of a state that are older than the person says. */
  readonly clean = async ({ parent: queue, state }: StateNode) => {
    const since = state === 'failed' || state === 'completed' ? state : 'added';
    const picked = await showQuickPick(AGES, { placeHolder: `Remove jobs that were ${since} before how long?` });
    if (picked) await this.onStates('remove', queue, [state], Date.now() - picked.age);
  };

  /** All that is yet to run, as Bull's `queue.empty()`. */
  readonly empty = (queue: QueueNode) => this.onStates('remove', queue, ['waiting', 'paused', 'delayed']);

  private async onStates(
    action: ActionId,
    queue: QueueFolder,
    states: readonly JobState[],
    before?: number,
  ): Promise<void> {
    const { idsIn } = await import('../../queues');
    const chosen = await withCancel(`Reading the jobs of ${queue.queue.ref.name}…`, async ({ signal }) => {
      const found: Chosen[] = [];
      for (const state of states) {
        const ids = await idsIn(queue.connection, queue.queue, state, { signal, ...(before && { before }) });
        if (ids.length > 0) found.push({ state, ids });
      }
      return signal.aborted ? null : found;
    });
    if (chosen?.length === 0) {
      void showInformationMessage(`${queue.queue.ref.name} has no such jobs.`);
      await this.tree.refreshQueue(queue);
    } else if (chosen) await this.act(action, queue, chosen);
  }

  private async act(
    action: ActionId,
    queue: QueueFolder,
    chosen: readonly Chosen[],
    { isAsked = true, cause = null as string | null } = {},
  ): Promise<void> {
    const state = chosen.map((some) => some.state).join(' and ');
    const { connection } = queue;
    const { name } = queue.queue.ref;
    let sure = chosen;
    if (isAsked) {
      const dry = await performAll(action, queue, chosen, true, `Counting ${state} jobs of ${name}`);
      const all = together(dry);
      if (all.unsent.length > 0 && !all.problem) return;
      if (all.done.length === 0) return this.tell(action, queue, state, all);
      const { message, detail, answer } = askAction(action, all, {
        ...{ state, queue: name, connection: connection.spec.name, cause },
      });
      if ((await showWarningMessage(message, { modal: true, detail }, answer)) !== answer) return;
      sure = chosen.map((some, i) => ({ ...some, ids: dry[i]?.done ?? [] }));
    }
    const outcomes = await performAll(action, queue, sure, false, `${WORDS[action].doing} jobs of ${name}`);
    await this.tell(action, queue, state, together(outcomes));
  }

  private async tell(action: ActionId, queue: QueueFolder, state: string, outcome: ActionOutcome): Promise<void> {
    tellOutcome(outcome, WORDS[action], state);
    if (action === 'retryAsNew' && outcome.done.length > 0) complete('retriedJobs');
    this.documents.refreshAll();
    await this.tree.refreshQueue(queue);
  }
}

/** One state after the other, below one notification. */
async function performAll(
  action: ActionId,
  queue: QueueFolder,
  chosen: readonly Chosen[],
  isDry: boolean,
  title: string,
): Promise<ActionOutcome[]> {
  const queues = await import('../../queues');
  const { perform }: JobAction = ACTIONS[action];
  const total = chosen.reduce((sum, { ids }) => sum + ids.length, 0);
  return withCancel(
    title,
    async ({ signal, onProgress }) => {
      const outcomes: ActionOutcome[] = [];
      let before = 0;
      for (const some of chosen) {
        const progress = { signal, isDry, onProgress: (done: number) => onProgress?.(before + done) };
        outcomes.push(await perform(queues, queue, some, progress));
        before += some.ids.length;
      }
      return outcomes;
    },
    total,
  );
}
