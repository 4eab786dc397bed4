import type typescript from 'typescript';
import type { Construction } from '../constructions/construction';
import { constructionAt } from '../constructions/find';
import type { Call, Evaluator } from '../evaluation/value';
import type { Project } from '../files/project';
import { functionAround } from '../syntax/scopes';
import { ts } from '../syntax/typescript';
import { namedServerless, type Assumptions } from './assumptions';
import { jobBudget } from './budgets';
import { calledFunctions } from './called-functions';
import { countOf } from './count';
import type { Entries } from './entries';
import type { Imports } from './imports';
import { queuesOfCalls } from './factory-calls';
import { lazy, oncePer } from './lazy';
import { isModuleUsed } from './module-use';
import { namesOf } from './names';
import { Platform } from './platform';
import { Processes, type Process } from './processes';
import { namesakesOf, Neighbours, QueueNames } from './namesakes';
import { applicationsAbove } from './nest-applications';
import { isInModule, registrationsIn, type Registrations } from './nest-registrations';
import { belowRoot, isProduction } from './production';
import { ProductionEvaluator } from './production-evaluator';
import { Queue, type Surroundings } from './queue';
import { QueueRoles } from './queue-roles';
import { usesByQueue, usesOf, type QueueUse } from './roles/uses';

/** What is known of a workspace's files. */
export interface WorkspaceParts {
  /** Every place that makes a queue, by file and then by place. */
  readonly constructions: readonly Construction[];
  readonly uses: readonly QueueUse[];
  /** The files that were looked at. */
  readonly files: readonly string[];
  /** False where the host has indexed no workspace (a single file in the editor): counts are then lower bounds. */
  readonly isComplete: boolean;
  /** The calls of a function or class in other files than its own. */
  callersOf(code: typescript.Node): readonly Call[];
  /** The classes of any file that extend a class. */
  extensionsOf(code: typescript.Node): readonly typescript.ClassLikeDeclaration[];
  /** The files that take a function or class of another otherwise than to call it. */
  filesHandingOn(code: typescript.Node): readonly string[];
  /** Which source file loads which; null where the host has indexed no workspace. */
  readonly imports: Imports | null;
  /** The same. */
  readonly entries: Entries | null;
  readonly project: Project;
  readonly evaluator: Evaluator;
  readonly assumptions: Assumptions;
}

/** By the look of the text. */
const CLEANS = /\.(clean|remove|obliterate|removeJobs)\s*\(/;

/** What is true of the whole workspace, for as long as no file changes. */
export class Workspace {
  /** Every queue of the workspace, by file and then by place. Without an index only those of the linted file. */
  readonly queues: readonly Queue[];
  readonly files: readonly string[];
  readonly isComplete: boolean;
  readonly neighbours: Neighbours;
  private readonly findCleaning: () => boolean;
  private readonly findRegistrations: () => Registrations;
  private readonly imports: Imports | null;
  private readonly project: Project;
  private readonly byConstruction: ReadonlyMap<Construction, Queue>;
  private readonly names: () => QueueNames;
  private readonly byEntry: () => ReadonlyMap<string, readonly Queue[]>;
  /** By the files that do anything with them. */
  private readonly byUser: () => ReadonlyMap<string, readonly Queue[]>;

  constructor(parts: WorkspaceParts) {
    this.files = parts.files;
    this.isComplete = parts.isComplete;
    this.project = parts.project;
    this.imports = parts.imports;
    this.findCleaning = lazy(() => parts.files.some((file) => CLEANS.test(parts.project.read(file) ?? '')));
    this.findRegistrations = lazy(() => registrationsIn(parts.files, parts.project, parts.evaluator));
    const uses = usesByQueue(parts.uses);
    const usingPlatforms: ReadonlySet<string> = parts.imports?.usingPlatforms ?? new Set();
    const platform = new Platform(parts.evaluator, parts.imports);
    const processes =
      parts.imports && parts.entries && new Processes(parts.entries, parts.imports, platform, parts.project);
    const entriesOf = (file: string): readonly string[] => parts.entries?.of(file) ?? [];
    const isNamedServerless = namedServerless(parts.assumptions, parts.project);
    const sources = { evaluator: parts.evaluator, platform, assumptions: parts.assumptions };
    const processors = lazy(() => this.queues.flatMap((queue) => queue.roles.processes));
    const applications = lazy(() => {
      const registering = parts.constructions.flatMap(({ via, file }) => (via === 'nest' ? [file] : []));
      const using = parts.uses.map(({ use }) => use.file);
      return applicationsAbove(registering, using, parts.imports, parts.evaluator, productionOf);
    });
    const areLoadedTogether = (a: string, b: string): boolean => {
      const ofB = entriesOf(b);
      return entriesOf(a).some((entry) => ofB.includes(entry));
    };
    this.neighbours = new Neighbours(parts.project, areLoadedTogether);
    const productionOf = oncePer(
      (starts: readonly string[]) => starts.join('\n'),
      (starts) => new ProductionEvaluator(parts.evaluator, starts),
    );
    const roles = new QueueRoles({ ...parts, uses, areLoadedTogether, applications, processes, productionOf });
    const surroundings: Surroundings = {
      readBy: (construction) => asCalled(construction, parts.evaluator),
      rolesOf: (construction, process) => roles.of(construction, process),
      budgetOf: (queue) => jobBudget(queue, sources),
      processesOf: ({ file }) => processes?.loading(file) ?? [],
      countOf: (queue, process) =>
        process && process.entry !== queue.file && !isModuleUsed(queue, parts.project, parts.imports)
          ? { atLeast: 0, isOpen: false }
          : countOf(queue, { ...parts, ...(process && { process }) }),
      namesOf: (queue) => namesOf(queue, surroundings.countOf(queue).isOpen, parts),
      queuesOfCalls: (construction, own) => queuesOfCalls(construction, own, parts),
      isServerless: ({ file, processes: loading }) =>
        isNamedServerless(file) ||
        platform.functionAt(file) !== null ||
        loading.some((process) => process.function !== null || isNamedServerless(process.entry)),
      isProcessor: (node) => processors().some((use) => isInside(node, use)),
      calledBy: oncePer(
        (process: Process) => process.entry,
        (process) => calledFunctions(process, usingPlatforms, parts.evaluator),
      ),
      project: parts.project,
      productionOf,
    };
    this.queues = parts.constructions.map((construction) => new Queue(construction, surroundings));
    this.names = lazy(() => new QueueNames(this.queues));
    this.byEntry = lazy(() => queuesBy(this.queues, ({ file }) => entriesOf(file)));
    this.byUser = lazy(() => queuesBy(this.queues, (queue) => usesOf(queue, uses).map(({ use }) => use.file)));
    this.byConstruction = new Map(parts.constructions.map((each, i) => [each, this.queues[i]!]));
  }

  /** How people of the repository write the path of a file. */
  nameOf(file: string): string {
    return belowRoot(file, this.project);
  }

  /** Whether a file is part of what runs in production. */
  isProduction(file: string): boolean {
    return isProduction(file, this.project);
  }

  /** The source files that import a file themselves; none where the host has indexed no workspace. */
  importersOf(file: string): readonly string[] {
    return this.imports?.importersOf(file) ?? [];
  }

  /** Whether a NestJS module names a class of a file, so that its application makes one. */
  isInNestModule(name: string, file: string): boolean {
    return isInModule(name, file, this.project, (path) => this.importersOf(path));
  }

  /** Whether some code may take jobs out of queues itself: `queue.clean(…)`, `job.remove()`. */
  get hasCleaning(): boolean {
    return this.findCleaning();
  }

  /** The queues that NestJS modules register, of Bull and of BullMQ. */
  get registrations(): Registrations {
    return this.findRegistrations();
  }

  /**
   * The places that make one and the same queue in Redis, this one among them, as far as the code around it shows; null
   * where its name is not known, or another one there may have it too.
   */
  namesakesOf(queue: Queue): readonly Queue[] | null {
    return namesakesOf(queue, this.names(), this.neighbours);
  }

  /** The queues that a file adds jobs to, or has processors of. */
  queuesUsedIn(file: string): readonly Queue[] {
    const used = this.byUser().get(file) ?? [];
    return used.filter(({ roles }) => [...roles.adds, ...roles.processes].some((use) => use.file === file));
  }

  /** The queues that a process loads. */
  queuesIn({ entry }: Process): readonly Queue[] {
    return this.byEntry().get(entry) ?? [];
  }

  /** The queues of some of the constructions that the workspace is made of. */
  queuesOf(constructions: readonly Construction[]): readonly Queue[] {
    return constructions.flatMap((construction) => this.byConstruction.get(construction) ?? []);
  }
}

/** A construction in a function or class, as its calls in other files make it. */
function asCalled(construction: Construction, evaluator: Evaluator): Construction {
  if (ts.isSourceFile(functionAround(construction.node))) return construction;
  evaluator.refuel();
  return constructionAt(construction, evaluator) ?? construction;
}

function queuesBy(
  queues: readonly Queue[],
  keysOf: (queue: Queue) => readonly string[],
): ReadonlyMap<string, readonly Queue[]> {
  const byKey = new Map<string, Queue[]>();
  for (const queue of queues) {
    const keys = keysOf(queue);
    for (const key of keys.length > 1 ? new Set(keys) : keys) {
      const known = byKey.get(key);
      if (known) known.push(queue);
      else byKey.set(key, [queue]);
    }
  }
  return byKey;
}

function isInside(node: typescript.Node, { file, start, end }: { file: string; start: number; end: number }): boolean {
  return file === node.getSourceFile().fileName && start <= node.getStart() && node.end <= end;
}
