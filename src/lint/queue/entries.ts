import { nameOf } from '../files/paths';
import type { Project } from '../files/project';
import { packagesAbove, type PackageAt } from '../modules/package-json';
import { declaredEntries, type DeclaredEntries } from './declared-entries';
import { isEntryName } from './entry-names';
import type { Imports } from './imports';
import { oncePer, oncePerText } from './lazy';
import type { Platform } from './platform';
import { isProduction } from './production';

/** More files than this on the ways to one: it is a part of everything. */
const MOST_FILES = 5_000;

/**
 * The files that processes start with. It is their places and imports that tell, which hardly an edit changes: known for as
 * long as nothing does that the project was asked for.
 */
export class Entries {
  /** Those of the processes that load a file, by name; none for tests, examples, tools and build output. */
  readonly of = oncePerText((file) => (this.isInProduction(file) ? this.above(file) : []));
  readonly isInProduction = oncePerText((file) => isProduction(file, this.project) || this.isDeclared(file));
  private readonly isStarted = oncePerText(
    (file) => this.platform.functionAt(file) !== null || (this.declaredAround(file)?.started.has(file) ?? false),
  );
  private readonly declaredIn = oncePer(
    ({ directory }: PackageAt) => directory,
    ({ directory, json }) => declaredEntries(directory, json, this.project),
  );
  private readonly isEntryName = oncePerText(isEntryName);

  constructor(
    private readonly imports: Imports,
    private readonly platform: Platform,
    private readonly project: Project,
  ) {}

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
    const all = [...files];
    const named = all.filter((file) => this.isEntryName(nameOf(file)));
    return (named.length > 0 ? named : all).reduce((first, file) => (file < first ? file : first));
  }

  private declaredAround(file: string): DeclaredEntries | null {
    const [nearest] = packagesAbove(file, this.project);
    return nearest ? this.declaredIn(nearest) : null;
  }
}
