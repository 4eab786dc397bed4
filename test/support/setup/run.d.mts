import type { SpawnOptions } from 'node:child_process';

/** Runs a command without a terminal, its output on ours unless told otherwise, and rejects when it does not end with 0. */
export function run(command: readonly string[], options?: SpawnOptions): Promise<void>;
