import type { MemoryFiles } from '../../../src/lint/files/memory-files';
import type { Outlines } from '../../../src/lint/modules/module-graph';
import { outlineOf } from '../../../src/lint/modules/outline';
import { isSourcePath } from '../../../src/lint/syntax/parsed-file';

/** What a host tells the linter of its source files. */
export function outlinesOf(files: MemoryFiles): Outlines {
  return new Map(files.paths.filter(isSourcePath).map((path) => [path, outlineOf(files.read(path) ?? '')]));
}
