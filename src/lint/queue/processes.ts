import { exportsOf } from '../syntax/exports';
import type { Project } from '../files/project';
import { lazy } from './lazy';
import type { Platform, PlatformFunction } from './platform';
import { isProduction } from './production';

/** Which source file loads which. */
export interface Imports {
  importersOf(path: string): readonly string[];
}

/** What one start of a program, or one instance of a function, runs: its entry, and all that it loads. */
export interface Process {
  /** The file that it starts with. */
  readonly entry: string;
  /** The function of a platform that it is; null for a program. */
  readonly function: PlatformFunction | null;
}

/** More files than this on the ways to one: it is a part of everything. */
const MOST_FILES = 5_000;

/** The processes of a workspace, each made up once. */
export class Processes {
  private readonly byEntry = new Map<string, Process>();
  private readonly byFile = new Map<string, readonly Process[]>();

  constructor(
    private readonly imports: Imports,
    private readonly platform: Platform,
    private readonly project: Project,
  ) {}

  /** Those that load a file, by entry; none for tests, examples, tools and build output. */
  loading(file: string): readonly Process[] {
    let processes = this.byFile.get(file);
    if (!processes) {
      processes = isProduction(file, this.project) ? this.entriesOf(file).map((entry) => this.startingWith(entry)) : [];
      this.byFile.set(file, processes);
    }
    return processes;
  }

  /** The files at the upper ends of all imports that lead to this one; of a circle that nothing leads to, the first by name. */
  private entriesOf(file: string): readonly string[] {
    const seen = new Set([file]);
    const entries: string[] = [];
    for (const path of seen) {
      if (seen.size > MOST_FILES) break;
      const importers = this.imports.importersOf(path).filter((each) => isProduction(each, this.project));
      for (const importer of importers) seen.add(importer);
      if (importers.length === 0 || this.platform.functionAt(path)) entries.push(path);
    }
    return entries.length > 0 ? entries.sort() : [...seen].sort().slice(0, 1);
  }

  private startingWith(entry: string): Process {
    let process = this.byEntry.get(entry);
    if (!process) {
      const found = lazy(() => this.platform.functionAt(entry) ?? this.handlerIn(entry));
      process = {
        entry,
        get function() {
          return found();
        },
      };
      this.byEntry.set(entry, process);
    }
    return process;
  }

  /** An entry that exports a `handler` is what AWS Lambda and its kin call. */
  private handlerIn(entry: string): PlatformFunction | null {
    const file = this.project.parse(entry);
    return file && exportsOf(file.ast).names.has('handler') ? { limit: null } : null;
  }
}
