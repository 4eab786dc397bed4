import picomatch from 'picomatch';
import type { Project } from '../files/project';
import { belowRoot } from './production';

/** What the person says of the queues and of where they run. */
export interface Assumptions {
  /** `bullLens.jobBudgets`: queue name or glob to a duration, `"90s"` or a number of ms. */
  readonly jobBudgets: Readonly<Record<string, string | number>>;
  /** `bullLens.defaultJobBudget`: a duration, `"60s"` or a number of ms; null when the user has set none. */
  readonly defaultJobBudget: string | number | null;
  /** `bullLens.connectionLimit`: how many Redis connections a process may open before that is worth a warning. */
  readonly connectionLimit: number;
  /** `bullLens.serverless`: globs of files, from the repository's root, that run on a serverless platform. */
  readonly serverless: readonly string[];
}

/** Whether the person says that a file runs on a serverless platform. */
export function namedServerless({ serverless }: Assumptions, project: Project): (file: string) => boolean {
  if (serverless.length === 0) return () => false;
  const isMatch = picomatch(
    serverless.map((glob) => glob.replace(/^\.?\//, '')),
    { dot: true },
  );
  return (file) => isMatch(belowRoot(file, project));
}
