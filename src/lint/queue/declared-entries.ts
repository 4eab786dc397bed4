import type { Project } from '../files/project';
import { entryAt } from '../modules/package-entry';
import { record, type PackageJson } from '../modules/package-json';

/** Scripts that run a program, by a word of their name: `start`, `start:worker`, `dev`. */
const RUNS =
  /(^|[:_-])(start|serve|server|web|api|workers?|queues?|jobs?|cron|scheduler|consumers?|main|run|prod|production|dev|watch)([:_-]|$)/;
/** What is no part of production is none of its entries either. */
const TOOLS =
  /(^|[:_-])(test|tests|e2e|lint|seeds?|migrations?|migrate|bench|benchmark|typecheck|storybook|docs?)([:_-]|$)/;
const PATH = /^(?!-)[\w@.-]*(?:\/[\w@.-]+)+$|^[\w.-]+\.[cm]?[jt]sx?$/;

/** The source files that a package.json says programs start with. */
export interface DeclaredEntries {
  /** Its `bin`, and what its scripts run. */
  readonly started: ReadonlySet<string>;
  /** Its `main` too, which may be that of a library. */
  readonly all: ReadonlySet<string>;
}

export function declaredEntries(directory: string, json: PackageJson, project: Project): DeclaredEntries {
  const filesOf = (targets: readonly unknown[]): readonly string[] =>
    targets.flatMap((target) =>
      typeof target === 'string' && !target.includes('node_modules') ? (entryAt(directory, target, project) ?? []) : [],
    );
  const bin = typeof json.bin === 'string' ? [json.bin] : Object.values(record(json.bin) ?? {});
  const started = filesOf([...bin, ...Object.entries(record(json.scripts) ?? {}).flatMap(pathsIn)]);
  return { started: new Set(started), all: new Set([...started, ...filesOf([json.main])]) };
}

/** The paths in the command of a script: `dist/worker.js` of `NODE_ENV=production node dist/worker.js --all`. */
function pathsIn([name, command]: readonly [string, unknown]): readonly string[] {
  if (typeof command !== 'string' || !RUNS.test(name) || TOOLS.test(name)) return [];
  return command.split(/[\s"'=;&|]+/).filter((word) => PATH.test(word));
}
