import { silent, type Logger } from '../../log/logger';
import { safely } from './safely';
import type { Construction } from '../constructions/construction';
import { findConstructions, type NestRoots } from '../constructions/find';
import { nestRoots, type NestRoot } from '../constructions/nest';
import { queueUses, type QueueUse } from '../queue/roles/uses';
import type { ParsedFile } from '../syntax/parsed-file';
import type { Project } from '../files/project';
import { exportsOf } from '../syntax/exports';
import { packageConstruction, type PackageConstruction } from '../evaluation/classes';
import { inheritedConstruction } from '../evaluation/es5-classes';
import { PartialEvaluator } from '../evaluation/partial-evaluator';
import type { Evaluator, Value } from '../evaluation/value';
import { memberOfModule } from '../evaluation/module-values';
import { isBull } from '../evaluation/packages';
import { alternatives } from '../evaluation/inspect-value';

/** More exports than this: no module of queues, and not worth evaluating one by one. */
const MOST_EXPORTS = 100;

/** What the engine knows of one file, for as long as neither the file nor anything that it was read with changes. */
export class FileFacts {
  readonly evaluator: Evaluator;
  readonly roots: readonly NestRoot[];
  readonly uses: readonly QueueUse[];
  private leads: boolean | undefined;
  private found: { readonly roots: NestRoots; readonly constructions: readonly Construction[] } | undefined;

  private constructor(
    readonly file: ParsedFile,
    readonly project: Project,
    foreignWritesTo: Evaluator['foreignWritesTo'],
    private readonly log: Logger,
  ) {
    this.evaluator = new PartialEvaluator(project, foreignWritesTo);
    this.roots = nestRoots(file, this.evaluator);
    this.uses = queueUses(file, this.evaluator);
  }

  /** The facts of a file; null where there is no such file, or it is not loaded, or nothing that can be parsed. */
  static read(
    path: string,
    project: Project,
    foreignWritesTo: Evaluator['foreignWritesTo'] = () => [],
    log: Logger = silent,
  ): FileFacts | null {
    const file = project.parse(path);
    return file && new FileFacts(file, project, foreignWritesTo, log);
  }

  /** The queues that the file makes, under what the workspace's NestJS modules share. */
  constructions(roots: NestRoots): readonly Construction[] {
    if (this.found?.roots !== roots) {
      const failed = `The queues of ${this.file.path} could not be found.`;
      const constructions = safely(this.log, failed, () => findConstructions(this.file, this.evaluator, roots));
      this.found = { roots, constructions: constructions ?? [] };
    }
    return this.found.constructions;
  }

  /** Whether others may get Bull, or a queue, from this file; the same under any roots, those that are known spare work. */
  leadsToBull(roots: NestRoots): boolean {
    const failed = `The exports of ${this.file.path} could not be understood.`;
    return (this.leads ??= safely(this.log, failed, () => this.exportsQueueOrBull(roots)) ?? false);
  }

  private exportsQueueOrBull(roots: NestRoots): boolean {
    if (this.constructions(roots).length > 0) return true;
    const { names, whole, stars } = exportsOf(this.file.ast);
    const exported = [...names.keys(), ...(whole ? ['default'] : [])];
    if (exported.length > MOST_EXPORTS) return false;
    if (stars.length > 0) return true;
    return exported.some((name) => this.isQueueOrBull(memberOfModule(this.file, name, this.evaluator)));
  }

  /** Bull, a class that extends it, a queue, or an object that holds one of these. */
  private isQueueOrBull(value: Value, depth = 2): boolean {
    return alternatives(value).some((single) => {
      switch (single.kind) {
        case 'imported':
          return isBull(single);
        case 'instance':
          return isBull(single.of);
        case 'class':
          return isMadeOfBull(packageConstruction(single, []));
        case 'function':
          return isMadeOfBull(inheritedConstruction(single, []));
        case 'object':
          if (depth === 0 || single.properties.size > MOST_EXPORTS) return false;
          return [...single.properties.values()].some((property) => this.isQueueOrBull(property.value, depth - 1));
        default:
          return false;
      }
    });
  }
}

function isMadeOfBull(made: PackageConstruction | null): boolean {
  return made !== null && isBull(made.of);
}
