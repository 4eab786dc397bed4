import { nameOfQueues } from '../../actions/counted-queues';
import { together } from '../../actions/outcome';
import { isWorthAPace } from '../../actions/pace';
import { askAction } from '../../actions/question';
import { WORDS } from '../../actions/words';
import { JOB_STATES, type JobState } from '../../bull/states';
import { nameOfCause } from '../../cause-words';
import { showInformationMessage, showQuickPick } from '../../messages';
import type { ActionOutcome, DiscardableState, RemovableState } from '../../queues';
import { dialectOf } from '../../queues/dialects';
import { complete } from '../../walkthrough';
import type { JobDocuments } from '../jobs/job-documents';
import { CauseNode } from '../nodes/cause-node';
import type { ConnectionNode } from '../nodes/connection-node';
import type { QueueNode } from '../nodes/queue-node';
import { SharedCauseNode } from '../nodes/shared-cause-node';
import { StateNode } from '../nodes/state-node';
import type { QueuesTree } from '../queues-tree';
import { askAnswer } from './ask-answer';
import { chosenJobs, jobsBelow, jobsInState, type Chosen, type Folder } from './chosen-jobs';
import type { Exportable } from './exported-rows';
import { pickAge, pickState } from './pick-old-jobs';
import { countedQueues, performAll, unsentOf, type How, type Start, type Sure } from './perform-all';
import { tellOutcome, type Told } from './tell-outcome';
import { withCancel } from './with-cancel';

type Queues = typeof import('../../queues');

interface JobAction {
  readonly states: readonly JobState[];
  /** Also before it is done to a few jobs that were picked. */
  readonly asksAlways: boolean;
  /** These jobs run then, so that it may be seen whether they fail. */
  readonly letsRun: boolean;
  readonly start: (queues: Queues, chosen: Chosen, to: Queue | null) => Start;
}

type Queue = QueueNode['queue'];

const DISCARDABLE = ['waiting', 'delayed', 'paused', 'priority'] satisfies DiscardableState[];
const REMOVABLE = ['failed', 'completed', ...DISCARDABLE] satisfies RemovableState[];

/** What can be done to jobs besides a retry. */
const ACTIONS = {
  retryAsNew: {
    ...{ states: ['failed'], asksAlways: true, letsRun: true },
    start: ({ retryAsNew }) => retryAsNew,
  },
  promote: {
    ...{ states: ['delayed'], asksAlways: false, letsRun: true },
    start: ({ promote }) => promote,
  },
  discard: {
    ...{ states: DISCARDABLE, asksAlways: true, letsRun: false },
    start:
      ({ discard }, { state }) =>
      (connection, queue, ids, options) =>
        discard(connection, queue, ids, { ...options, state: state as DiscardableState }),
  },
  remove: {
    ...{ states: REMOVABLE, asksAlways: true, letsRun: false },
    start:
      ({ remove }, { state }) =>
      (connection, queue, ids, options) =>
        remove(connection, queue, ids, { ...options, state: state as RemovableState }),
  },
  copy: {
    ...{ states: JOB_STATES, asksAlways: true, letsRun: false },
    start:
      ({ copyJobs }, _, to) =>
      (connection, queue, ids, options) =>
        copyJobs(connection, queue, (to as Queue).ref, ids, options),
  },
} as const satisfies Record<string, JobAction>;

type ActionId = keyof typeof ACTIONS;

/** What is known of the jobs beside what they are. */
interface About {
  readonly isAsked?: boolean;
  readonly cause?: CauseNode['group'] | null;
  readonly to?: Queue | null;
}

/** What is done to jobs: to one, a selection, those of one cause or one search, or all of a queue in a state. */
export class JobActions {
  constructor(
    private readonly tree: QueuesTree,
    private readonly documents: JobDocuments,
  ) {}

  readonly on = (action: ActionId) => async (rows: Exportable | Folder) => {
    const { states, asksAlways }: JobAction = ACTIONS[action];
    const isAsked = asksAlways || !Array.isArray(rows) || isWorthAPace(rows.length);
    const cause = causeOf(rows);
    await this.actOn(action, (signal) => chosenJobs(rows, states, signal), { isAsked, cause });
  };

  /** To a queue of the same connection, which is picked. */
  readonly copy = async (rows: Exportable) => {
    const chosen = await readChosen((signal) => chosenJobs(rows, JOB_STATES, signal));
    if (!chosen) return;
    const [some, ...others] = chosen;
    if (!some) throw new Error('There is no job to copy.');
    const { session } = some.queue.parent;
    if (others.some(({ queue }) => queue.parent.session !== session)) {
      throw new Error('Choose jobs of one connection: they are copied within it.');
    }
    const isSource = ({ ref }: Queue) =>
      others.every(({ queue }) => queue === some.queue) &&
      ref.name === some.queue.queue.ref.name &&
      ref.prefix === some.queue.queue.ref.prefix;
    const targets = (session.monitor?.queues ?? []).filter(
      (queue) => dialectOf(queue).takesChanges && !isSource(queue),
    );
    if (targets.length === 0) throw new Error(`${session.name} has no other queue of Bull.`);
    const areSeveral = new Set(targets.map(({ ref }) => ref.prefix)).size > 1;
    const items = targets.map((queue) => ({
      ...{ label: queue.ref.name, queue },
      ...(areSeveral && { description: queue.ref.prefix }),
    }));
    const picked = await showQuickPick(items, { placeHolder: 'To which queue are the jobs to be copied?' });
    if (!picked) return;
    const cause = causeOf(rows);
    await this.act('copy', chosen, { cause, to: picked.queue });
  };

  /** The jobs of a state that are older than the person says; of a queue or a connection in a state that is picked. */
  readonly clean = async (row: StateNode | QueueNode | ConnectionNode) => {
    const state = row instanceof StateNode ? row.state : await pickState(row);
    const age = state && (await pickAge(state, !(row instanceof StateNode)));
    if (!state || age === undefined) return;
    const before = age === 0 ? undefined : Date.now() - age;
    await this.actOn('remove', async (signal) =>
      row instanceof StateNode
        ? [await jobsInState(row.queueNode, state, signal, before)]
        : jobsBelow(row, [state], signal, before),
    );
  };

  /** All that is yet to run, as Bull's `queue.empty()`. */
  readonly empty = async (queue: QueueNode) => {
    await this.actOn('remove', (signal) => jobsBelow(queue, ['waiting', 'paused', 'delayed'], signal));
  };

  private async actOn(
    action: ActionId,
    read: (signal: AbortSignal) => Promise<readonly Chosen[]>,
    about: About = {},
  ): Promise<void> {
    const chosen = await readChosen(read);
    if (!chosen) return;
    if (chosen.length > 0) return this.act(action, chosen, about);
    void showInformationMessage('There are no such jobs.');
  }

  private async act(
    action: ActionId,
    chosen: readonly Chosen[],
    { isAsked = true, cause = null, to = null }: About,
  ): Promise<void> {
    const state = [...new Set(chosen.map((some) => some.state))].join(' and ');
    const queues = await import('../../queues');
    const { start, letsRun }: JobAction = ACTIONS[action];
    const how = { start: (some: Chosen) => start(queues, some, to), letsRun, keys: cause && new Set([cause.key]) };
    const jobs = chosen.map((some) => ({ ...some, connection: some.queue.connection }));
    if (!isAsked) return this.run(action, jobs, state, { ...how, finishedToo: false });
    const title = `Counting ${state} jobs`;
    const dry = await performAll(jobs, { ...how, title, finishedToo: false, isDry: true });
    if (!dry) return;
    const all = together(dry.outcomes);
    if (all.done.length + all.finished.length === 0) return this.tell(action, jobs, state, all);
    const asked = {
      ...{ state, queues: countedQueues(chosen), connection: connectionOf(chosen) },
      ...{ cause: cause && nameOfCause(cause), to: to && to.ref.name },
    };
    const answer = await askAnswer(askAction(action, all, asked));
    if (!answer) return;
    const { finishedToo, rate } = answer;
    const sure = jobs.map((some, i) => {
      const { done = [], finished = [] } = dry.outcomes[i] ?? {};
      return { ...some, ids: finishedToo ? [...done, ...finished] : done };
    });
    await this.run(action, sure, state, { ...how, finishedToo, rate });
  }

  private async run(
    action: ActionId,
    jobs: readonly SureInState[],
    state: string,
    how: Omit<How<SureInState>, 'title'>,
  ): Promise<void> {
    const title = `${WORDS[action].doing} jobs of ${nameOfQueues(countedQueues(jobs))}`;
    const { outcomes = [], failedSince } = (await performAll(jobs, { ...how, title })) ?? {};
    const goOn = () => this.run(action, unsentOf(jobs, outcomes), state, how);
    await this.tell(action, jobs, state, together(outcomes), { failedSince, goOn });
  }

  private async tell(
    action: ActionId,
    jobs: readonly Sure[],
    state: string,
    outcome: ActionOutcome,
    told: Told = {},
  ): Promise<void> {
    tellOutcome(outcome, WORDS[action], state, told);
    if (action === 'retryAsNew' && outcome.done.length > 0) complete('retriedJobs');
    this.documents.refreshAll();
    await this.tree.refreshQueues(jobs.map(({ queue }) => queue));
  }
}

type SureInState = Chosen & Sure;

/** null where the person has stopped it. */
function readChosen(read: (signal: AbortSignal) => Promise<readonly Chosen[]>): Thenable<readonly Chosen[] | null> {
  return withCancel('Reading the jobs…', async ({ signal }) => {
    const found = (await read(signal)).filter(({ ids }) => ids.length > 0);
    return signal.aborted ? null : found;
  });
}

function causeOf(rows: Exportable | Folder): CauseNode['group'] | null {
  return rows instanceof CauseNode || rows instanceof SharedCauseNode ? rows.group : null;
}

function connectionOf(chosen: readonly Chosen[]): string {
  return [...new Set(chosen.map(({ queue }) => queue.parent.session.name))].join(' and ');
}
