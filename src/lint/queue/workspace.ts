import type typescript from 'typescript';
import type { Construction } from '../constructions/construction';
import type { Evaluator } from '../evaluation/value';
import type { Project } from '../files/project';
import type { Assumptions } from './assumptions';
import { JobBudgets } from './budgets';
import { lazy } from './lazy';
import { Queue, type Surroundings } from './queue';
import { rolesOf, usesByQueue, type QueueUse } from './roles/uses';

/** What is known of a workspace's files. */
export interface WorkspaceParts {
  /** Every place that makes a queue, by file and then by place. */
  readonly constructions: readonly Construction[];
  readonly uses: readonly QueueUse[];
  /** The files that were looked at. */
  readonly files: readonly string[];
  /** False where the host has indexed no workspace (a single file in the editor): counts are then lower bounds. */
  readonly isComplete: boolean;
  readonly project: Project;
  readonly evaluator: Evaluator;
  readonly assumptions: Assumptions;
}

/** What is true of the whole workspace, for as long as no file changes. */
export class Workspace {
  /** Every queue of the workspace, by file and then by place. Without an index only those of the linted file. */
  readonly queues: readonly Queue[];
  readonly files: readonly string[];
  readonly isComplete: boolean;
  private readonly byConstruction: ReadonlyMap<Construction, Queue>;

  constructor(parts: WorkspaceParts) {
    this.files = parts.files;
    this.isComplete = parts.isComplete;
    const uses = usesByQueue(parts.uses);
    const budgets = lazy(() => new JobBudgets(parts));
    const processors = lazy(() => this.queues.flatMap((queue) => queue.roles.processes));
    const surroundings: Surroundings = {
      rolesOf: (construction) => rolesOf(construction, uses, parts.isComplete),
      budgetOf: (queue) => budgets().of(queue),
      isProcessor: (node) => processors().some((use) => isInside(node, use)),
    };
    this.queues = parts.constructions.map((construction) => new Queue(construction, surroundings));
    this.byConstruction = new Map(parts.constructions.map((each, i) => [each, this.queues[i]!]));
  }

  /** The queues of some of the constructions that the workspace is made of. */
  queuesOf(constructions: readonly Construction[]): readonly Queue[] {
    return constructions.flatMap((construction) => this.byConstruction.get(construction) ?? []);
  }
}

function isInside(node: typescript.Node, { file, start, end }: { file: string; start: number; end: number }): boolean {
  return file === node.getSourceFile().fileName && start <= node.getStart() && node.end <= end;
}
