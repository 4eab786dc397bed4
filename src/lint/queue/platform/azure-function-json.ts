import { join, nameOf } from '../../files/paths';
import type { Project } from '../../files/project';
import { record } from '../../modules/package-json';
import { CALLED_EXPORTS } from './called-exports';
import { functionsThatMatch, type FunctionSource } from './function';

/**
 * The function of a directory with a function.json, as Azure had it before version 4 of its model: `index.js` beside it, or
 * what has the name of its `scriptFile`.
 */
export function azureFunctions(directory: string, project: Project): FunctionSource | null {
  if (!project.names(directory).has('function.json')) return null;
  const declared = read(project.read(join(directory, 'function.json')) ?? '');
  if (!Array.isArray(declared?.bindings)) return null;
  const script = typeof declared.scriptFile === 'string' ? nameOf(declared.scriptFile) : 'index.js';
  const module = join(directory, script).replace(/\.[cm]?js$/, '');
  const exports = typeof declared.entryPoint === 'string' ? [declared.entryPoint] : CALLED_EXPORTS.azure;
  return functionsThatMatch([
    { matches: (file) => file.replace(/\.[cm]?[jt]s$/, '') === module, limit: null, exports },
  ]);
}

function read(text: string): Readonly<Record<string, unknown>> | null {
  try {
    return record(JSON.parse(text));
  } catch {
    return null;
  }
}
