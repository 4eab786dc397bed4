import picomatch from 'picomatch';
import type typescript from 'typescript';
import { join } from '../../files/paths';
import { ts } from '../../syntax/typescript';
import type { Project } from '../../files/project';
import { limitsOf, type FunctionLimits } from './function-limits';

/** `functions` of a directory's vercel.json: a path or glob, seen from there, to a `maxDuration` in seconds. */
export function vercelLimits(directory: string, project: Project): FunctionLimits | null {
  if (!project.names(directory).has('vercel.json')) return null;
  const path = join(directory, 'vercel.json');
  const text = project.read(path);
  if (!text?.includes('maxDuration')) return null;
  const json = ts.parseJsonText(path, text);
  const functions = propertiesOf(json.statements[0]?.expression).find(isNamed('functions'));
  return limitsOf(
    propertiesOf(functions?.initializer).flatMap((entry) => {
      const duration = propertiesOf(entry.initializer).find(isNamed('maxDuration'));
      if (!duration || !ts.isNumericLiteral(duration.initializer)) return [];
      const pattern = textOf(entry.name).replace(/^\.?\//, '');
      const isMatch = picomatch(pattern, { dot: true });
      const limit = {
        ms: Number(duration.initializer.text) * 1000,
        source: 'vercel.json, maxDuration',
        at: { file: path, start: duration.getStart(json), end: duration.end },
      };
      const matches = (file: string): boolean => {
        const relative = seenFrom(directory, file);
        return relative === pattern || isMatch(relative);
      };
      return [{ matches, limit }];
    }),
  );
}

/** The path of a file that is below a directory. */
function seenFrom(directory: string, file: string): string {
  return file.slice(join(directory, 'x').length - 1);
}

function propertiesOf(node: typescript.Node | undefined): readonly typescript.PropertyAssignment[] {
  return node && ts.isObjectLiteralExpression(node) ? node.properties.filter(ts.isPropertyAssignment) : [];
}

function isNamed(name: string): (property: typescript.PropertyAssignment) => boolean {
  return (property) => textOf(property.name) === name;
}

function textOf(name: typescript.PropertyName): string {
  return ts.isStringLiteral(name) ? name.text : '';
}
