import { join } from '../../files/paths';
import type { Project } from '../../files/project';
import { CALLED_EXPORTS } from './called-exports';
import { functionsThatMatch, type FunctionSource } from './function';

/** The functions of a directory with a netlify.toml: the folder that it names, else `netlify/functions`. They declare no limit. */
export function netlifyFunctions(directory: string, project: Project): FunctionSource | null {
  if (!project.names(directory).has('netlify.toml')) return null;
  const text = project.read(join(directory, 'netlify.toml')) ?? '';
  const section = /^\s*\[functions\]([^[]*)/m.exec(text)?.[1] ?? '';
  const named =
    /^\s*directory\s*=\s*["']([^"']+)["']/m.exec(section) ?? /^\s*functions\s*=\s*["']([^"']+)["']/m.exec(text);
  const folder = join(directory, named?.[1] ?? 'netlify/functions');
  return functionsThatMatch([
    { matches: (file) => file.startsWith(`${folder}/`), limit: null, exports: CALLED_EXPORTS.netlify },
  ]);
}
