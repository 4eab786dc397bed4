import { countConnections, type ConnectionCount } from '../queue/connection-count';
import type { RuleContext } from './rule';

/** A process of the workspace's code, and the Redis connections of its queues that share none. */
export interface ProcessInCode extends Omit<ConnectionCount, 'least'> {
  /** The file that it starts with. */
  readonly file: string;
  /** The same, as people of the repository write its path. */
  readonly entry: string;
}

/** Those that load a queue, that which opens the most first; what may be dead code only where nothing else loads one. */
export function processesInCode({ workspace }: RuleContext): readonly ProcessInCode[] {
  const all = new Map(
    workspace.queues.flatMap((queue) => queue.processes.map((process) => [process.entry, process] as const)),
  );
  const programs = [...all.values()].filter(({ isProgram }) => isProgram);
  const counted = (programs.length > 0 ? programs : [...all.values()]).flatMap((process): ProcessInCode[] => {
    const own = workspace.queuesIn(process).filter((queue) => queue.opensItsOwn);
    const count = countConnections(own, process);
    const isAtLeast = count.isAtLeast || process.isOpen || !process.isCertain;
    return count.queues > 0
      ? [{ ...count, isAtLeast, file: process.entry, entry: workspace.nameOf(process.entry) }]
      : [];
  });
  return counted.sort((a, b) => b.own - a.own);
}
