import { directoryOf, join } from '../files/paths';
import { fileAmong } from './file-at';
import type { Outline } from './outline';
import { isPlatformPackage } from './platform-packages';
import { isRelative, type ModuleResolver } from './resolve';

/** Source files by path, with what their texts show. */
export type Outlines = ReadonlyMap<string, Outline>;

/** A source file that another loads. */
export interface Load {
  readonly file: string;
  readonly specifier: string;
  /** `export * from` */
  readonly isPassedOn: boolean;
}

const NONE: ReadonlySet<string> = new Set();

function usesPlatform({ imports }: Outline): boolean {
  return imports.some(isPlatformPackage);
}

/** Which source file of a workspace loads which. */
export class ModuleGraph {
  private readonly loads = new Map<string, readonly Load[]>();
  private readonly names = new Map<string, ReadonlySet<string> | null>();
  /** The files that load Bull itself, under whatever name. */
  private readonly bull = new Set<string>();
  private importers: Map<string, string[]> | null = null;
  private readonly computing: Set<string>;
  /** The files that import a package with which code declares or registers functions of a platform. */
  readonly usingPlatforms: Set<string>;
  private readonly files: Map<string, Outline>;

  constructor(
    outlines: Outlines,
    private readonly modules: ModuleResolver,
  ) {
    this.files = new Map(outlines);
    this.computing = new Set([...outlines].flatMap(([path, { loadsComputed }]) => (loadsComputed ? [path] : [])));
    this.usingPlatforms = new Set([...outlines].flatMap(([path, outline]) => (usesPlatform(outline) ? [path] : [])));
  }

  get outlines(): Outlines {
    return this.files;
  }

  /** Takes another text of one of the files into account. */
  replace(path: string, outline: Outline): void {
    for (const { file } of this.loadsOf(path)) {
      const importers = this.importers?.get(file) ?? [];
      if (importers.includes(path)) importers.splice(importers.indexOf(path), 1);
    }
    this.files.set(path, outline);
    if (outline.loadsComputed) this.computing.add(path);
    else this.computing.delete(path);
    if (usesPlatform(outline)) this.usingPlatforms.add(path);
    else this.usingPlatforms.delete(path);
    this.bull.delete(path);
    this.loads.delete(path);
    this.names.clear();
    if (this.importers) this.turnAround(path, this.importers);
  }

  /** What a file loads itself of the source files. */
  loadsOf(path: string): readonly Load[] {
    let loads = this.loads.get(path);
    if (!loads) {
      const { imports = [], stars = [] } = this.files.get(path) ?? {};
      loads = imports.flatMap((specifier) => {
        const file = this.fileOf(specifier, path);
        return file === null ? [] : [{ file, specifier, isPassedOn: stars.includes(specifier) }];
      });
      this.loads.set(path, loads);
    }
    return loads;
  }

  /** The files that also load modules whose names they compute, which are not among their loads. */
  get loadingComputed(): ReadonlySet<string> {
    return this.computing;
  }

  /** The source files that load this one themselves. */
  importersOf(path: string): readonly string[] {
    this.importers ??= this.turnedAround();
    return this.importers.get(path) ?? [];
  }

  /** The source file that a specifier means in a file; null where it means none of them. */
  fileOf(specifier: string, from: string): string | null {
    if (isRelative(specifier)) {
      return fileAmong(join(directoryOf(from), specifier), (path) => this.files.has(path));
    }
    const module = this.modules.resolve(specifier, from);
    if (module.kind === 'package' && module.name === 'bull') this.bull.add(from);
    return module.kind === 'file' && this.files.has(module.path) ? module.path : null;
  }

  /** Whether a file has to do with Bull itself: it has a word of it, or loads it by another name. */
  usesBull(path: string): boolean {
    if (this.files.get(path)?.mentionsBull) return true;
    this.loadsOf(path);
    return this.bull.has(path);
  }

  /** What a file exports and passes on; null where the texts do not tell. */
  namesFrom(path: string): ReadonlySet<string> | null {
    const known = this.names.get(path);
    if (known !== undefined) return known;
    this.names.set(path, NONE);
    const names = this.readNames(path);
    this.names.set(path, names);
    return names;
  }

  private readNames(path: string): ReadonlySet<string> | null {
    const { exports = null, stars = [] } = this.files.get(path) ?? {};
    const names = new Set(exports);
    const passedOn = this.loadsOf(path).filter(({ isPassedOn }) => isPassedOn);
    if (passedOn.length < stars.length) return null;
    for (const { file } of passedOn) {
      const passed = this.namesFrom(file);
      if (!passed) return null;
      for (const name of passed) if (name !== 'default') names.add(name);
    }
    return exports && names;
  }

  private turnedAround(): Map<string, string[]> {
    const importers = new Map<string, string[]>();
    for (const path of this.files.keys()) this.turnAround(path, importers);
    return importers;
  }

  private turnAround(path: string, importers: Map<string, string[]>): void {
    for (const { file } of this.loadsOf(path)) {
      const known = importers.get(file);
      if (!known) importers.set(file, [path]);
      else if (known.at(-1) !== path) known.push(path);
    }
  }
}
