import { directoryOf, join } from '../files/paths';
import type { Project } from '../files/project';
import { fileAt } from './file-at';
import { packageEntry } from './package-entry';
import { configFor, mapped, mappingIn } from './tsconfig';
import { packagesIn, workspaceAround } from './workspace-packages';

/** What an import leads to: a file of the workspace, a package outside it, or something that cannot be found. */
export type Module =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'package'; readonly name: string }
  | { readonly kind: 'missing' };

/** Resolves imports. */
export class ModuleResolver {
  constructor(private readonly project: Project) {}

  /** What `specifier` means in the file `from`. */
  resolve(specifier: string, from: string): Module {
    const directory = directoryOf(from);
    if (isRelative(specifier)) return fileOr(fileAt(join(directory, specifier), this.project));
    const config = this.project.shared(`tsconfig of ${directory}`, (project) => configFor(directory, project));
    const root = this.project.shared(`workspace of ${directory}`, (project) => workspaceAround(directory, project));
    return this.project.shared(`${specifier} in ${config}, ${root}`, (project) =>
      resolveBare(specifier, { config, root }, project),
    );
  }
}

/** Whether a specifier is a path. */
export function isRelative(specifier: string): boolean {
  return /^\.{0,2}(\/|$)/.test(specifier);
}

/** What names mean somewhere: the tsconfig.json and the root of the workspace that hold there, null where none does. */
interface Names {
  readonly config: string | null;
  readonly root: string | null;
}

/** An alias of tsconfig.json, a package of the workspace, or one from outside. */
function resolveBare(specifier: string, { config, root }: Names, project: Project): Module {
  const mapping = config === null ? null : mappingIn(config, project);
  for (const path of mapping ? mapped(specifier, mapping) : []) {
    const file = fileAt(path, project);
    if (file) return { kind: 'file', path: file };
  }
  const name = /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;
  const local = root === null ? undefined : packagesIn(root, project).get(name);
  if (local) return fileOr(packageEntry(local, `.${specifier.slice(name.length)}`, project));
  return { kind: 'package', name: specifier.replace(/^node:/, '') };
}

function fileOr(path: string | null): Module {
  return path === null ? { kind: 'missing' } : { kind: 'file', path };
}
