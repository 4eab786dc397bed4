import { setImmediate as letOthersIn } from 'node:timers/promises';
import {
  Linter,
  defaultSettings,
  disableFixes,
  lintUntilLoaded,
  locationOf,
  lockTimeline,
  lockVerdict,
  optionAt,
  processesInCode,
  queuesInCode,
  serverlessSettingsFixes,
  type Finding,
  type Fix,
  type LintResult,
  type Location,
  type Missing,
  type Rule,
  type RuleContext,
  type SourceFiles,
} from '../lint';
import { excludesOf, type FilesExclude } from '../lint/files/files-exclude';
import { createLogger, type LogLevel, type Logger } from '../log/logger';
import { Disk } from '../workspace/disk';
import { isIn, repositoryAround, RepositoryWalk } from '../workspace/repository-walk';
import type { Entry, FolderReader } from '../workspace/source-walk';
import {
  fixesAt,
  type AboutClientType,
  type AboutOption,
  type Answer,
  type FixedFiles,
  type FixesAt,
  type LintedFile,
  type OfferedFix,
  type Place,
  type QueueIndex,
  type TextRange,
} from './answers';
import { DraftFiles } from './draft-files';
import { queueIndex } from './queue-index';
import { fixAll } from './fix-all';
import { FolderIndex } from './folder-index';
import { placedFinding, placedFix } from './placed';
import { Places } from './places';
import type { Pulse } from './pulse';
import { isStopped, type StopFlag } from './stop-flag';
import { ThreadFiles } from './thread-files';
import type { FolderState, Loaded, ProjectOptions, Update } from './updates';

/** What the thread asks of the editor, and tells it. */
export interface EditorSide {
  load(missing: Missing): Promise<Loaded>;
  /** Something that findings may rest on is another now: a file on disk, the list of files that have to do with Bull. */
  changed(state: FolderState): void;
  log(level: LogLevel, text: string): void;
}

/**
 * What the editor asks of the thread, about the files of one workspace folder. Each answer says the revision of the texts
 * that it is true of: no task comes between the lint and the places that are made of it.
 */
export class ThreadProject implements FolderReader {
  private readonly log: Logger;
  private readonly disk: Disk | null;
  private readonly files: ThreadFiles;
  private readonly linter: Linter;
  private readonly index: FolderIndex | null;
  private revision = 0;
  private settings = defaultSettings;
  /** Null until the first update. */
  private filesExclude: FilesExclude | null = null;
  /** Counts what was told of files, so that what was read before is not taken for what is there now. */
  private fileChanges = 0;
  /** The repository around the folder; null where there is none, or it is not known yet. */
  private repository: string | null = null;

  constructor(
    private readonly options: ProjectOptions,
    private readonly editor: EditorSide,
    private readonly rules: readonly Rule[],
    private readonly pulse: Pulse,
  ) {
    this.log = createLogger((level, text) => editor.log(level, text));
    this.disk = options.diskAuthority === null ? null : new Disk(options.diskAuthority);
    this.files = new ThreadFiles(this.disk, options.leftOut);
    this.linter = this.newLinter(this.files);
    this.index = options.folder === null ? null : this.newIndex(options.folder);
  }

  update(update: Update): void {
    try {
      this.take(update);
    } catch (error) {
      this.log.error('An update of texts could not be taken into account.', error);
    }
  }

  /** What the rules say of a file, once all that it takes its options from is loaded. */
  lint(path: string, stop: StopFlag): Promise<Answer<LintedFile>> {
    return this.answer(stop, path, ({ findings, constructions, dependencies }, places) => {
      const placed = findings.map((finding) => placedFinding(finding, places));
      const queues = constructions.map(({ node }) => places.range(locationOf(node)));
      return { findings: placed, dependencies, fixable: [...placed.map(({ range }) => range), ...queues] };
    });
  }

  /**
   * What can be done in a range; made once more where a closed file that is edited has changed on disk, and nobody has said
   * so yet.
   */
  async fixes(path: string, range: TextRange, stop: StopFlag): Promise<Answer<FixesAt>> {
    const make = ({ findings }: LintResult, places: Places): FixesAt => {
      const selection = places.location(path, range);
      const here = findings.filter((finding) => meets(finding, selection));
      const quickFixes = this.quickFixes(path, here, places);
      const offered = new Set(quickFixes.map(({ fix }) => fix.title));
      const serverless = this.serverlessFixes(path, selection).filter(({ title }) => !offered.has(title));
      return { quickFixes, serverless: serverless.map((fix) => placedFix(fix, places)) };
    };
    const answer = await this.answer(stop, path, make);
    const edited = new Set(answer && fixesAt(answer.value).flatMap(({ edits }) => edits.map(({ file }) => file)));
    return this.files.reread(edited) ? this.answer(stop, path, make) : answer;
  }

  /** What of Bull's is at a place; null where nothing is. */
  about(path: string, place: Place, stop: StopFlag): Promise<Answer<AboutOption | AboutClientType | null>> {
    return this.answer(stop, path, (_result, places) => {
      const found = this.linter.ask(path, (context) => optionAt(context, places.offset(path, place)), this.settings);
      if (!found) return null;
      const range = places.range({ file: path, start: found.start, end: found.end });
      if (found.kind === 'client type') {
        return { kind: found.kind, range, name: found.name, description: found.description };
      }
      const { kind, option, timing } = found;
      const lock = timing && { timeline: lockTimeline(timing), verdict: lockVerdict(timing) };
      return { kind, range, path: found.path, option, lock };
    });
  }

  /** What all preferred fixes of the files come to, all of it made of the texts as they are now. */
  async fixAll(paths: readonly string[], stop: StopFlag): Promise<Answer<FixedFiles>> {
    // Without the whole folder in view, a comment may seem to hide nothing.
    await this.index?.paths();
    const { revision } = this;
    const draft = new DraftFiles(this.files.frozen());
    const linter = this.newLinter(draft);
    if (this.index) linter.index(this.index.sources);
    const find = async (): Promise<readonly Finding[]> => {
      const found: Finding[] = [];
      for (const path of paths) {
        if (isStopped(stop)) break;
        await letOthersIn();
        found.push(...(await this.result(path, linter)).findings);
      }
      return found;
    };
    const value = await fixAll(draft, find, () => isStopped(stop));
    return isStopped(stop) ? null : { revision, value };
  }

  /** Every queue that the code of the folder makes, with what the rules say of it. */
  async queues(stop: StopFlag): Promise<Answer<QueueIndex>> {
    const paths = (await this.bullPaths()).filter((path) => this.isOwn(path));
    const findings: Finding[] = [];
    for (const path of paths) {
      if (isStopped(stop)) return null;
      await letOthersIn();
      findings.push(...(await this.result(path)).findings);
    }
    if (isStopped(stop)) return null;
    const [first] = paths;
    const ask = <T>(question: (context: RuleContext) => readonly T[]): readonly T[] =>
      (first === undefined ? null : this.linter.ask(first, question, this.settings)) ?? [];
    const own = <T extends { readonly file: string }>(all: readonly T[]): readonly T[] =>
      all.filter(({ file }) => this.isOwn(file));
    const [queues, processes] = [own(ask(queuesInCode)), own(ask(processesInCode))];
    this.files.keepOnly(this.linter.forgetUnneeded());
    return { revision: this.revision, value: queueIndex(queues, processes, findings, this.files) };
  }

  /** The files of the folder that can hold a queue, once all have been looked at. */
  async bullPaths(): Promise<readonly string[]> {
    return this.index ? this.index.paths() : [];
  }

  /** How many files of the folder could be linted, those that do not mention bull included, once all have been looked at. */
  async sourceCount(without: readonly string[]): Promise<number> {
    await this.index?.paths();
    const isElsewhere = (path: string) => without.some((directory) => path.startsWith(`${directory}/`));
    const sources = [...(this.index?.sources.keys() ?? [])];
    return sources.filter((path) => this.isOwn(path) && !isElsewhere(path)).length;
  }

  /** For the walk through the folder: what is looked at is not kept. */
  async read(path: string): Promise<string | null> {
    const text = this.files.look(path);
    if (text !== undefined) return text;
    const { update, texts } = await this.editor.load({ files: [path], directories: [] });
    this.update(update);
    return texts.get(path) ?? null;
  }

  async entries(directory: string): Promise<readonly Entry[] | null> {
    if (this.disk) return this.disk.entries(directory);
    const { update, entries } = await this.editor.load({ files: [], directories: [directory] });
    this.update(update);
    return entries.get(directory) ?? null;
  }

  /** Nobody asks any more. */
  close(): void {
    this.index?.close();
  }

  private take(update: Update): void {
    const isExcludeNew = JSON.stringify(update.filesExclude) !== JSON.stringify(this.filesExclude);
    this.revision = update.revision;
    this.settings = update.settings;
    this.filesExclude = update.filesExclude;
    const { changed, cameOrWent } = update.files;
    if (changed.length + cameOrWent.length > 0) this.fileChanges++;
    if (this.files.update(update)) this.tellChanged();
    if (!this.index) return;
    const isIgnoreNew = [...changed, ...cameOrWent].some((path) => path.endsWith('/.gitignore'));
    if (isExcludeNew || isIgnoreNew) this.index.search();
    this.index.look([...update.opened, ...update.closed, ...update.texts.keys(), ...changed, ...cameOrWent]);
  }

  private async answer<T>(
    stop: StopFlag,
    path: string,
    make: (result: LintResult, places: Places) => T,
  ): Promise<Answer<T>> {
    if (isStopped(stop)) return null;
    const result = await this.result(path);
    if (isStopped(stop)) return null;
    return { revision: this.revision, value: make(result, new Places(this.files)) };
  }

  private quickFixes(path: string, here: readonly Finding[], places: Places): readonly OfferedFix[] {
    const text = this.files.read(path) ?? '';
    const offered = (finding: Finding, fixes: readonly Fix[]): OfferedFix[] =>
      fixes.map((fix) => ({ rule: finding.rule, range: places.range(finding), fix: placedFix(fix, places) }));
    return [
      ...here.flatMap((finding) => offered(finding, [...finding.fixes(), ...reasonAgainst(finding)])),
      ...here.flatMap((finding) => offered(finding, disableFixes(finding, text))),
    ];
  }

  private serverlessFixes(path: string, selection: Location): readonly Fix[] {
    const fixesOf = (context: RuleContext): readonly Fix[] => {
      const queue = context.queues.find(({ node }) => node.getStart() <= selection.start && selection.end <= node.end);
      return queue ? serverlessSettingsFixes(queue, context) : [];
    };
    return this.linter.ask(path, fixesOf, this.settings) ?? [];
  }

  private result(path: string, linter = this.linter): Promise<LintResult> {
    return lintUntilLoaded(
      () => linter.lint(path, this.settings),
      (missing) => this.load(missing),
    );
  }

  /** Asks the editor for what is missing; what changed while that was read is missing still. */
  private async load(missing: Missing): Promise<void> {
    const before = this.fileChanges;
    const { update, ...loaded } = await this.editor.load(missing);
    const isStale = this.fileChanges !== before;
    this.update(update);
    if (!isStale) this.files.add(loaded);
  }

  private newLinter(files: SourceFiles): Linter {
    return new Linter(files, this.rules, this.log, (path) => this.pulse.at(path));
  }

  private newIndex(folder: string): FolderIndex {
    return new FolderIndex({
      linter: this.linter,
      log: this.log,
      newWalk: async () => {
        const repository = await repositoryAround(folder, (directory) => this.entries(directory));
        const isOther = repository !== this.repository;
        this.repository = repository;
        if (isOther) this.tellChanged();
        return new RepositoryWalk({ folder, repository }, this, excludesOf(this.filesExclude ?? {}));
      },
      read: (path) => this.read(path),
      load: (path) => this.result(path),
      changed: () => this.tellChanged(),
    });
  }

  private tellChanged(): void {
    this.editor.changed({ paths: this.index?.known ?? [], repository: this.repository });
  }

  /** Whether a file is of the folder itself, and not of the repository around it. */
  private isOwn(path: string): boolean {
    const { folder } = this.options;
    return folder === null || isIn(path, folder);
  }
}

/** Why a finding has no fix, as one that changes nothing. */
function reasonAgainst({ whyNoFix }: Finding): readonly Fix[] {
  const title = whyNoFix?.();
  return title ? [{ title, isPreferred: false, edits: [], newFiles: [] }] : [];
}

/** Whether a finding is in the selection or beside the cursor. */
function meets(finding: Finding, selection: Location): boolean {
  return finding.start <= selection.end && selection.start <= finding.end;
}
