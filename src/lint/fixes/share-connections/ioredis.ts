import { gte, major, minVersion } from 'semver';
import { applyEdits, getNodeValue, modify, parseTree } from 'jsonc-parser';
import detectIndent from 'detect-indent';
import type { TextEdit } from '../../engine/finding';
import type { RuleContext } from '../../engine/rule';
import { directoryOf, join, upwards } from '../../files/paths';
import { dependencyOf } from '../../modules/dependency';
import { packageAt, record } from '../../modules/package-json';
import type { Queue } from '../../queue/queue';
import type { ParsedFile } from '../../syntax/parsed-file';
import { isTypeScript, type ModuleKind } from './modules';

/** How a pool gets the class of ioredis. */
export interface IoredisImport {
  /** A statement that declares `Redis`. */
  readonly code: string;
  /** Whether its types are those that Bull's types speak of. */
  readonly isOfBull: boolean;
  /** Adds it to package.json; none where it is there, or where there is no package.json. */
  readonly edits: readonly TextEdit[];
  /** The range that is added; null where none is. */
  readonly added: string | null;
}

/** The ioredis that code beside `file` gets; where it declares none, the one that Bull has. */
export function ioredisFor(
  { bull }: Queue,
  file: ParsedFile,
  kind: ModuleKind,
  { project }: RuleContext,
): IoredisImport {
  const directory = directoryOf(file.path);
  const ofBull = rangeOfBull(bull.range, directory, project);
  const declared = isDeclared(directory, project) ? dependencyOf('ioredis', directory, project) : null;
  const own = declared ? majorOf(declared.range) : majorOf(ofBull);
  const manifest = declared ? null : nearestManifest(directory, project);
  const edit = manifest && addDependency(manifest, ofBull, project);
  return {
    code: importCode(file, kind, own ?? 5),
    isOfBull: own !== null && own === majorOf(ofBull),
    edits: edit ? [edit] : [],
    added: edit ? ofBull : null,
  };
}

type Project = RuleContext['project'];

/** Bull has ioredis 4 up to 4.10.1, and 5 from 4.10.2 on. */
function rangeOfBull(bull: string | null, directory: string, project: Project): string {
  for (const at of upwards(directory)) {
    const json = packageAt(join(at, 'node_modules/bull'), project);
    const range = record(json?.['dependencies'])?.['ioredis'];
    if (typeof range === 'string') return range;
  }
  const least = bull === null ? null : minVersion(bull);
  if (!least) return '^5.3.2';
  // `^4.0.0` gets the newest 4 where nothing is locked.
  const isOld = bull === null || /^[\d.]+$/.test(bull) ? !gte(least, '4.10.2') : major(least) < 4;
  return isOld ? '^4.28.5' : '^5.3.2';
}

function majorOf(range: string): number | null {
  try {
    return minVersion(range)?.major ?? null;
  } catch {
    return null;
  }
}

function isDeclared(directory: string, project: Project): boolean {
  return upwards(directory).some((at) => {
    const json = packageAt(at, project);
    const fields = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];
    return fields.some((field) => record(json?.[field])?.['ioredis'] !== undefined);
  });
}

function nearestManifest(directory: string, project: Project): string | null {
  const found = upwards(directory).find((at) => packageAt(at, project) !== null);
  return found === undefined ? null : join(found, 'package.json');
}

/** In the order of their names where they are in it. */
function addDependency(file: string, range: string, project: Project): TextEdit | null {
  const text = project.read(file);
  if (typeof text !== 'string') return null;
  const root = parseTree(text);
  const known = Object.keys(record(record(root && getNodeValue(root))?.['dependencies']) ?? {});
  const isSorted = known.every((name, i) => i === 0 || known[i - 1]! < name);
  const index = isSorted ? known.filter((name) => name < 'ioredis').length : known.length;
  const { indent } = detectIndent(text);
  const formattingOptions = {
    insertSpaces: !indent.startsWith('\t'),
    tabSize: indent.startsWith('\t') ? 1 : indent.length || 2,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
  const edits = modify(text, ['dependencies', 'ioredis'], range, { formattingOptions, getInsertionIndex: () => index });
  return smallest(file, text, applyEdits(text, edits));
}

/** The one edit that makes a text of another: what is the same at both ends stays. */
function smallest(file: string, before: string, after: string): TextEdit {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start++;
  let same = 0;
  while (same < Math.min(before.length, after.length) - start && before.at(-1 - same) === after.at(-1 - same)) same++;
  return { file, start, end: before.length - same, newText: after.slice(start, after.length - same) };
}

/** ioredis 4 is its class, and is imported as Bull is; 5 and 6 export `Redis`, which plain imports of all kinds find. */
function importCode(file: ParsedFile, kind: ModuleKind, version: number): string {
  if (kind === 'commonjs') return `const Redis = require('ioredis');`;
  if (!isTypeScript(file.path)) return `import Redis from 'ioredis';`;
  if (version >= 5) return `import { Redis } from 'ioredis';`;
  const [, form] = /import\s+(\*\s+as|\w+\s*=\s*require)[^;\n]*['"]bull['"]/.exec(file.text) ?? [];
  if (form?.startsWith('*')) return `import * as Redis from 'ioredis';`;
  return form ? `import Redis = require('ioredis');` : `import Redis from 'ioredis';`;
}
