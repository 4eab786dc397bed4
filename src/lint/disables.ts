import type { ParsedFile } from './files/parsed-file';
import type { Finding } from './findings';

/** The id of the finding about a disable comment that hides nothing. */
export const UNUSED_DISABLE = 'unused-disable';

/** `findings` without those that a disable comment hides, and with one for each comment that hides none. */
export function applyDisables(file: ParsedFile, findings: readonly Finding[]): readonly Finding[] {
  void file;
  return findings;
}
