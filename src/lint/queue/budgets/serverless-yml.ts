import { isMap, isScalar, parseDocument, type YAMLMap } from 'yaml';
import type { Location } from '../../syntax/location';
import { join } from '../../files/paths';
import type { Project } from '../../files/project';
import { longest, type Budget } from './budget';
import { limitsOf, type FunctionLimits } from './function-limits';

/**
 * `timeout` in seconds in a directory's serverless.yml: of a function, known by its `handler`, or of the provider for
 * the functions that have none. The platform's own default (6 s) is nothing that anybody declared.
 */
export function serverlessLimits(directory: string, project: Project): FunctionLimits | null {
  const name = ['serverless.yml', 'serverless.yaml'].find((each) => project.names(directory).has(each));
  const file = name && join(directory, name);
  const text = file && project.read(file);
  if (!text || !text.includes('timeout')) return null;
  const root = parseDocument(text, { logLevel: 'silent' }).contents;
  const shared = limitIn(mapIn(root, 'provider'), file);
  const declared = mapIn(root, 'functions');
  const functions = (declared?.items ?? []).flatMap(({ value }) => {
    if (!isMap(value)) return [];
    const handler: unknown = value.get('handler');
    const module = typeof handler === 'string' ? join(directory, handler.replace(/\.[^./]+$/, '')) : null;
    const limit = limitIn(value, file) ?? shared;
    return limit ? [{ matches: (path: string) => path.replace(/\.[cm]?[jt]sx?$/, '') === module, limit }] : [];
  });
  const limits = limitsOf(functions);
  return { ...limits, longest: limits.longest ?? longest(shared ? [shared] : []) };
}

function limitIn(map: YAMLMap | null, file: string): Budget | null {
  const timeout = map?.get('timeout', true);
  if (!isScalar(timeout) || typeof timeout.value !== 'number' || timeout.value <= 0) return null;
  const [start, end] = timeout.range ?? [0, 0];
  const at: Location = { file, start, end };
  return { ms: timeout.value * 1000, source: `${file.slice(file.lastIndexOf('/') + 1)}, timeout`, at };
}

function mapIn(node: unknown, name: string): YAMLMap | null {
  const value: unknown = isMap(node) ? node.get(name) : null;
  return isMap(value) ? value : null;
}
