import type { Construction } from './constructions/construction';
import { findConstructions, type NestRoots } from './constructions/find';
import { nestRoots, type NestRoot } from './constructions/nest';
import { queueUses, type QueueUse } from './constructions/uses';
import type { ParsedFile } from './files/parsed-file';
import { Project, type ParseCache } from './files/project';
import type { SourceFiles } from './files/source-files';
import { exportsOf } from './modules/exports';
import { Evaluator } from './values/evaluator';
import { memberOfModule } from './values/module-values';
import { isBull } from './values/packages';
import { alternatives } from './values/read';

/** More exports than this: no module of queues, and not worth evaluating one by one. */
const MOST_EXPORTS = 100;

/** What the engine knows of one file, for as long as neither the file nor anything that it was read with changes. */
export class FileFacts {
  readonly evaluator: Evaluator;
  readonly roots: readonly NestRoot[];
  readonly uses: readonly QueueUse[];
  private found: { readonly roots: NestRoots; readonly constructions: readonly Construction[] } | undefined;

  private constructor(
    readonly file: ParsedFile,
    readonly project: Project,
  ) {
    this.evaluator = new Evaluator(project);
    this.roots = nestRoots(file, this.evaluator);
    this.uses = queueUses(file, this.evaluator);
  }

  /** The facts of a file; null where there is no such file, or it is not loaded, or nothing that can be parsed. */
  static read(path: string, files: SourceFiles, cache: ParseCache): { facts: FileFacts | null; project: Project } {
    const project = new Project(files, cache);
    const file = project.parse(path, Infinity);
    return { facts: file && new FileFacts(file, project), project };
  }

  /** The queues that the file makes, under what the workspace's NestJS modules share. */
  constructions(roots: NestRoots): readonly Construction[] {
    if (this.found?.roots !== roots) {
      this.found = { roots, constructions: findConstructions(this.file, this.evaluator, roots) };
    }
    return this.found.constructions;
  }

  /** Whether others may get Bull, or a queue, from this file. */
  get leadsToBull(): boolean {
    if (this.constructions(null).length > 0) return true;
    const { names, whole, stars } = exportsOf(this.file.ast);
    const exported = [...names.keys(), ...(whole ? ['default'] : [])];
    if (exported.length > MOST_EXPORTS) return false;
    if (stars.length > 0) return true;
    return exported.some((name) =>
      alternatives(memberOfModule(this.file, name, this.evaluator)).some(
        (value) => isBull(value) || (value.kind === 'instance' && isBull(value.of)),
      ),
    );
  }
}
