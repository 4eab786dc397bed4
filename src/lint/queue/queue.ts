import type typescript from 'typescript';
import type { BullVersion, Construction, DroppedArgument, Form } from '../constructions/construction';
import { isNeverGiven, option } from '../evaluation/inspect-value';
import type { Call, Evaluator, Value } from '../evaluation/value';
import type { Project } from '../files/project';
import type { Budget } from './budget';
import type { Process } from './processes';
import { clientsOfQueue } from './clients';
import type { QueueCount } from './queue-count';
import type { QueueOfCall } from './factory-calls';
import type { ClientType } from './create-client';
import { addressOf, type Address } from './address';
import { whereaboutsOf, type Whereabouts } from './redis-server';
import { prefixesOf, type KnownText } from './names';
import { triggerAround, type Trigger } from './repeated';
import type { Roles } from './roles/roles';
import { isSandboxed } from './roles/sandbox';
import { shareOf, type Share } from './share';
import { everySetting, type Setting, type SettingName } from './settings';

/** What a queue asks of the workspace around it. */
export interface Surroundings {
  /** What Bull is given, with what the calls of a factory in other files give it. */
  readBy(construction: Construction): Construction;
  /** What all code does with it; of one process, what the files do that it loads. */
  rolesOf(construction: Construction, process?: Process): Roles;
  budgetOf(queue: Queue): Budget | null;
  processesOf(queue: Queue): readonly Process[];
  isServerless(queue: Queue): boolean;
  countOf(queue: Queue, process?: Process): QueueCount;
  namesOf(queue: Queue): readonly KnownText[];
  /** The queues that the calls of a factory make, each as one of them makes it. */
  queuesOfCalls(construction: Construction, roles: Roles): readonly QueueOfCall[];
  /** Whether a function is handed to `process()` of some queue. */
  readonly isProcessor: (node: typescript.Node) => boolean;
  /** The functions that the platform of a process calls for each invocation. */
  readonly calledBy: (process: Process) => ReadonlySet<typescript.Node>;
  readonly project: Project;
  /** What expressions are in production, in programs that are started with some files. */
  productionOf(starts: readonly string[]): Evaluator;
}

/** A place that makes queues, as a rule asks about it. Each answer is worked out once, when it is first asked for. */
export class Queue implements Construction {
  readonly file: string;
  readonly via: Construction['via'];
  readonly node: Construction['node'];
  readonly range: Construction['range'];
  readonly callee: Construction['callee'];
  readonly bullCall: Construction['bullCall'];
  readonly nest: Construction['nest'];
  readonly bull: BullVersion;
  private readonly answers: { [Name in keyof Answers]?: Answers[Name] } = {};
  private shares: Map<Process, Share> | null = null;

  constructor(
    private readonly construction: Construction,
    private readonly surroundings: Surroundings,
  ) {
    this.file = construction.file;
    this.via = construction.via;
    this.node = construction.node;
    this.range = construction.range;
    this.callee = construction.callee;
    this.bullCall = construction.bullCall;
    this.nest = construction.nest;
    this.bull = construction.bull;
  }

  get form(): Form {
    return this.answer('read').form;
  }

  get name(): Value {
    return this.answer('read').name;
  }

  get url(): Value {
    return this.answer('read').url;
  }

  get options(): Value {
    return this.answer('read').options;
  }

  get optionsArgument(): Construction['optionsArgument'] {
    return this.answer('read').optionsArgument;
  }

  get dropped(): readonly DroppedArgument[] {
    return this.answer('read').dropped;
  }

  /** What the code of the workspace does with it. */
  get roles(): Roles {
    return this.answer('roles');
  }

  /** How long one of its jobs may take; null where nothing says so. */
  get budget(): Budget | null {
    return this.answer('budget');
  }

  /** The processes that load it; none where that is not known, and for code that is not run in production. */
  get processes(): readonly Process[] {
    return this.answer('processes');
  }

  /** What the queues that it makes may be called; with `[null]` among them where there may be others. */
  get names(): readonly KnownText[] {
    return this.answer('names');
  }

  /** What their keys may start with. */
  get prefixes(): readonly KnownText[] {
    return prefixesOf(this);
  }

  /** Whether it runs where a process may be frozen, and started anew for each request. */
  get isServerless(): boolean {
    return this.answer('isServerless');
  }

  /** What its `createClient` returns for each type; null where it surely or perhaps has none. */
  get clients(): Readonly<Record<ClientType, Value>> | null {
    return this.answer('clients');
  }

  /** What makes it again and again; null where nothing shows that. */
  get trigger(): Trigger | null {
    return this.answer('trigger');
  }

  /**
   * The same, as each call of the factory around it makes it: what all calls may give may hide what one of them gives. None
   * where there is no factory, or where the code does not tell which call is which queue.
   */
  get ofCalls(): readonly QueueByCall[] {
    return this.answer('ofCalls');
  }

  /** All that one of Bull's settings may be; null where one of them is not known. */
  settings(name: SettingName): readonly Setting[] | null {
    return everySetting(this, name);
  }

  /** Whether it surely makes all its connections itself. */
  get opensItsOwn(): boolean {
    return isNeverGiven(option(this.options, 'createClient'));
  }

  /**
   * Whether its locks and stall checks are about jobs of this process. They have no effect on an instance that only adds
   * or looks at jobs (bull 4.16.5 lib/queue.js:963, 1161); one that is used nowhere here may be used by whoever imports it.
   */
  get mayProcess(): boolean {
    const { adds, looks, processes } = this.roles;
    return processes.length > 0 || (adds.length === 0 && looks.length === 0);
  }

  /** Whether all its handlers run in processes of their own, which cannot keep this one from renewing locks. */
  get isSandboxed(): boolean {
    const { processes } = this.roles;
    return processes.length > 0 && processes.every(isSandboxed);
  }

  /** Where its Redis database may be, part by part. */
  get whereabouts(): Whereabouts {
    return this.answer('whereabouts');
  }

  /** The same, as it is written. */
  get address(): Address {
    return this.answer('address');
  }

  /** What all code makes of it, in however many processes. */
  get share(): Share {
    return this.answer('share');
  }

  /** What one of its processes makes of it. */
  shareIn(process: Process): Share {
    this.shares ??= new Map();
    let share = this.shares.get(process);
    if (!share) {
      const { construction, surroundings } = this;
      share = shareOf(surroundings.rolesOf(construction, process), made(this, surroundings, process));
      this.shares.set(process, share);
    }
    return share;
  }

  private answer<Name extends keyof Answers>(name: Name): Answers[Name] {
    const known = this.answers[name];
    if (known !== undefined) return known;
    return (this.answers[name] = ANSWERS[name](this, this.surroundings, this.construction));
  }
}

/** What is worked out of a queue. */
interface Answers {
  read: Construction;
  roles: Roles;
  budget: Budget | null;
  clients: Readonly<Record<ClientType, Value>> | null;
  share: Share;
  names: readonly KnownText[];
  isServerless: boolean;
  processes: readonly Process[];
  whereabouts: Whereabouts;
  address: Address;
  trigger: Trigger | null;
  ofCalls: readonly QueueByCall[];
}

type Answer<Name extends keyof Answers> = (
  queue: Queue,
  surroundings: Surroundings,
  construction: Construction,
) => Answers[Name];

/** How: one table for all queues, since of most in a workspace hardly anything is asked. */
const ANSWERS: { readonly [Name in keyof Answers]: Answer<Name> } = {
  read: (_, surroundings, construction) => surroundings.readBy(construction),
  roles: (_, surroundings, construction) => surroundings.rolesOf(construction),
  budget: (queue, surroundings) => surroundings.budgetOf(queue),
  clients: (queue) => clientsOfQueue(queue),
  share: (queue, surroundings) => {
    const share = shareOf(queue.roles, made(queue, surroundings));
    return { ...share, isFollowed: share.isFollowed && isReachedIn(queue.processes, queue, share) };
  },
  names: (queue, surroundings) => surroundings.namesOf(queue),
  isServerless: (queue, surroundings) => surroundings.isServerless(queue),
  processes: (queue, surroundings) => surroundings.processesOf(queue),
  whereabouts: (queue) => whereaboutsOf(queue),
  address: (queue, { project }) => addressOf(queue, project),
  trigger: (queue, { isProcessor, calledBy }) =>
    triggerAround(queue, {
      isProcessor,
      isCalledByPlatform: (node) => queue.processes.some((process) => calledBy(process).has(node)),
    }),
  ofCalls: (queue, surroundings, construction) =>
    surroundings.queuesOfCalls(construction, queue.roles).map((each) => ofCall(each, surroundings)),
};

/** Whether one of the processes that make a queue opens as many connections: a processor may be of another application. */
function isReachedIn(processes: readonly Process[], queue: Queue, { connections }: Share): boolean {
  return (
    processes.length === 0 ||
    connections === 1 ||
    processes.some((process) => queue.shareIn(process).connections >= connections)
  );
}

function made(queue: Queue, surroundings: Surroundings, process?: Process): Parameters<typeof shareOf>[1] {
  const starts = (process ? [process] : queue.processes).map(({ entry }) => entry);
  return {
    node: queue.node,
    count: surroundings.countOf(queue, process),
    names: () => queue.names,
    production: () => surroundings.productionOf(starts),
  };
}

/** A queue of a factory, and the call that makes it. */
export interface QueueByCall {
  readonly call: Call;
  readonly queue: Queue;
}

function ofCall(made: QueueOfCall, surroundings: Surroundings): QueueByCall {
  const { fileName } = made.call.getSourceFile();
  const queue = new Queue(made, {
    ...surroundings,
    readBy: () => made,
    rolesOf: () => made.roles,
    processesOf: (each) => surroundings.processesOf(each).filter((process) => process.loads(fileName)),
  });
  return { call: made.call, queue };
}
