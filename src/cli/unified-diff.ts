import { createTwoFilesPatch } from 'diff';
import type { Change } from './files/disk-files';
import { relativeTo } from './formats/relative';

/** The changes as a unified diff that `git apply` takes; paths are relative to `directory`. Empty where there are none. */
export function unifiedDiff(changes: readonly Change[], directory: string): string {
  return changes
    .filter(({ before, after }) => before !== after)
    .map(({ path, before, after }) => {
      const name = relativeTo(directory, path);
      const old = before === null ? '/dev/null' : `a/${name}`;
      return withoutRule(createTwoFilesPatch(old, `b/${name}`, before ?? '', after, '', ''));
    })
    .join('');
}

/** The library's first line is one that only Subversion writes. */
function withoutRule(patch: string): string {
  return patch.replace(/^=+\n/, '').replace(/^(---|\+\+\+) (.*)\t$/gm, '$1 $2');
}
