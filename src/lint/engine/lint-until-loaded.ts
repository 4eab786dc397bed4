import type { LintResult } from './linter';
import type { Missing } from '../files/source-files';

/** More rounds than any chain of imports between a queue and its options has; a host that loads nothing ends here. */
const MOST_ROUNDS = 25;

/**
 * Lints, lets `load` fetch what was missing, and lints again until nothing is. `load` must make the host answer
 * something other than undefined for those paths (null when they do not exist).
 */
export async function lintUntilLoaded(
  lint: () => LintResult,
  load: (missing: Missing) => Promise<void>,
): Promise<LintResult> {
  let result = lint();
  for (let round = 0; round < MOST_ROUNDS && isIncomplete(result.missing); round++) {
    await load(result.missing);
    result = lint();
  }
  return result;
}

function isIncomplete(missing: Missing): boolean {
  return missing.files.length > 0 || missing.directories.length > 0;
}
