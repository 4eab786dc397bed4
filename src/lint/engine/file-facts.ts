import type typescript from 'typescript';
import { silent } from '../../log/logger';
import { SafeRunner } from './safe-runner';
import type { Construction } from '../constructions/construction';
import { findConstructions, type NestRoots } from '../constructions/find';
import type { NestRoot } from '../constructions/construction';
import { nestRoots } from '../constructions/nest';
import { callsToOthers, extensionsIn, NO_CALLS, type CallsToOthers } from '../queue/callers';
import { queueUses, type QueueUse } from '../queue/roles/uses';
import type { ParsedFile } from '../syntax/parsed-file';
import type { Project } from '../files/project';
import { exportsOf } from '../syntax/exports';
import { construct, packageConstruction, type PackageConstruction } from '../evaluation/classes';
import { inheritedConstruction } from '../evaluation/es5-classes';
import { PartialEvaluator } from '../evaluation/partial-evaluator';
import type { ClassValue, Evaluator, OtherFiles, Value } from '../evaluation/value';
import { memberOfModule } from '../evaluation/module-values';
import { isBull } from '../evaluation/packages';
import { alternatives } from '../evaluation/inspect-value';

/** More exports than this: no module of queues, and not worth evaluating one by one. */
const MOST_EXPORTS = 100;

/** What the engine knows of one file, for as long as neither the file nor anything that it was read with changes. */
export class FileFacts {
  readonly evaluator: Evaluator;
  readonly roots: readonly NestRoot[];
  private used: readonly QueueUse[] | undefined;
  private called: CallsToOthers | undefined;
  private extended: ReadonlyMap<typescript.Node, readonly typescript.ClassLikeDeclaration[]> | undefined;
  private leading: ReadonlySet<string> | undefined;
  private found: { readonly roots: NestRoots; readonly constructions: readonly Construction[] } | undefined;

  private constructor(
    readonly file: ParsedFile,
    readonly project: Project,
    others: OtherFiles | undefined,
    private readonly runner: SafeRunner,
  ) {
    this.evaluator = new PartialEvaluator(project, others);
    this.roots = nestRoots(file, this.evaluator);
  }

  /** The facts of a file; null where there is no such file, or it is not loaded, or nothing that can be parsed. */
  static read(
    path: string,
    project: Project,
    others: OtherFiles | undefined = undefined,
    runner = new SafeRunner(silent),
  ): FileFacts | null {
    const file = project.parse(path);
    return file && new FileFacts(file, project, others, runner);
  }

  /** What the file does with queues, of whatever file. */
  get uses(): readonly QueueUse[] {
    const failed = `What ${this.file.path} does with queues could not be found.`;
    return (this.used ??= this.find(failed, () => queueUses(this.file, this.evaluator)) ?? []);
  }

  /** What this file does with functions and classes of others that may make queues. */
  get calls(): CallsToOthers {
    const failed = `What ${this.file.path} calls in other files could not be found.`;
    return (this.called ??= this.find(failed, () => callsToOthers(this.file, this.evaluator)) ?? NO_CALLS);
  }

  /** The classes in this file by the class that they extend. */
  get extensions(): ReadonlyMap<typescript.Node, readonly typescript.ClassLikeDeclaration[]> {
    const failed = `What the classes of ${this.file.path} extend could not be found.`;
    return (this.extended ??= this.find(failed, () => extensionsIn(this.file, this.evaluator)) ?? new Map());
  }

  /** The queues that the file makes, under what the workspace's NestJS modules share. */
  constructions(roots: NestRoots): readonly Construction[] {
    if (this.found?.roots !== roots) {
      const failed = `The queues of ${this.file.path} could not be found.`;
      const constructions = this.find(failed, () => findConstructions(this.file, this.evaluator, roots));
      this.found = { roots, constructions: constructions ?? [] };
    }
    return this.found.constructions;
  }

  /**
   * The exports that others may get Bull from, or a queue; the same under any roots, those that are known spare work.
   * `default` stands for CommonJS as a whole too. What is passed on with `export *` is not among them.
   */
  leads(roots: NestRoots): ReadonlySet<string> {
    const failed = `The exports of ${this.file.path} could not be understood.`;
    return (this.leading ??= this.find(failed, () => this.exportsOfQueues(roots)) ?? new Set());
  }

  /** Each search has a full tank, so that it finds the same whatever was searched for before. */
  private find<T>(failed: string, search: () => T): T | undefined {
    this.evaluator.refuel();
    return this.runner.run(this.file.path, failed, search);
  }

  private exportsOfQueues(roots: NestRoots): ReadonlySet<string> {
    const { names, whole } = exportsOf(this.file.ast);
    const exported = [...names.keys()];
    const made = this.constructions(roots).length > 0;
    const object = whole ? this.evaluator.evaluate(whole) : null;
    const members = object?.kind === 'object' ? [...object.properties.keys()] : [];
    if (made) return new Set([...exported, ...members, ...(whole ? ['default'] : [])]);
    if (exported.length > MOST_EXPORTS) return new Set();
    const leading = exported.filter((name) => this.isQueueOrBull(memberOfModule(this.file, name, this.evaluator)));
    if (object?.kind !== 'object')
      return new Set(object && this.isQueueOrBull(object) ? [...leading, 'default'] : leading);
    const held = members.slice(0, MOST_EXPORTS).filter((name) => {
      const property = object.properties.get(name);
      return property && this.isQueueOrBull(property.value);
    });
    return new Set([...leading, ...held]);
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
          return isMadeOfBull(packageConstruction(single, [])) || this.holdsQueue(single, depth);
        case 'function':
          if (isMadeOfBull(inheritedConstruction(single, []))) return true;
          return depth > 0 && this.isQueueOrBull(this.evaluator.call(single, []), depth - 1);
        case 'object':
          if (depth === 0 || single.properties.size > MOST_EXPORTS) return false;
          return [...single.properties.values()].some((property) => this.isQueueOrBull(property.value, depth - 1));
        default:
          return false;
      }
    });
  }

  /** A class with a queue in a field of its own. */
  private holdsQueue(sub: ClassValue, depth: number): boolean {
    return depth > 0 && this.isQueueOrBull(construct(sub, [], null), depth - 1);
  }
}

function isMadeOfBull(made: PackageConstruction | null): boolean {
  return made !== null && isBull(made.of);
}
