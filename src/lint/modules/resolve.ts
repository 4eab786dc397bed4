import { directoryOf, join } from '../files/paths';
import type { Project } from '../files/project';
import { fileAt } from './file-at';
import { packageEntry } from './package-entry';
import { mapped, mappingFor, type PathMapping } from './tsconfig';
import { workspacePackages, type WorkspacePackage } from './workspace-packages';

/** What an import leads to: a file of the workspace, a package outside it, or something that cannot be found. */
export type Module =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'package'; readonly name: string }
  | { readonly kind: 'missing' };

/** Resolves the imports of one pass, and keeps what it learned about directories. */
export class ModuleResolver {
  private readonly mappings = new Map<string, PathMapping | null>();
  private readonly packages = new Map<string, ReadonlyMap<string, WorkspacePackage>>();

  constructor(private readonly project: Project) {}

  /** What `specifier` means in the file `from`. */
  resolve(specifier: string, from: string): Module {
    const directory = directoryOf(from);
    if (/^\.{0,2}(\/|$)/.test(specifier)) return fileOr(fileAt(join(directory, specifier), this.project));
    const mapping = remembered(this.mappings, directory, () => mappingFor(from, this.project));
    for (const path of mapping ? mapped(specifier, mapping) : []) {
      const file = fileAt(path, this.project);
      if (file) return { kind: 'file', path: file };
    }
    const name = /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;
    const packages = remembered(this.packages, directory, () => workspacePackages(directory, this.project));
    const local = packages.get(name);
    if (local) return fileOr(packageEntry(local, `.${specifier.slice(name.length)}`, this.project));
    return { kind: 'package', name: specifier.replace(/^node:/, '') };
  }
}

function fileOr(path: string | null): Module {
  return path === null ? { kind: 'missing' } : { kind: 'file', path };
}

function remembered<T>(map: Map<string, T>, key: string, make: () => T): T {
  if (!map.has(key)) map.set(key, make());
  return map.get(key) as T;
}
