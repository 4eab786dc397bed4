import type { Finding, RuleMeta } from '../lint';
import { excludesOf } from '../lint/files/files-exclude';
import type { Logger } from '../log/logger';
import { RepositoryWalk } from '../workspace/repository-walk';
import { SourceWalk } from '../workspace/source-walk';
import type { LintArguments } from './arguments';
import { DiskFiles, type Change } from './files/disk-files';
import { folderReader } from './files/folder-reader';
import { select } from './files/selection';
import { Sources } from './files/sources';
import type { Notice } from './notice';
import { Reporter, type FileReport } from './report';
import { filesExclude, lintSettings, readSettings } from './settings';
import { UsageError } from './usage';
import type { Workspace } from './workspace';

export interface LintOutcome {
  /** One for each file that was asked for, in that order, and then for each that a fix made. */
  readonly reports: readonly FileReport[];
  /** Every rule there is. */
  readonly rules: readonly RuleMeta[];
  /** False where `--fix` could not write a file. */
  readonly isSaved: boolean;
  /** What fixes made of the files. */
  readonly changes: readonly Change[];
}

/**
 * Lints the files that were asked for, and fixes them if that was asked for too. Whatever was asked for, the whole
 * repository is indexed, so that the number of queues, and who takes options from whom, are the same as in the editor.
 * Throws a `UsageError` for a path or a rule that is not there.
 */
export async function lint(
  options: LintArguments,
  workspace: Workspace,
  cwd: string,
  notice: Notice,
  log: Logger,
): Promise<LintOutcome> {
  const written = readSettings(workspace.root);
  const excludes = excludesOf(filesExclude(written));
  const walk = new SourceWalk(workspace.root, folderReader(workspace.root, notice), excludes);
  const selected = new Set(await select(options.paths, cwd, walk));
  const files = new DiskFiles();
  const { root: folder, repository } = workspace;
  const around = new RepositoryWalk(
    { folder, repository: repository === folder ? null : repository },
    folderReader(folder, notice),
    excludes,
  );
  const sources = new Sources(new Set([...(await around.all()), ...selected]), files, notice);
  const { Linter, MOST_FIX_PASSES, UNUSED_DISABLE, findingKinds, fixesTogether, rules, textsAfter } =
    await import('../lint');
  const known = new Set([...rules.map(({ meta }) => meta.id), UNUSED_DISABLE]);
  const unknownRule = Object.keys(options.severities).find((id) => !known.has(id));
  if (unknownRule) throw new UsageError(`There is no rule '${unknownRule}'. There are: ${[...known].join(', ')}.`);
  const settings = lintSettings(written, options);
  const linter = new Linter(files, rules, log);

  const findings = (): Finding[] => {
    linter.index(sources.outlines);
    const linted = linter.paths.filter((path) => selected.has(path));
    return linted.flatMap((path) => linter.lint(path, settings).findings);
  };
  const fix = (found: readonly Finding[]): boolean => {
    const texts = textsAfter(fixesTogether(found, files), (path) => files.read(path));
    const changed = [...texts].filter(([path, text]) => files.read(path) !== text);
    for (const [path, text] of changed) {
      if (files.read(path) === null) selected.add(path);
      files.write(path, text);
      sources.changed(path);
    }
    return changed.length > 0;
  };

  let found = findings();
  for (let pass = 0; options.fix && pass < MOST_FIX_PASSES && fix(found); pass++) found = findings();
  const reports = new Reporter(files).reports(selected, found);
  const changes = files.changes();
  const isSaved = options.isDryRun || files.save(notice);
  return { reports, rules: findingKinds, isSaved, changes };
}
