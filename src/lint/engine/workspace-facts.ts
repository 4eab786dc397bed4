import type typescript from 'typescript';
import type { SafeRunner } from './safe-runner';
import type { NestRoots } from '../constructions/find';
import type { NestRoot } from '../constructions/construction';
import { PartialEvaluator } from '../evaluation/partial-evaluator';
import type { Assumptions } from '../queue/assumptions';
import { Entries } from '../queue/entries';
import { everyCallOf } from '../queue/every-call';
import { Platform } from '../queue/platform';
import { Workspace } from '../queue/workspace';
import { FileFacts } from './file-facts';
import type { Call, OtherFiles } from '../evaluation/value';
import { ModuleGraph, type Outlines } from '../modules/module-graph';
import { isSameOutline, type Outline } from '../modules/outline';
import { ModuleResolver } from '../modules/resolve';
import { Reach } from './reach';
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

const NOTHING: ReadonlySet<string> = new Set();

/** The facts of every file of the workspace that has to do with Bull, brought up to date before each lint. */
export class WorkspaceFacts {
  private readonly snapshot: Snapshot;
  private readonly cache = new ProjectCache();
  private readonly writes: WorkspaceWrites;
  private readonly known = new Map<string, Known>();
  private readonly views = new Map<string, View>();
  private graph: ModuleGraph | null = null;
  private graphProject: Project | null = null;
  /** What the graph's processes start with, and what that rests on. */
  private started: { readonly entries: Entries; readonly project: Project } | null = null;
  private reach: Reach | null = null;
  /** What is known of it while it is looked for. */
  private found: Reach | null = null;
  private roots: NestRoots = null;
  /** What the views were made with. */
  private assumed = '';
  private readonly others: OtherFiles = {
    writesTo: (file) => this.writes.to(file),
    namesFrom: (file) => this.graph?.namesFrom(file) ?? null,
    // What is known of a file for as long as it does not change says nothing of those that call it.
    callsOf: () => null,
    leadsToQueues: (file) => !this.found || this.found.leads(file) || (this.reach?.leads(file) ?? false),
  };

  constructor(
    files: SourceFiles,
    private readonly runner: SafeRunner,
  ) {
    this.snapshot = new Snapshot(files);
    this.writes = new WorkspaceWrites(() => new Project(this.snapshot, this.cache), runner);
  }

  setOutlines(outlines: Outlines): void {
    const before = this.graph?.outlines;
    const changed = [...outlines].filter(([path, outline]) => before?.get(path) !== outline);
    const hasOthers = outlines.size !== before?.size || changed.some(([path]) => !before.has(path));
    if (!hasOthers && changed.length === 0) return;
    if (hasOthers) this.graph = this.makeGraph(outlines);
    const areOthers = hasOthers || this.replaceOutlines(changed);
    this.update(
      this.snapshot.refresh(),
      changed.map(([path]) => path),
      areOthers,
    );
  }

  /** Whether their texts show something else now. */
  private replaceOutlines(changed: readonly (readonly [string, Outline])[]): boolean {
    const others = changed.filter(([path, outline]) => {
      const before = this.graph?.outlines.get(path);
      this.graph?.replace(path, outline);
      return !before || !isSameOutline(before, outline);
    });
    return others.length > 0;
  }

  /** The files that have to do with queues; empty where the workspace is not known. */
  get paths(): readonly string[] {
    return [...(this.reach?.files ?? [])].sort();
  }

  /** What the host has not loaded. */
  get missing(): Missing {
    return this.snapshot.missing;
  }

  /** Forgets what rests on a file that has changed. */
  refresh(): void {
    const changed = this.snapshot.refresh();
    if (changed.size > 0) this.update(changed, [], false);
  }

  /**
   * Forgets the texts and trees that nothing rests on which is known now; the files that are left. To be called once all
   * is linted: what is found out anew after a change has not asked for its files yet.
   */
  forgetUnneeded(): ReadonlySet<string> {
    const isLinted = (path: string): boolean => (this.reach?.files.has(path) ?? true) || this.views.has(path);
    this.forget((_, path) => !isLinted(path));
    const parts = [...this.known.values(), ...this.views.values(), ...this.cache.shared.values()];
    const projects = [
      ...parts.map(({ project }) => project),
      ...this.writes.projects,
      ...[this.graphProject ?? [], this.started?.project ?? []].flat(),
    ];
    const needed = new Set(projects.flatMap((project) => [...project.own]));
    this.snapshot.keepOnly(needed);
    this.cache.keepOnly(needed);
    return needed;
  }

  /** @param outlined files that may lead to queues otherwise than before, though nobody may have read them */
  private update(changed: ReadonlySet<string>, outlined: readonly string[], areOutlinesOthers: boolean): void {
    this.cache.forget(changed);
    const areModulesOthers = this.graphProject?.dependsOn(changed) ?? false;
    if (this.graph && areModulesOthers) this.graph = this.makeGraph(this.graph.outlines);
    if (areOutlinesOthers || areModulesOthers || this.started?.project.dependsOn(changed)) this.started = null;
    const forgotten = this.forget(({ project }) => project.dependsOn(changed));
    const isStill = (): boolean =>
      [...changed, ...outlined, ...forgotten].every((path) => this.reach?.isStill(path) ?? true);
    let isReachDue = areOutlinesOthers || areModulesOthers || !isStill();
    if (changed.size > 0 || isReachDue) this.views.clear();
    for (let rest = changed; ; rest = NOTHING) {
      const areOthers = isReachDue && this.search();
      const spoiled = this.writes.refresh(this.paths, rest);
      this.forget(({ project }) => project.dependsOn(spoiled));
      if (this.started?.project.dependsOn(spoiled)) this.started = null;
      if (!areOthers && spoiled.size === 0) break;
      isReachDue = true;
    }
  }

  /** Finds the files that have to do with queues. Whether what was known of some file may be other now. */
  private search(): boolean {
    if (!this.graph) return false;
    const { graph, reach: before } = this;
    const reach = (this.found = new Reach(graph, {
      leadsOf: (path) => this.of(path)?.leads(this.roots) ?? NOTHING,
      read: (path) => this.snapshot.look(path),
      appeared: (path, importer) => !before?.leads(path) && this.known.delete(importer),
    }));
    reach.search();
    this.reach = reach;
    const gone = [...(before?.leading ?? [])].filter((path) => !reach.leads(path));
    const importers = new Set(gone.flatMap((path) => graph.importersOf(path)));
    return this.forget((_, path) => importers.has(path)).length > 0;
  }

  private makeGraph(outlines: Outlines): ModuleGraph {
    this.graphProject = new Project(this.snapshot, this.cache);
    return new ModuleGraph(outlines, new ModuleResolver(this.graphProject));
  }

  private forget(isStale: (known: Known, path: string) => boolean): readonly string[] {
    const stale = [...this.known].flatMap(([path, known]) => (isStale(known, path) ? [path] : []));
    for (const path of stale) this.known.delete(path);
    return stale;
  }

  /** The facts of a file; null where it cannot be read. */
  of(path: string): FileFacts | null {
    let known = this.known.get(path);
    if (!known) {
      const project = new Project(this.snapshot, this.cache);
      // Code that the engine cannot cope with (nested deeper than the call stack) is a file without facts.
      const facts = this.runner.run(path, `${path} could not be understood.`, () =>
        FileFacts.read(path, project, this.others, this.runner),
      );
      known = { project, facts: facts ?? null };
      this.known.set(path, known);
    }
    return known.facts;
  }

  /** What is known of the workspace when `path` is linted: the indexed files, with this one among them. */
  viewFrom(path: string, assumptions: Assumptions): View {
    const key = this.reach?.files.has(path) ? '' : path;
    const assumed = JSON.stringify(assumptions);
    if (assumed !== this.assumed) this.views.clear();
    this.assumed = assumed;
    let view = this.views.get(key);
    if (!view) this.views.set(key, (view = this.makeView(key, assumptions)));
    return view;
  }

  private makeView(extra: string, assumptions: Assumptions): View {
    const paths = [...this.paths, ...(extra ? [extra] : [])];
    const all = paths.flatMap((each) => this.of(each) ?? []);
    const isComplete = this.graph !== null;
    const roots = this.rootsOf(all, isComplete);
    const constructions = all.flatMap((facts) => facts.constructions(roots));
    const project = new Project(this.snapshot, this.cache);
    const callersOf = (code: typescript.Node): readonly Call[] =>
      all.flatMap(({ calls }) => calls.calls.get(code) ?? []);
    const extensionsOf = (code: typescript.Node): readonly typescript.ClassLikeDeclaration[] =>
      all.flatMap(({ extensions }) => extensions.get(code) ?? []);
    const filesHandingOn = (code: typescript.Node): readonly string[] =>
      all.flatMap(({ calls, file }) => (calls.handedOn.has(code) ? [file.path] : []));
    const callsOf = (code: typescript.Node): readonly Call[] | null =>
      isComplete && filesHandingOn(code).length === 0 ? everyCallOf(code, { callersOf, extensionsOf, project }) : null;
    const workspace = new Workspace({
      constructions,
      uses: all.flatMap((facts) => facts.uses),
      files: all.map((facts) => facts.file.path),
      isComplete,
      callersOf,
      extensionsOf,
      filesHandingOn,
      imports: this.graph,
      entries: this.graph && this.entriesOf(this.graph),
      project,
      evaluator: new PartialEvaluator(project, { ...this.others, callsOf }),
      assumptions,
    });
    return { workspace, roots, project };
  }

  private entriesOf(graph: ModuleGraph): Entries {
    if (!this.started) {
      const project = new Project(this.snapshot, this.cache);
      const platform = new Platform(new PartialEvaluator(project, this.others), graph);
      this.started = { entries: new Entries(graph, platform, project), project };
    }
    return this.started.entries;
  }

  /** The same array for as long as it has the same roots, so that constructions are kept. */
  private rootsOf(all: readonly FileFacts[], isComplete: boolean): NestRoots {
    const roots: readonly NestRoot[] = all.flatMap((facts) => facts.roots);
    if (!isComplete && roots.length === 0) return (this.roots = null);
    if (roots.length !== this.roots?.length || roots.some((root, i) => root !== this.roots?.[i])) this.roots = roots;
    return this.roots;
  }
}
