import type { Construction } from '../constructions/construction';

/** What is true of the whole workspace, from every file that mentions bull. Built by `Linter.index`. */
export interface WorkspaceIndex {
  /** Every queue of the workspace, by file and then by place. Without an index only those of the linted file. */
  readonly constructions: readonly Construction[];
  /** The files that were looked at. */
  readonly files: readonly string[];
  /** False where the host has indexed no workspace (a single file in the editor): counts are then lower bounds. */
  readonly isComplete: boolean;
}
