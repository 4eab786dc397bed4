import type { ExportOutcome } from './queues';
import { count, plural } from './words';

/** `Exported 1,204 jobs to orders-failed.jsonl. 4 were gone.`; null where it was cancelled. */
export function describeExport(outcome: ExportOutcome | null, file: string): string {
  if (!outcome) return `Nothing was written to ${file}: the export was cancelled.`;
  const { written, gone, tooLarge } = outcome;
  const missing = [
    ...(gone > 0 ? [`${count(gone)} ${gone === 1 ? 'was' : 'were'} gone`] : []),
    ...(tooLarge > 0 ? [`${count(tooLarge)} ${tooLarge === 1 ? 'was' : 'were'} larger than 64 MB`] : []),
  ];
  const said = `Exported ${plural(written, 'job')} to ${file}.`;
  return missing.length === 0 ? said : `${said} ${missing.join(', ')}.`;
}
