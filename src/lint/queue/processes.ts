import { codeOfExport, exportsOf, type ExportSource } from '../syntax/exports';
import { scopesOf } from '../syntax/scopes';
import { ts } from '../syntax/typescript';
import { join, nameOf } from '../files/paths';
import type { Project } from '../files/project';
import { packagesAbove } from '../modules/package-json';
import { isCommonJsExport, onlyDeclares } from './declaring';
import type { Entries } from './entries';
import type { Imports } from './imports';
import { isEntryName } from './entry-names';
import { lazy } from './lazy';
import type { Platform, PlatformFunction } from './platform';
import { CALLED_EXPORTS } from './platform/called-exports';
import { isRegistration } from './platform/registration';
import { takesJob } from './repeated';

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

/** `export const handler = async (job) => …` */
function isOfJobs(handler: ExportSource): boolean {
  const code = codeOfExport(handler);
  return !!code && ts.isFunctionLike(code) && takesJob(code);
}

/** The processes of a workspace, each made up once. */
export class Processes {
  private readonly byEntry = new Map<string, Process>();
  private readonly byFile = new Map<string, readonly Process[]>();

  constructor(
    private readonly entries: Entries,
    private readonly imports: Imports,
    private readonly platform: Platform,
    private readonly project: Project,
  ) {}

  /** Those that load a file, by entry; none for tests, examples, tools and build output. */
  loading(file: string): readonly Process[] {
    let processes = this.byFile.get(file);
    if (!processes) {
      processes = this.entries.of(file).map((entry) => this.startingWith(entry));
      this.byFile.set(file, processes);
    }
    return processes;
  }

  private startingWith(entry: string): Process {
    let process = this.byEntry.get(entry);
    if (!process) {
      const found = lazy(() => this.platform.functionAt(entry) ?? this.handlerIn(entry));
      const isDeclared = lazy(() => found() !== null || this.isCalledEntry(entry) || this.entries.isDeclared(entry));
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

  /** An entry that exports a `handler` is what AWS Lambda and its kin call, unless it takes a job; others load what registers functions. */
  private handlerIn(entry: string): PlatformFunction | null {
    const file = this.project.parse(entry);
    const handler = file && exportsOf(file.ast).names.get('handler');
    if (handler && !isOfJobs(handler)) return { limit: null, exports: CALLED_EXPORTS.lambda };
    return this.registersFunctions(entry) ? { limit: null, exports: [] } : null;
  }

  private registersFunctions(entry: string): boolean {
    const { usingPlatforms } = this.imports;
    if (usingPlatforms.size === 0) return false;
    return this.loadedBy(entry).some((path) => {
      const file = usingPlatforms.has(path) ? this.project.parse(path) : null;
      return file !== null && scopesOf(file.ast).constructs.some(isRegistration);
    });
  }

  private hasExports(entry: string): boolean {
    const file = this.project.parse(entry);
    if (!file) return false;
    const { names, stars, whole } = exportsOf(file.ast);
    return names.size + stars.length > 0 || whole !== null || file.ast.statements.some(isCommonJsExport);
  }

  /** By its name, where it does more than to declare and to pass on what others export. */
  private isCalledEntry(entry: string): boolean {
    if (!isEntryName(nameOf(entry))) return false;
    const file = this.project.parse(entry);
    return !file || !onlyDeclares(file.ast);
  }

  private mayBeLoaded(entry: string): boolean {
    const [nearest] = packagesAbove(entry, this.project);
    const others = [...this.imports.loadingComputed].filter((file) => this.entries.isInProduction(file));
    return others.some((file) => !nearest || file.startsWith(join(nearest.directory, 'x').slice(0, -1)));
  }

  private loadedBy(entry: string): readonly string[] {
    const seen = new Set([entry]);
    for (const path of seen) for (const { file } of this.imports.loadsOf(path)) seen.add(file);
    return [...seen];
  }
}
