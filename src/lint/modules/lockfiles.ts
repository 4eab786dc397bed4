import { ts } from '../syntax/typescript';
import { record } from './package-json';

/** A package that a manifest asks for. */
export interface Wanted {
  readonly name: string;
  /** As it stands in package.json. */
  readonly range: string;
  /** The manifest's directory, relative to the lockfile's; empty for the same. */
  readonly directory: string;
}

type Lockfile = (text: string, wanted: Wanted) => string | undefined;

/** By file name: finds the version that is installed for what a manifest asks for; undefined where it is not there. */
export const LOCKFILES: Readonly<Record<string, Lockfile>> = {
  'package-lock.json': npm,
  'npm-shrinkwrap.json': npm,
  'pnpm-lock.yaml': pnpm,
  'yarn.lock': yarn,
  'bun.lock': bun,
};

/** Versions 1 to 3 of the file. */
function npm(text: string, { name, directory }: Wanted): string | undefined {
  const lock = record(json(text));
  const packages = record(lock?.packages);
  for (let at = directory; ; at = parentOf(at)) {
    const entry = record(packages?.[`${at ? `${at}/` : ''}node_modules/${name}`]);
    if (entry) return stringOf(entry.version);
    if (at === '') break;
  }
  return stringOf(record(record(lock?.dependencies)?.[name])?.version);
}

/** Read by lines: the files are long, and to parse all of one takes seconds. */
function pnpm(text: string, { name, directory }: Wanted): string | undefined {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line === 'importers:');
  // Without workspaces, older versions have no importers.
  const block = start === -1 ? lines : blockOf(lines, start, directory === '' ? '.' : directory);
  const found = block.flatMap((line, at) => {
    if (!/^\s/.test(line) || unquoted(line.trim().replace(/:.*$/, '')) !== name) return [];
    const below = block.slice(at + 1, at + 3).map((each) => /^\s+version:\s+(\S+)/.exec(each)?.[1]);
    return versionIn(/:\s+(\S+)/.exec(line)?.[1] ?? below.find((each) => each !== undefined)) ?? [];
  });
  return found[0];
}

function blockOf(lines: readonly string[], after: number, key: string): readonly string[] {
  const start = lines.findIndex(
    (line, i) => i > after && /^ {2}\S/.test(line) && unquoted(line.trim().slice(0, -1)) === key,
  );
  if (start === -1) return [];
  const length = lines.slice(start + 1).findIndex((line) => /^ {0,2}\S/.test(line));
  return lines.slice(start + 1, length === -1 ? undefined : start + 1 + length);
}

/** Yarn's first version (`version "4.16.5"`), and its later ones (`version: 4.16.5`). */
function yarn(text: string, { name, range }: Wanted): string | undefined {
  const lines = text.split('\n');
  const isEntry = (line: string): boolean => {
    const keys = line.replaceAll('"', '').replace(/:$/, '').split(',');
    return keys.some((key) => [`${name}@${range}`, `${name}@npm:${range}`].includes(key.trim()));
  };
  const start = lines.findIndex(isEntry);
  const line = start === -1 ? undefined : lines.slice(start + 1, start + 4).find((each) => /^\s+version/.test(each));
  return versionIn(line && unquoted(line.trim().replace(/^version:?\s+/, '')));
}

/** `"bull": ["bull@4.16.5", …]`; one that only a package of the workspace has is `"package/bull"`. */
function bun(text: string, { name }: Wanted): string | undefined {
  const packages = record(record(ts.parseConfigFileTextToJson('bun.lock', text).config)?.packages);
  const [id] = [packages?.[name]].flat();
  return typeof id === 'string' ? versionIn(id.slice(id.lastIndexOf('@') + 1)) : undefined;
}

function parentOf(directory: string): string {
  return directory.slice(0, Math.max(directory.lastIndexOf('/'), 0));
}

function unquoted(text: string): string {
  return text.trim().replace(/^(['"])(.*)\1$/, '$2');
}

/** `4.16.5` of `4.16.5(ioredis@5.3.2)`, `/bull/4.16.5`, `npm:bull@4.16.5`. */
function versionIn(text: string | undefined): string | undefined {
  return /(?:^|[/@])(\d+\.\d+\.\d+[^\s()_'"]*)/.exec(text ?? '')?.[1];
}

function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
