import { directoryOf, join } from '../files/paths';
import { fileAmong } from './file-at';
import type { Outline } from './outline';
import { isRelative, type ModuleResolver } from './resolve';

/** Source files by path, with what their texts show. */
export type Outlines = ReadonlyMap<string, Outline>;

/** Which source file of a workspace loads which. */
export class ModuleGraph {
  private readonly loaded = new Map<string, readonly string[]>();
  private importers: ReadonlyMap<string, readonly string[]> | null = null;

  constructor(
    readonly outlines: Outlines,
    private readonly modules: ModuleResolver,
  ) {}

  /** The source files that a file loads itself. */
  importsOf(path: string): readonly string[] {
    let files = this.loaded.get(path);
    if (!files) {
      const specifiers = this.outlines.get(path)?.imports ?? [];
      const found = specifiers.flatMap((specifier) => this.fileOf(specifier, path) ?? []);
      this.loaded.set(path, (files = [...new Set(found)]));
    }
    return files;
  }

  /** The source files that load this one themselves. */
  importersOf(path: string): readonly string[] {
    this.importers ??= this.turnedAround();
    return this.importers.get(path) ?? [];
  }

  /** The source files that a file passes on whole: `export * from`. */
  starsOf(path: string): readonly string[] {
    return this.outlines.get(path)?.stars.flatMap((specifier) => this.fileOf(specifier, path) ?? []) ?? [];
  }

  /** The source file that a specifier means in a file; null where it means none of them. */
  fileOf(specifier: string, from: string): string | null {
    if (isRelative(specifier)) {
      return fileAmong(join(directoryOf(from), specifier), (path) => this.outlines.has(path));
    }
    const module = this.modules.resolve(specifier, from);
    return module.kind === 'file' && this.outlines.has(module.path) ? module.path : null;
  }

  private turnedAround(): ReadonlyMap<string, readonly string[]> {
    const importers = new Map<string, string[]>();
    for (const path of this.outlines.keys()) {
      for (const file of this.importsOf(path)) {
        const known = importers.get(file);
        if (known) known.push(path);
        else importers.set(file, [path]);
      }
    }
    return importers;
  }
}
