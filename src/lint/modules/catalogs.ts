import { parse as parseYaml } from 'yaml';
import { join, upwards } from '../files/paths';
import type { Project } from '../files/project';
import { exists } from './file-at';
import { packageAt, record } from './package-json';

/** The range behind `catalog:` or `catalog:name` (of pnpm-workspace.yaml, or of bun's package.json); undefined for others. */
export function catalogsAround(directory: string, range: string, name: string, project: Project): string | undefined {
  const [, catalog] = /^catalog:(.*)$/.exec(range) ?? [];
  if (catalog === undefined) return undefined;
  for (const at of upwards(directory)) {
    const root = workspaceFile(at, project);
    const entries = record(
      catalog === '' || catalog === 'default'
        ? (root?.catalog ?? record(root?.catalogs)?.default)
        : record(root?.catalogs)?.[catalog],
    );
    const found = entries?.[name];
    if (typeof found === 'string') return found;
  }
  return undefined;
}

function workspaceFile(directory: string, project: Project): ReturnType<typeof record> {
  const path = join(directory, 'pnpm-workspace.yaml');
  if (exists(path, project)) return project.shared(path, (part) => record(yaml(part.read(path) ?? '')));
  const json = packageAt(directory, project);
  return record(json?.workspaces) ?? json;
}

function yaml(text: string): unknown {
  try {
    return parseYaml(text);
  } catch {
    return null;
  }
}
