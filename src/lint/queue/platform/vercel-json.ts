import picomatch from 'picomatch';
import type typescript from 'typescript';
import { join } from '../../files/paths';
import type { Project } from '../../files/project';
import { ts } from '../../syntax/typescript';
import type { Budget } from '../budget';
import { isVercelApi } from './vercel-api';
import { CALLED_EXPORTS } from './called-exports';
import { functionsThatMatch, type FunctionSource, type PlatformFunction } from './function';

/**
 * A directory's vercel.json: `functions`, a path or glob, seen from there, to a `maxDuration` in seconds; `builds` of an
 * older one; and all of `api`.
 */
export function vercelFunctions(directory: string, project: Project): FunctionSource | null {
  if (!project.names(directory).has('vercel.json')) return null;
  const path = join(directory, 'vercel.json');
  const text = project.read(path);
  if (!text) return null;
  const json = ts.parseJsonText(path, text);
  const root = propertiesOf(json.statements[0]?.expression);
  const isNone = fromDirectory(directory, (path) => path.startsWith('api/') && !isVercelApi(path));
  const functions = propertiesOf(valueOf(root, 'functions')).map((entry) => {
    const isNamed = matcher(directory, textOf(entry.name));
    return {
      matches: (file: string) => isNamed(file) && !isNone(file),
      limit: limitIn(entry.initializer, json),
      exports: CALLED_EXPORTS.vercel,
    };
  });
  const api = { matches: fromDirectory(directory, isVercelApi), limit: null, exports: CALLED_EXPORTS.vercel };
  return functionsThatMatch([...functions, ...builds(valueOf(root, 'builds'), directory, json), api]);
}

function builds(
  node: typescript.Node | undefined,
  directory: string,
  json: typescript.JsonSourceFile,
): readonly (PlatformFunction & { matches: (file: string) => boolean })[] {
  const entries = node && ts.isArrayLiteralExpression(node) ? node.elements : [];
  return entries.flatMap((entry) => {
    const properties = propertiesOf(entry);
    const [source, builder] = ['src', 'use'].map((name) => valueOf(properties, name));
    if (!source || !ts.isStringLiteral(source) || !builder || !/@(vercel|now)\/node/.test(builder.getText(json)))
      return [];
    const limit = limitIn(valueOf(properties, 'config'), json);
    return [{ matches: matcher(directory, source.text), limit, exports: CALLED_EXPORTS.vercel }];
  });
}

function limitIn(node: typescript.Node | undefined, json: typescript.JsonSourceFile): Budget | null {
  const duration = propertiesOf(node).find(({ name }) => textOf(name) === 'maxDuration');
  if (!duration || !ts.isNumericLiteral(duration.initializer)) return null;
  return {
    ms: Number(duration.initializer.text) * 1000,
    source: 'vercel.json, maxDuration',
    at: { file: json.fileName, start: duration.getStart(json), end: duration.end },
  };
}

function matcher(directory: string, written: string): (file: string) => boolean {
  const pattern = written.replace(/^\.?\//, '');
  const isMatch = picomatch(pattern, { dot: true });
  return fromDirectory(directory, (path) => path === pattern || isMatch(path));
}

/** Asks about the path of a file as seen from a directory that it is in. */
function fromDirectory(directory: string, isMatch: (path: string) => boolean): (file: string) => boolean {
  const prefix = join(directory, 'x').slice(0, -1);
  return (file) => file.startsWith(prefix) && isMatch(file.slice(prefix.length));
}

function propertiesOf(node: typescript.Node | undefined): readonly typescript.PropertyAssignment[] {
  return node && ts.isObjectLiteralExpression(node) ? node.properties.filter(ts.isPropertyAssignment) : [];
}

function valueOf(
  properties: readonly typescript.PropertyAssignment[],
  name: string,
): typescript.Expression | undefined {
  return properties.find((property) => textOf(property.name) === name)?.initializer;
}

function textOf(name: typescript.PropertyName): string {
  return ts.isStringLiteral(name) ? name.text : '';
}
