import type { Logger } from '../../log/logger';
import { safely } from './safely';
import type { NestRoots } from '../constructions/find';
import type { NestRoot } from '../constructions/nest';
import { PartialEvaluator } from '../evaluation/partial-evaluator';
import type { Assumptions } from '../queue/assumptions';
import { Workspace } from '../queue/workspace';
import { FileFacts } from './file-facts';
import { directoryOf, nameOf } from '../files/paths';
import { Project, ProjectCache } from '../files/project';
import type { Missing, SourceFiles } from '../files/source-files';
import { Snapshot } from '../files/snapshot';
import { WorkspaceWrites } from './workspace-writes';

/** One file's facts, null where it has none, and what they depend on. */
interface Known {
  readonly facts: FileFacts | null;
  readonly project: Project;
}

/** What a file is linted with. */
export interface View {
  readonly workspace: Workspace;
  readonly roots: NestRoots;
  /** What was read for it besides the files of the workspace. */
  readonly project: Project;
}

/** The facts of every file of the workspace that has to do with Bull, brought up to date before each lint. */
export class WorkspaceFacts {
  private readonly snapshot: Snapshot;
  private readonly cache = new ProjectCache();
  private readonly writes: WorkspaceWrites;
  private readonly known = new Map<string, Known>();
  private readonly views = new Map<string, View>();
  private paths: ReadonlySet<string> | null = null;
  private roots: NestRoots = null;
  /** What the views were made with. */
  private assumed = '';
  private leads: readonly string[] = [];

  constructor(
    files: SourceFiles,
    private readonly log: Logger,
  ) {
    this.snapshot = new Snapshot(files);
    this.writes = new WorkspaceWrites(() => new Project(this.snapshot, this.cache), log);
  }

  setPaths(paths: readonly string[]): void {
    this.paths = new Set([...paths].sort());
    for (const path of this.known.keys()) if (!this.paths.has(path)) this.known.delete(path);
    this.views.clear();
    this.refresh();
  }

  /** Strings of which one is in every file that gets Bull or a queue from another file of the workspace. */
  get needles(): readonly string[] {
    return this.leads;
  }

  /** What the host has not loaded. */
  get missing(): Missing {
    return this.snapshot.missing;
  }

  /** Forgets what rests on a file that has changed. */
  refresh(): void {
    const changed = this.snapshot.refresh();
    if (changed.size > 0) this.cache.forget(changed);
    const isStale = ({ project }: Known): boolean => changed.size > 0 && project.dependsOn(changed);
    for (const [path, known] of this.known) if (isStale(known)) this.known.delete(path);
    if (changed.size > 0) this.views.clear();
    const spoiled = this.writes.refresh(this.paths ?? [], changed);
    for (const [path, { project }] of this.known) if (project.dependsOn(spoiled)) this.known.delete(path);
    if (spoiled.size > 0) this.views.clear();
    const leading = [...(this.paths ?? [])].filter((path) => this.of(path)?.leadsToBull(this.roots));
    const leads = [...new Set(leading.map(needleFor))];
    // The same array for as long as it says the same: `mentionsBull` keeps what it makes of it.
    if (leads.join() !== this.leads.join()) this.leads = leads;
  }

  /** The facts of a file; null where it cannot be read. */
  of(path: string): FileFacts | null {
    let known = this.known.get(path);
    if (!known) {
      const project = new Project(this.snapshot, this.cache);
      // Code that the engine cannot cope with (nested deeper than the call stack) is a file without facts.
      const facts = safely(this.log, `${path} could not be understood.`, () =>
        FileFacts.read(path, project, (file) => this.writes.to(file), this.log),
      );
      known = { project, facts: facts ?? null };
      this.known.set(path, known);
    }
    return known.facts;
  }

  /** What is known of the workspace when `path` is linted: the indexed files, with this one among them. */
  viewFrom(path: string, assumptions: Assumptions): View {
    const key = this.paths?.has(path) ? '' : path;
    const assumed = JSON.stringify(assumptions);
    if (assumed !== this.assumed) this.views.clear();
    this.assumed = assumed;
    let view = this.views.get(key);
    if (!view) this.views.set(key, (view = this.makeView(key, assumptions)));
    return view;
  }

  private makeView(extra: string, assumptions: Assumptions): View {
    const paths = [...(this.paths ?? []), ...(extra ? [extra] : [])];
    const all = paths.flatMap((each) => this.of(each) ?? []);
    const isComplete = this.paths !== null;
    const roots = this.rootsOf(all, isComplete);
    const constructions = all.flatMap((facts) => facts.constructions(roots));
    const project = new Project(this.snapshot, this.cache);
    const workspace = new Workspace({
      constructions,
      uses: all.flatMap((facts) => facts.uses),
      files: all.map((facts) => facts.file.path),
      isComplete,
      project,
      evaluator: new PartialEvaluator(project),
      assumptions,
    });
    return { workspace, roots, project };
  }

  /** The same array for as long as it has the same roots, so that constructions are kept. */
  private rootsOf(all: readonly FileFacts[], isComplete: boolean): NestRoots {
    const roots: readonly NestRoot[] = all.flatMap((facts) => facts.roots);
    if (!isComplete && roots.length === 0) return (this.roots = null);
    if (roots.length !== this.roots?.length || roots.some((root, i) => root !== this.roots?.[i])) this.roots = roots;
    return this.roots;
  }
}

/** How an import of the file ends: `/queues` for `src/queues.ts` and for `src/queues/index.ts`. */
function needleFor(path: string): string {
  const stem = nameOf(path).replace(/(\.d)?\.[cm]?[jt]sx?$/, '');
  return `/${stem === 'index' ? nameOf(directoryOf(path)) : stem}`;
}
