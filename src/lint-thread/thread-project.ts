import { setImmediate as letOthersIn } from 'node:timers/promises';
import {
  Linter,
  defaultSettings,
  disableFixes,
  lintUntilLoaded,
  lockTimeline,
  lockVerdict,
  optionAt,
  rulePage,
  rules,
  serverlessSettingsFixes,
  type Finding,
  type Fix,
  type Location,
  type LintResult,
  type LintSettings,
  type Missing,
} from '../lint';
import type {
  AboutClientType,
  AboutOption,
  Changes,
  FixedFiles,
  LintedFile,
  Loaded,
  OfferedFix,
  Place,
  PlacedFinding,
  PlacedFix,
  StopFlag,
  TextRange,
} from './answers';
import { CopiedFiles } from './copied-files';
import { DraftFiles } from './draft-files';
import { fixAll } from './fix-all';
import { Places } from './places';

/** What the thread asks of the editor. */
export interface EditorSide {
  load(missing: Missing): Promise<Loaded>;
}

/** What the editor asks of the thread, about the files of one workspace folder. Answers hold for the texts told so far. */
export class ThreadProject {
  private readonly files = new CopiedFiles();
  private readonly linter = new Linter(this.files, rules);
  private settings = defaultSettings;
  /** The files that have to do with Bull; null until the editor has looked at all. */
  private paths: readonly string[] | null = null;

  constructor(private readonly editor: EditorSide) {}

  update(changes: Changes, settings: LintSettings): void {
    this.files.change(changes);
    this.settings = settings;
  }

  /** Takes the list of the files that have to do with Bull; answers what else leads to such a file (`Linter.needles`). */
  async index(paths: readonly string[]): Promise<readonly string[]> {
    this.paths = paths;
    this.linter.index(paths);
    if (paths[0] !== undefined) await this.result(paths[0]);
    return this.linter.needles;
  }

  /** What the rules say of a file, once all that it takes its options from is loaded. */
  async lint(path: string): Promise<LintedFile> {
    const { findings, dependencies } = await this.result(path);
    const places = new Places(this.files);
    return { findings: findings.map((finding) => placedFinding(finding, places)), dependencies };
  }

  /** The fixes of each finding in a range, the preferred one first, and then the ways to disable it. */
  async quickFixes(path: string, range: TextRange): Promise<readonly OfferedFix[]> {
    const { findings } = await this.result(path);
    const text = this.files.read(path) ?? '';
    const places = new Places(this.files);
    const selection = places.location(path, range);
    const here = findings.filter((finding) => meets(finding, selection));
    const offered = (finding: Finding, fixes: readonly Fix[]): OfferedFix[] =>
      fixes.map((fix) => ({ rule: finding.rule, range: places.range(finding), fix: placedFix(fix, places) }));
    return [
      ...here.flatMap((finding) => offered(finding, finding.fixes())),
      ...here.flatMap((finding) => offered(finding, disableFixes(finding, text))),
    ];
  }

  /** The serverless settings for the queue around a range, without those that `quickFixes` offers there anyway. */
  async serverlessFixes(path: string, range: TextRange): Promise<readonly PlacedFix[]> {
    const { findings } = await this.result(path);
    const places = new Places(this.files);
    const selection = places.location(path, range);
    const here = findings.filter((finding) => meets(finding, selection));
    const offered = new Set(here.flatMap((finding) => finding.fixes().map(({ title }) => title)));
    const fixes = this.linter.ask(
      path,
      (context) => {
        const queue = context.queues.find(
          ({ node }) => node.getStart() <= selection.start && selection.end <= node.end,
        );
        return queue ? serverlessSettingsFixes(queue, context) : [];
      },
      this.settings,
    );
    return (fixes ?? []).filter(({ title }) => !offered.has(title)).map((fix) => placedFix(fix, places));
  }

  /** What of Bull's is at a place; null where nothing is. */
  async about(path: string, place: Place): Promise<AboutOption | AboutClientType | null> {
    await this.result(path);
    const places = new Places(this.files);
    const found = this.linter.ask(path, (context) => optionAt(context, places.offset(path, place)), this.settings);
    if (!found) return null;
    const range = places.range({ file: path, start: found.start, end: found.end });
    if (found.kind === 'client type') {
      return { kind: found.kind, range, name: found.name, description: found.description };
    }
    const { kind, option, timing } = found;
    const lock = timing && { timeline: lockTimeline(timing), verdict: lockVerdict(timing) };
    return { kind, range, path: found.path, option, lock };
  }

  /** What all preferred fixes of the files come to; of no use where it was stopped. */
  fixAll(paths: readonly string[], stop: StopFlag): Promise<FixedFiles> {
    const isStopped = (): boolean => Atomics.load(stop, 0) !== 0;
    const draft = new DraftFiles(this.files);
    const linter = new Linter(draft, rules);
    if (this.paths) linter.index(this.paths);
    const find = async (): Promise<readonly Finding[]> => {
      const found: Finding[] = [];
      for (const path of paths) {
        if (isStopped()) break;
        await letOthersIn();
        found.push(...(await this.result(path, linter)).findings);
      }
      return found;
    };
    return fixAll(draft, find, isStopped);
  }

  private result(path: string, linter = this.linter): Promise<LintResult> {
    return lintUntilLoaded(
      () => linter.lint(path, this.settings),
      async (missing) => this.files.add(await this.editor.load(missing)),
    );
  }
}

/** Whether a finding is in the selection or beside the cursor. */
function meets(finding: Finding, selection: Location): boolean {
  return finding.start <= selection.end && selection.start <= finding.end;
}

function placedFinding(finding: Finding, places: Places): PlacedFinding {
  const { rule, message, severity, unnecessary } = finding;
  const related = finding.related.map((each) => ({
    file: each.file,
    range: places.range(each),
    message: each.message,
  }));
  return { rule, page: rulePage(rule), message, severity, unnecessary, range: places.range(finding), related };
}

function placedFix({ title, isPreferred, edits, newFiles }: Fix, places: Places): PlacedFix {
  const placed = edits.map((edit) => ({ file: edit.file, range: places.range(edit), newText: edit.newText }));
  return { title, isPreferred, edits: placed, newFiles };
}
