import { nameOf } from '../files/paths';
import type { Project } from '../files/project';
import { packagesAbove } from '../modules/package-json';
import { declaredEntries, type DeclaredEntries } from './declared-entries';
import { isEntryName } from './entry-names';
import { oncePer } from './lazy';
import type { Platform } from './platform';
import { isProduction } from './production';

/** Which source file loads which. */
export interface Imports {
  importersOf(path: string): readonly string[];
  loadsOf(path: string): readonly { readonly file: string; readonly specifier: string }[];
  /** The files that also load modules whose names they compute. */
  readonly loadingComputed: ReadonlySet<string>;
  /** The files that import a package with which code declares or registers functions of a platform. */
  readonly usingPlatforms: ReadonlySet<string>;
}

/** More files than this on the ways to one: it is a part of everything. */
const MOST_FILES = 5_000;

/**
 * The files that processes start with. It is their places and imports that tell, which hardly an edit changes: known for as
 * long as nothing does that the project was asked for.
 */
export class Entries {
  private readonly byFile = new Map<string, readonly string[]>();
  private readonly inProduction = new Map<string, boolean>();
  private readonly started = new Map<string, boolean>();
  private readonly declared = new Map<string, DeclaredEntries>();
  private readonly isEntryName = oncePer((name: string) => name, isEntryName);

  constructor(
    private readonly imports: Imports,
    private readonly platform: Platform,
    private readonly project: Project,
  ) {}

  /** Those of the processes that load a file, by name; none for tests, examples, tools and build output. */
  of(file: string): readonly string[] {
    let entries = this.byFile.get(file);
    if (!entries) this.byFile.set(file, (entries = this.isInProduction(file) ? this.above(file) : []));
    return entries;
  }

  isInProduction(file: string): boolean {
    let is = this.inProduction.get(file);
    if (is === undefined) this.inProduction.set(file, (is = isProduction(file, this.project) || this.isDeclared(file)));
    return is;
  }

  /** Whether a package.json names it. */
  isDeclared(file: string): boolean {
    return this.declaredAround(file)?.all.has(file) ?? false;
  }

  /** What is started, and the files at the upper ends of all imports that lead to this one; of a circle that nothing leads to, one. */
  private above(file: string): readonly string[] {
    const seen = new Set([file]);
    const entries: string[] = [];
    for (const path of seen) {
      if (seen.size > MOST_FILES) break;
      const importers = this.imports.importersOf(path).filter((each) => this.isInProduction(each));
      for (const importer of importers) seen.add(importer);
      if (importers.length === 0 || this.isStarted(path)) entries.push(path);
    }
    return entries.length > 0 ? entries.sort() : [this.likeliestOf(seen)];
  }

  /** That which is called like the start of a program; of several, the first by name. */
  private likeliestOf(files: Iterable<string>): string {
    const isCalledStart = (file: string): boolean => this.isEntryName(nameOf(file));
    return [...files].reduce((best, file) => {
      const [is, isBest] = [isCalledStart(file), isCalledStart(best)];
      return is === isBest ? (file < best ? file : best) : is ? file : best;
    });
  }

  private isStarted(file: string): boolean {
    let is = this.started.get(file);
    if (is === undefined) {
      is = this.platform.functionAt(file) !== null || (this.declaredAround(file)?.started.has(file) ?? false);
      this.started.set(file, is);
    }
    return is;
  }

  private declaredAround(file: string): DeclaredEntries | null {
    const [nearest] = packagesAbove(file, this.project);
    if (!nearest) return null;
    const { directory, json } = nearest;
    let declared = this.declared.get(directory);
    if (!declared) this.declared.set(directory, (declared = declaredEntries(directory, json, this.project)));
    return declared;
  }
}
