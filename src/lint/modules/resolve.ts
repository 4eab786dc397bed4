import { directoryOf, join, upwards } from '../files/paths';
import type { Project } from '../files/project';
import { fileAt } from './file-at';
import { realName } from './dependency';
import { entryAt, packageEntry, packageImport } from './package-entry';
import { packageAt } from './package-json';
import { configFor, mapped, mappingIn } from './tsconfig';
import { packagesIn, workspaceAround } from './workspace-packages';

/** What an import leads to: a file of the workspace, a package outside it, or something that cannot be found. */
export type Module =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'package'; readonly name: string }
  | { readonly kind: 'missing' };

/** Resolves imports, each once: good for as long as nothing changes that the project was asked for. */
export class ModuleResolver {
  private readonly known = new Map<string, Module>();

  constructor(private readonly project: Project) {}

  /** What `specifier` means in the file `from`. */
  resolve(specifier: string, from: string): Module {
    const directory = directoryOf(from);
    const key = `${directory} ${specifier}`;
    let module = this.known.get(key);
    if (!module) this.known.set(key, (module = this.find(specifier, directory)));
    return module;
  }

  private find(specifier: string, directory: string): Module {
    if (isRelative(specifier)) return fileOr(fileAt(join(directory, specifier), this.project));
    const config = this.project.shared(`tsconfig of ${directory}`, (project) => configFor(directory, project));
    const root = this.project.shared(`workspace of ${directory}`, (project) => workspaceAround(directory, project));
    const manifest = this.project.shared(`package of ${directory}`, (project) => packageAround(directory, project));
    return this.project.shared(`${specifier} in ${config}, ${root}, ${manifest}`, (project) =>
      resolveBare(specifier, { config, root, manifest }, project),
    );
  }
}

/** Whether a specifier is a path. */
export function isRelative(specifier: string): boolean {
  return /^\.{0,2}(\/|$)/.test(specifier);
}

/** What tells what names mean somewhere; null where there is none. */
interface Names {
  /** The tsconfig.json. */
  readonly config: string | null;
  /** The root of the workspace. */
  readonly root: string | null;
  /** The directory of the nearest package.json. */
  readonly manifest: string | null;
}

function packageAround(directory: string, project: Project): string | null {
  return upwards(directory).find((at) => packageAt(at, project)) ?? null;
}

/** An alias of tsconfig.json or package.json, a package of the workspace, or one from outside. */
function resolveBare(specifier: string, { config, root, manifest }: Names, project: Project): Module {
  if (specifier.startsWith('#') && manifest !== null) {
    const target = packageImport(manifest, specifier, project);
    if (target !== null)
      return target.startsWith('.')
        ? fileOr(entryAt(manifest, target, project))
        : resolveBare(target, { config, root, manifest }, project);
  }
  const mapping = config === null ? null : mappingIn(config, project);
  for (const path of mapping ? mapped(specifier, mapping) : []) {
    const file = fileAt(path, project);
    if (file) return { kind: 'file', path: file };
  }
  // `npm:bull@^4` is how Deno names a package.
  const bare = specifier.replace(/^node:/, '').replace(/^npm:\/?((?:@[^/]+\/)?[^@/]+)(?:@[^/]*)?/, '$1');
  const name = /^(@[^/]+\/)?[^/]+/.exec(bare)?.[0] ?? bare;
  const local = root === null ? undefined : packagesIn(root, project).get(name);
  if (local) return fileOr(packageEntry(local, `.${bare.slice(name.length)}`, project));
  const real = manifest === null ? name : realName(name, manifest, project);
  return { kind: 'package', name: mainOf(real + bare.slice(name.length)) };
}

/** What a file inside of a package gives, as the package itself does: `@nestjs/bull/dist/decorators`, `bull/lib/queue`. */
function mainOf(specifier: string): string {
  return specifier
    .replace(/^(@nestjs\/bull(?:mq)?)\/.*$/, '$1')
    .replace(/^bull\/(?:index|lib\/queue)(?:\.js)?$/, 'bull');
}

function fileOr(path: string | null): Module {
  return path === null ? { kind: 'missing' } : { kind: 'file', path };
}
