import type { Construction, Roles } from './constructions/construction';
import type { NestRoots } from './constructions/find';
import type { NestRoot } from './constructions/nest';
import { rolesOf } from './constructions/uses';
import { FileFacts } from './file-facts';
import { directoryOf, nameOf } from './files/paths';
import { Project, type Missing, type ParseCache } from './files/project';
import type { SourceFiles } from './files/source-files';
import type { WorkspaceIndex } from './workspace-index';

/** The facts of every file of the workspace that has to do with Bull, brought up to date before each lint. */
export class WorkspaceFacts {
  private readonly cache: ParseCache = new Map();
  private readonly byPath = new Map<string, { readonly facts: FileFacts | null; readonly project: Project }>();
  private paths: readonly string[] | null = null;
  private roots: NestRoots = null;

  constructor(private readonly files: SourceFiles) {}

  setPaths(paths: readonly string[]): void {
    this.paths = [...new Set(paths)].sort();
    for (const path of this.byPath.keys()) if (!this.paths.includes(path)) this.byPath.delete(path);
  }

  /** The facts of a file as it is now; null where it cannot be read. */
  of(path: string): FileFacts | null {
    const known = this.byPath.get(path);
    if (known?.project.isCurrent()) return known.facts;
    const read = readFacts(path, this.files, this.cache);
    this.byPath.set(path, read);
    return read.facts;
  }

  /** What is known of the workspace when `path` is linted: the indexed files, with this one among them. */
  indexFor(path: string): { index: WorkspaceIndex; roots: NestRoots; roles: (construction: Construction) => Roles } {
    const all = this.facts(path);
    const isComplete = this.paths !== null;
    const roots = this.rootsOf(all, isComplete);
    const index: WorkspaceIndex = {
      constructions: all.flatMap((facts) => facts.constructions(roots)),
      files: all.map((facts) => facts.file.path),
      isComplete,
      needles: [],
    };
    const uses = all.flatMap((facts) => facts.uses);
    return { index, roots, roles: (construction) => rolesOf(construction, uses, isComplete) };
  }

  /** Strings of which one is in every file that gets Bull or a queue from another file of the workspace. */
  get needles(): readonly string[] {
    const leading = this.facts(null).filter((facts) => facts.leadsToBull);
    return [...new Set(leading.map((facts) => needleFor(facts.file.path)))];
  }

  /** What the host has not loaded of the indexed files and of those that they were read with. */
  missing(path: string): Missing {
    const missing = [...new Set([...(this.paths ?? []), path])].map((each) => this.byPath.get(each)?.project.missing);
    return {
      files: [...new Set(missing.flatMap((each) => each?.files ?? []))],
      directories: [...new Set(missing.flatMap((each) => each?.directories ?? []))],
    };
  }

  private facts(path: string | null): readonly FileFacts[] {
    const indexed = this.paths ?? [];
    const paths = path === null || indexed.includes(path) ? indexed : [...indexed, path];
    return paths.flatMap((each) => this.of(each) ?? []);
  }

  /** The same array for as long as it has the same roots, so that constructions are kept. */
  private rootsOf(all: readonly FileFacts[], isComplete: boolean): NestRoots {
    const roots: readonly NestRoot[] = all.flatMap((facts) => facts.roots);
    if (!isComplete && roots.length === 0) return (this.roots = null);
    if (roots.length !== this.roots?.length || roots.some((root, i) => root !== this.roots?.[i])) this.roots = roots;
    return this.roots;
  }
}

/** Code that the engine cannot cope with (nested deeper than the call stack) is a file without facts. */
function readFacts(path: string, files: SourceFiles, cache: ParseCache): { facts: FileFacts | null; project: Project } {
  const project = new Project(files, cache);
  try {
    return { facts: FileFacts.read(path, project), project };
  } catch {
    return { facts: null, project };
  }
}

/** How an import of the file ends: `/queues` for `src/queues.ts` and for `src/queues/index.ts`. */
function needleFor(path: string): string {
  const stem = nameOf(path).replace(/(\.d)?\.[cm]?[jt]sx?$/, '');
  return `/${stem === 'index' ? nameOf(directoryOf(path)) : stem}`;
}
