import { join } from '../../files/paths';
import type { Project } from '../../files/project';
import { functionOf, functionsThatMatch, type FunctionSource } from './function';
import { limitIn, mapIn, rootOf, textIn } from './yaml';

/** The functions of an AWS SAM or CloudFormation template in a directory, with their `Timeout` in seconds or the global one. */
export function samFunctions(directory: string, project: Project): FunctionSource | null {
  const name = ['template.yaml', 'template.yml'].find((each) => project.names(directory).has(each));
  if (!name) return null;
  const file = join(directory, name);
  const text = project.read(file);
  if (!text?.includes('AWS::')) return null;
  const root = rootOf(text);
  const globals = mapIn(mapIn(root, 'Globals'), 'Function');
  const resources = mapIn(root, 'Resources');
  const names = (resources?.items ?? []).map(({ key }) => String(key));
  return functionsThatMatch(
    names.flatMap((each) => {
      const resource = mapIn(resources, each);
      if (!/^AWS::(Serverless|Lambda)::Function$/.test(textIn(resource, 'Type') ?? '')) return [];
      const properties = mapIn(resource, 'Properties');
      const handler = textIn(properties, 'Handler') ?? textIn(globals, 'Handler');
      if (handler === null) return [];
      const code = textIn(properties, 'CodeUri') ?? textIn(globals, 'CodeUri') ?? '.';
      const limit = limitIn(properties, 'Timeout', file) ?? limitIn(globals, 'Timeout', file);
      return [{ ...functionOf(join(join(directory, code), handler)), limit }];
    }),
  );
}
