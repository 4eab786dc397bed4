import { together } from '../../actions/outcome';
import { askAction, type ActionAnswer } from '../../actions/question';
import { WORDS } from '../../actions/words';
import { JOB_STATES, type JobState } from '../../bull/states';
import { nameOfCause } from '../../cause-words';
import { showInformationMessage, showQuickPick, showWarningMessage } from '../../messages';
import type { ActionOutcome, RedisConnection, RemovableState, retryAsNew } from '../../queues';
import { dialectOf } from '../../queues/dialects';
import { complete } from '../../walkthrough';
import type { JobDocuments } from '../jobs/job-documents';
import { CauseNode } from '../nodes/cause-node';
import type { QueueNode } from '../nodes/queue-node';
import type { StateNode } from '../nodes/state-node';
import type { QueuesTree } from '../queues-tree';
import { askToGoOn } from './ask-to-go-on';
import { chosenJobs, jobsInState, type Chosen } from './chosen-jobs';
import type { Exportable } from './exported-rows';
import { tellOutcome } from './tell-outcome';
import { withCancel } from './with-cancel';

type Queues = typeof import('../../queues');

interface JobAction {
  readonly states: readonly JobState[];
  /** Also before it is done to jobs that were picked. */
  readonly asksAlways: boolean;
  /** These jobs run then, so that it may be seen whether they fail. */
  readonly letsRun: boolean;
  readonly start: (queues: Queues, chosen: Chosen, to: Queue | null) => typeof retryAsNew;
}

type Queue = QueueNode['queue'];

const REMOVABLE = ['failed', 'waiting', 'delayed', 'completed', 'paused', 'priority'] satisfies RemovableState[];

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

const HOUR = 3_600_000;

/** ms */
const AGES = [
  { label: '1 hour', age: HOUR },
  { label: '1 day', age: 24 * HOUR },
  { label: '1 week', age: 7 * 24 * HOUR },
  { label: '30 days', age: 30 * 24 * HOUR },
] as const;

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

  readonly on = (action: ActionId) => async (rows: Exportable) => {
    const { states, asksAlways }: JobAction = ACTIONS[action];
    const isAsked = asksAlways || !Array.isArray(rows);
    const cause = rows instanceof CauseNode ? rows.group : null;
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
    const cause = rows instanceof CauseNode ? rows.group : null;
    await this.act('copy', chosen, { cause, to: picked.queue });
  };

  /** The jobs of a state that are older than the person says. */
  readonly clean = async ({ parent: queue, state }: StateNode) => {
    const since = state === 'failed' || state === 'completed' ? state : 'added';
    const picked = await showQuickPick(AGES, { placeHolder: `Remove jobs that were ${since} before how long?` });
    if (!picked) return;
    const before = Date.now() - picked.age;
    await this.actOn('remove', async (signal) => [await jobsInState(queue, state, signal, before)]);
  };

  /** All that is yet to run, as Bull's `queue.empty()`. */
  readonly empty = async (queue: QueueNode) => {
    await this.actOn('remove', (signal) =>
      Promise.all((['waiting', 'paused', 'delayed'] as const).map((state) => jobsInState(queue, state, signal))),
    );
  };

  private async actOn(
    action: ActionId,
    read: (signal: AbortSignal) => Promise<readonly Chosen[]>,
    about: About = {},
  ): Promise<void> {
    const chosen = await readChosen(read);
    if (!chosen) return;
    if (chosen.length > 0) return this.act(action, chosen, about);
    void showInformationMessage('There are no such jobs any more.');
  }

  private async act(
    action: ActionId,
    chosen: readonly Chosen[],
    { isAsked = true, cause = null, to = null }: About,
  ): Promise<void> {
    const state = [...new Set(chosen.map((some) => some.state))].join(' and ');
    let answer: Omit<ActionAnswer, 'title'> = { finishedToo: false };
    // As they are before the question: what is asked about them holds for no others.
    let sure = chosen.map((some) => ({ ...some, connection: some.queue.connection }));
    if (isAsked) {
      const dry = await performAll(action, sure, { isDry: true, title: `Counting ${state} jobs`, to });
      if (!dry) return;
      const all = together(dry);
      if (all.done.length + all.finished.length === 0) return this.tell(action, chosen, state, all);
      const asked = {
        ...{ state, queues: counted(chosen), connection: connectionOf(chosen) },
        ...{ cause: cause && nameOfCause(cause), to: to && to.ref.name },
      };
      const { message, detail, answers } = askAction(action, all, asked);
      const choice = await showWarningMessage(message, { modal: true, detail }, ...answers.map(({ title }) => title));
      const found = answers.find(({ title }) => title === choice);
      if (!found) return;
      answer = found;
      sure = sure.map((some, i) => {
        const { done = [], finished = [] } = dry[i] ?? {};
        return { ...some, ids: found.finishedToo ? [...done, ...finished] : done };
      });
    }
    const title = `${WORDS[action].doing} jobs of ${sure.map(({ queue }) => queue.queue.ref.name).join(', ')}`;
    const outcomes = await performAll(action, sure, { ...answer, title, to, keys: cause && new Set([cause.key]) });
    await this.tell(action, sure, state, together(outcomes ?? []));
  }

  private async tell(
    action: ActionId,
    chosen: readonly Chosen[],
    state: string,
    outcome: ActionOutcome,
  ): Promise<void> {
    tellOutcome(outcome, WORDS[action], state);
    if (action === 'retryAsNew' && outcome.done.length > 0) complete('retriedJobs');
    this.documents.refreshAll();
    for (const queue of new Set(chosen.map((some) => some.queue))) await this.tree.refreshQueue(queue);
  }
}

/** null where the person has stopped it. */
function readChosen(read: (signal: AbortSignal) => Promise<readonly Chosen[]>): Thenable<readonly Chosen[] | null> {
  return withCancel('Reading the jobs…', async ({ signal }) => {
    const found = (await read(signal)).filter(({ ids }) => ids.length > 0);
    return signal.aborted ? null : found;
  });
}

interface How extends Partial<Omit<ActionAnswer, 'title'>> {
  readonly title: string;
  readonly to: Queue | null;
  readonly isDry?: boolean;
  /** As `Pace` has it. */
  readonly keys?: ReadonlySet<string> | null;
}

/** One queue and state after the other, below one notification; null where a person has stopped the counting. */
async function performAll(
  action: ActionId,
  chosen: readonly (Chosen & { readonly connection: RedisConnection })[],
  { title, to, isDry = false, finishedToo = false, rate, keys = null }: How,
): Promise<ActionOutcome[] | null> {
  const queues = await import('../../queues');
  const { start, letsRun }: JobAction = ACTIONS[action];
  const total = chosen.reduce((sum, { ids }) => sum + ids.length, 0);
  return withCancel(
    title,
    async ({ signal, onProgress }) => {
      const outcomes: ActionOutcome[] = [];
      let before = 0;
      for (const some of chosen) {
        const { connection } = some;
        const pace = { rate: rate ?? null, keys, ...(letsRun && { onFailedAgain: askToGoOn }) };
        const progress = { signal, isDry, onProgress: (done: number) => onProgress?.(before + done) };
        const options = { ...progress, ...pace, finishedToo, ...(some.failedAt && { failedAt: some.failedAt }) };
        outcomes.push(await queues.atPace(start(queues, some, to))(connection, some.queue.queue, some.ids, options));
        before += some.ids.length;
      }
      return isDry && signal.aborted ? null : outcomes;
    },
    total,
  );
}

function counted(chosen: readonly Chosen[]): { name: string; jobs: number }[] {
  return [...new Set(chosen.map(({ queue }) => queue))].map((queue) => ({
    name: queue.queue.ref.name,
    jobs: chosen.filter((some) => some.queue === queue).reduce((sum, { ids }) => sum + ids.length, 0),
  }));
}

function connectionOf(chosen: readonly Chosen[]): string {
  return [...new Set(chosen.map(({ queue }) => queue.parent.session.name))].join(' and ');
}
