import { readFileSync } from 'node:fs';
import { join } from 'node:path';
// The package's main is UMD, which no bundler can follow.
import { parse } from 'jsonc-parser/lib/esm/main';
import type { Settings } from '../contributions';
import type { DataSettings } from '../job-data/shown-data';
import type { LintSettings } from '../lint';
import type { FilesExclude } from '../lint/files/files-exclude';
import { shapes } from '../setting-shapes';
import { planOf, type WatchPlan } from '../watch/plan';
import { isSeverity, type LintArguments } from './arguments';

/** What a workspace's `.vscode/settings.json` says, by the full name of the setting. */
export type WrittenSettings = Readonly<Record<string, unknown>>;

/** As tolerant as VS Code: comments, trailing commas, and what is right around a mistake. */
export function readSettings(root: string): WrittenSettings {
  return record(parse(textOf(join(root, '.vscode', 'settings.json')), [], { allowTrailingComma: true }));
}

/** What the workspace's settings say, with what the command line says over it. */
export function lintSettings(file: WrittenSettings, options: LintArguments): LintSettings {
  const setting = (key: keyof Settings): unknown => file[`bullLens.${key}`];
  const defaultBudget = setting('defaultJobBudget');
  return {
    severities: { ...entriesWhere(section(file, 'rules'), isSeverity), ...options.severities },
    jobBudgets: entriesWhere(setting('jobBudgets'), isDuration),
    defaultJobBudget: options.jobBudget ?? (isDuration(defaultBudget) ? defaultBudget : null),
    connectionLimit: limitIn(setting('connectionLimit')),
    serverless: globsIn(setting('serverless')),
    showUnknown: setting('showUnknown') === true,
  };
}

/** What the workspace's settings show of the data of jobs. */
export function dataSettings(file: WrittenSettings): DataSettings {
  const setting = (key: keyof Settings): unknown => file[`bullLens.${key}`];
  const globs = setting('hiddenFields');
  return { hidden: globsIn([globs].flat()), rowFields: entriesWhere(setting('rowFields'), isGlobs) };
}

/** How the workspace's settings have its deployments watched. */
export function watchPlan(file: WrittenSettings): WatchPlan {
  return planOf(shapes.watch(section(file, 'watch')).value ?? {});
}

/** The workspace's `files.exclude`, which hides files from the editor and so from *Lint Workspace*. */
export function filesExclude(file: WrittenSettings): FilesExclude {
  return entriesWhere(file['files.exclude'], isCondition);
}

/** VS Code takes `"bullLens.rules": { "lock-duration": "off" }` and `"bullLens.rules.lock-duration": "off"` for the same. */
function section(file: WrittenSettings, key: keyof Settings): Readonly<Record<string, unknown>> {
  const prefix = `bullLens.${key}.`;
  const dotted = Object.entries(file).filter(([name]) => name.startsWith(prefix));
  const byName = Object.fromEntries(dotted.map(([name, value]) => [name.slice(prefix.length), value]));
  return { ...record(file[`bullLens.${key}`]), ...byName };
}

function entriesWhere<T>(value: unknown, isRight: (each: unknown) => each is T): Record<string, T> {
  return Object.fromEntries(Object.entries(record(value)).filter((entry): entry is [string, T] => isRight(entry[1])));
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function isCondition(value: unknown): value is boolean | { readonly when: string } {
  return typeof value === 'boolean' || typeof record(value).when === 'string';
}

function limitIn(value: unknown): number {
  return typeof value === 'number' && value >= 1 ? value : 10;
}

function globsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((glob): glob is string => typeof glob === 'string' && glob !== '') : [];
}

function isGlobs(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((glob) => typeof glob === 'string' && glob !== '');
}

function isDuration(value: unknown): value is string | number {
  return (typeof value === 'string' && value !== '') || typeof value === 'number';
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch {
    return '';
  }
}
