import { join } from '../../files/paths';
import type { Project } from '../../files/project';
import { functionOf, functionsThatMatch, type FunctionSource } from './function';
import { limitIn, mapIn, rootOf, textIn } from './yaml';

/**
 * The functions of a directory's serverless.yml, known by their `handler`, with their `timeout` in seconds or the
 * provider's. The platform's own default (6 s) is nothing that anybody declared.
 */
export function serverlessFunctions(directory: string, project: Project): FunctionSource | null {
  const name = ['serverless.yml', 'serverless.yaml'].find((each) => project.names(directory).has(each));
  const file = name && join(directory, name);
  const text = file && project.read(file);
  if (!text) return null;
  const root = rootOf(text);
  const shared = limitIn(mapIn(root, 'provider'), 'timeout', file);
  const declared = mapIn(root, 'functions');
  const names = (declared?.items ?? []).map(({ key }) => String(key));
  return functionsThatMatch(
    names.flatMap((each) => {
      const declaration = mapIn(declared, each);
      const handler = textIn(declaration, 'handler');
      if (handler === null) return [];
      return [{ ...functionOf(join(directory, handler)), limit: limitIn(declaration, 'timeout', file) ?? shared }];
    }),
  );
}
