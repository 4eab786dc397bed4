import { exportsOf } from '../syntax/exports';
import { join, nameOf } from '../files/paths';
import type { Project } from '../files/project';
import { packagesAbove } from '../modules/package-json';
import { declaredEntries, type DeclaredEntries } from './declared-entries';
import { lazy } from './lazy';
import type { Platform, PlatformFunction } from './platform';
import { isProduction } from './production';

/** Which source file loads which. */
export interface Imports {
  importersOf(path: string): readonly string[];
  loadsOf(path: string): readonly { readonly file: string; readonly specifier: string }[];
  /** The files that also load modules whose names they compute. */
  readonly loadingComputed: ReadonlySet<string>;
}

/** What one start of a program, or one instance of a function, runs: its entry, and all that it loads. */
export interface Process {
  /** The file that it starts with. */
  readonly entry: string;
  /** The function of a platform that it is; null for a program. */
  readonly function: PlatformFunction | null;
  /** Whether a platform, the package.json or the file's name says that it starts there. */
  readonly isDeclared: boolean;
  /** False for a file that exports something, and nothing says that a process starts there: it may be dead code. */
  readonly isProgram: boolean;
  /**
   * Whether it starts there: a platform, the package.json or its name says so, or nothing else can load the file. In a
   * package that computes what it loads, files that look like entries may be parts of others.
   */
  readonly isCertain: boolean;
  /** Whether it also loads files whose names its code computes. */
  readonly isOpen: boolean;
  loads(file: string): boolean;
}

/** More files than this on the ways to one: it is a part of everything. */
const MOST_FILES = 5_000;

/** What people call the file that a program starts with: `main.ts`, `worker.js`, `mail-worker.ts`. */
const ENTRY =
  /^(index|main|server|app|www|start|bootstrap|cli|cluster|cron|scheduler|runner|consumer|workers?)\b|[-.](server|cluster|cron|consumer|workers?|main)\.\w+$/;

/** The processes of a workspace, each made up once. */
export class Processes {
  private readonly byEntry = new Map<string, Process>();
  private readonly byFile = new Map<string, readonly Process[]>();
  private readonly declared = new Map<string, DeclaredEntries>();

  constructor(
    private readonly imports: Imports,
    private readonly platform: Platform,
    private readonly project: Project,
  ) {}

  /** Those that load a file, by entry; none for tests, examples, tools and build output. */
  loading(file: string): readonly Process[] {
    let processes = this.byFile.get(file);
    if (!processes) {
      processes = this.isInProduction(file) ? this.entriesOf(file).map((entry) => this.startingWith(entry)) : [];
      this.byFile.set(file, processes);
    }
    return processes;
  }

  /** What is started, and the files at the upper ends of all imports that lead to this one; of a circle that nothing leads to, the first by name. */
  private entriesOf(file: string): readonly string[] {
    const seen = new Set([file]);
    const entries: string[] = [];
    for (const path of seen) {
      if (seen.size > MOST_FILES) break;
      const importers = this.imports.importersOf(path).filter((each) => this.isInProduction(each));
      for (const importer of importers) seen.add(importer);
      if (importers.length === 0 || this.isStarted(path)) entries.push(path);
    }
    return entries.length > 0 ? entries.sort() : [...seen].sort().slice(0, 1);
  }

  private isInProduction(file: string): boolean {
    return isProduction(file, this.project) || this.isDeclared(file);
  }

  private startingWith(entry: string): Process {
    let process = this.byEntry.get(entry);
    if (!process) {
      const found = lazy(() => this.platform.functionAt(entry) ?? this.handlerIn(entry));
      const isDeclared = lazy(() => found() !== null || ENTRY.test(nameOf(entry)) || this.isDeclared(entry));
      const isProgram = lazy(() => isDeclared() || !this.hasExports(entry));
      const isCertain = lazy(() => isDeclared() || !this.mayBeLoaded(entry));
      const isOpen = lazy(() => this.loadedBy(entry).some((file) => this.imports.loadingComputed.has(file)));
      process = {
        entry,
        get function() {
          return found();
        },
        get isDeclared() {
          return isDeclared();
        },
        get isProgram() {
          return isProgram();
        },
        get isCertain() {
          return isCertain();
        },
        get isOpen() {
          return isOpen();
        },
        loads: (file) => this.loading(file).some((each) => each.entry === entry),
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

  private hasExports(entry: string): boolean {
    const file = this.project.parse(entry);
    if (!file) return false;
    const { names, whole } = exportsOf(file.ast);
    return names.size > 0 || whole !== null;
  }

  private isStarted(file: string): boolean {
    return this.platform.functionAt(file) !== null || (this.declaredAround(file)?.started.has(file) ?? false);
  }

  private isDeclared(file: string): boolean {
    return this.declaredAround(file)?.all.has(file) ?? false;
  }

  private declaredAround(file: string): DeclaredEntries | null {
    const [nearest] = packagesAbove(file, this.project);
    if (!nearest) return null;
    const { directory, json } = nearest;
    let declared = this.declared.get(directory);
    if (!declared) this.declared.set(directory, (declared = declaredEntries(directory, json, this.project)));
    return declared;
  }

  private mayBeLoaded(entry: string): boolean {
    const [nearest] = packagesAbove(entry, this.project);
    const others = [...this.imports.loadingComputed].filter((file) => this.isInProduction(file));
    return others.some((file) => !nearest || file.startsWith(join(nearest.directory, 'x').slice(0, -1)));
  }

  private loadedBy(entry: string): readonly string[] {
    const seen = new Set([entry]);
    for (const path of seen) for (const { file } of this.imports.loadsOf(path)) seen.add(file);
    return [...seen];
  }
}
