import { ShownData } from '../../src/job-data/shown-data';
import { jobText } from '../../src/job-text/job-text';
import type { FieldText } from '../../src/queues';

/** The document of a failed job that has these fields in Redis, and the ones that every job has. */
export function documentOf(fields: Readonly<Record<string, string>>): Promise<string> {
  const texts = Object.entries({ name: 'mail', data: '{}', opts: '{}', ...fields }).map(
    ([field, text]): [string, FieldText] => [field, { text, bytes: text.length, isCut: false }],
  );
  const rest = { lockExpiresIn: null, logs: [], logCount: 0, isTooLarge: false };
  return jobText('71', 'mail', { state: 'failed', ...rest, fields: new Map(texts) }, new ShownData());
}
