import { fix, type RuleContext } from '../../engine/rule';
import type { Fix } from '../../engine/finding';
import { isNeverGiven } from '../../evaluation/inspect-value';
import type { ObjectValue, PropertyValue } from '../../evaluation/value';
import { elementAt } from '../../fixes/element-at';
import { ts } from '../../syntax/typescript';
import { BULL_OPTIONS } from '../../../bull/options';
import { judgeName } from '../ignored-option/names';
import type { Problem } from './problem';

/** Names of other libraries for what Bull calls something else. */
const FOREIGN: Readonly<Record<string, string>> = {
  id: 'its name is `jobId`',
  retries: '`attempts` counts all tries, the first included',
  retry: '`attempts` counts all tries, the first included',
  retryCount: '`attempts` counts all tries, the first included',
  maxRetries: '`attempts` counts all tries, the first included',
  maxAttempts: 'its name is `attempts`',
  removeOnSuccess: 'its name is `removeOnComplete`',
  removeOnFailure: 'its name is `removeOnFail`',
  cron: 'it belongs in `repeat`',
  every: 'it belongs in `repeat`',
  deduplication: "it is BullMQ's; Bull has `debounce` since 4.16",
  keepLogs: "it is BullMQ's",
  parent: "it is BullMQ's",
  failParentOnFailure: "it is BullMQ's",
  sizeLimit: "it is BullMQ's",
};

/** Of those, the ones that mean the same under Bull's name. */
const RENAMED: Readonly<Record<string, string>> = {
  maxAttempts: 'attempts',
  removeOnSuccess: 'removeOnComplete',
  removeOnFailure: 'removeOnFail',
};

const KNOWN: ReadonlySet<string> = new Set(BULL_OPTIONS.defaultJobOptions.map(({ name }) => name));

/** Options that `add()` keeps with the job, and nothing reads. */
export function* unknownNames(options: ObjectValue, context: RuleContext): Iterable<Problem> {
  for (const [name, property] of options.properties) {
    if (KNOWN.has(name) || isNeverGiven(property.value) || isReadFromJob(name, context)) continue;
    const meant = meaningOf(name);
    if (!meant && isNamedElsewhere(name, property, context)) continue;
    yield {
      cause: property.at,
      message: `Bull has no job option \`${name}\`${meant ? `: ${meant.says}` : ''}. This one does nothing.`,
      ...(meant ? {} : { severity: 'information' }),
      fix: () => (meant?.right ? rename(name, meant.right, property, options, context) : null),
    };
  }
}

function meaningOf(name: string): { says: string; right: string | null } | null {
  if (Object.hasOwn(FOREIGN, name)) return { says: FOREIGN[name] ?? '', right: RENAMED[name] ?? null };
  const same = [...KNOWN].find((known) => bare(known) === bare(name));
  if (same !== undefined) return { says: `its name is \`${same}\``, right: same };
  const verdict = judgeName('defaultJobOptions', name);
  if (!verdict) return null;
  if (verdict.place === 'defaultJobOptions')
    return { says: `the nearest is \`${verdict.right}\``, right: verdict.right };
  const holder = verdict.place === '' ? 'of the queue' : `in the queue’s \`${verdict.place}\``;
  return { says: `\`${verdict.right}\` is an option ${holder}`, right: null };
}

function bare(name: string): string {
  return name.replaceAll(/[_-]/g, '').toLowerCase();
}

/** `job.opts.tenant`: a handler may read what the job was added with. */
function isReadFromJob(name: string, { workspace, project }: RuleContext): boolean {
  const pattern = new RegExp(`\\bopts\\b[?!]?\\.${name.replace(/\W/g, '\\$&')}\\b`);
  return workspace.files.some((file) => pattern.test(project.read(file) ?? ''));
}

/** Whether a name that nobody knows occurs a second time, and so may be read somehow. */
function isNamedElsewhere(name: string, { at }: PropertyValue, { workspace, project }: RuleContext): boolean {
  const word = new RegExp(`(?<![\\w$])${name.replace(/\W/g, '\\$&')}(?![\\w$])`, 'g');
  return [...new Set([...workspace.files, at.file])].some((file) => {
    const text = project.read(file) ?? '';
    const rest = file === at.file ? text.slice(0, at.start) + text.slice(at.end) : text;
    return rest.search(word) >= 0;
  });
}

function rename(
  name: string,
  right: string,
  { at }: PropertyValue,
  options: ObjectValue,
  { project }: RuleContext,
): Fix | null {
  const element = elementAt(at, project);
  if (!element?.name || options.open || options.properties.has(right)) return null;
  if (!ts.isPropertyAssignment(element) && !ts.isShorthandPropertyAssignment(element)) return null;
  const newText = ts.isShorthandPropertyAssignment(element) ? `${right}: ${name}` : right;
  const edit = { file: at.file, start: element.name.getStart(), end: element.name.end, newText };
  // What does nothing today would begin to: `job_id` as jobId drops jobs that were added before.
  return fix(`Rename ${name} to ${right}`, [edit], { isPreferred: false });
}
