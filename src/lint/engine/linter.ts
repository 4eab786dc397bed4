import type { Outlines } from '../modules/module-graph';
import { silent, type Logger } from '../../log/logger';
import type { Construction } from '../constructions/construction';
import { SafeRunner } from './safe-runner';
import { isCompiled } from '../syntax/compiled';
import { applyDisables } from './disables';
import type { Missing, SourceFiles } from '../files/source-files';
import type { Finding, Fix } from './finding';
import type { Rule, RuleContext } from './rule';
import { defaultSettings, type LintSettings } from './settings';
import { unknownOptions } from './unknown-options';
import { WorkspaceFacts } from './workspace-facts';

export interface LintResult {
  readonly file: string;
  /** By place, then by rule. */
  readonly findings: readonly Finding[];
  readonly constructions: readonly Construction[];
  /** Files and directories that the host has not loaded; lint again when it has (`lintUntilLoaded`). */
  readonly missing: Missing;
  /** Every file that the findings rest on, this one included: lint again when one changes. */
  readonly dependencies: readonly string[];
}

interface LintContext extends RuleContext {
  /** Every file that was read for it. */
  readonly dependencies: readonly string[];
}

/** Lints files of one workspace. Keeps what it learned between calls, so that an edit reads one file anew. */
export class Linter {
  private readonly workspace: WorkspaceFacts;
  private readonly runner: SafeRunner;

  constructor(
    files: SourceFiles,
    private readonly rules: readonly Rule[],
    log: Logger = silent,
    /** Told which file the engine is at, null where it is done: for who watches it from another thread. */
    at?: (path: string | null) => void,
  ) {
    this.runner = new SafeRunner(log, at);
    this.workspace = new WorkspaceFacts(files, this.runner);
  }

  /**
   * Says which source files the workspace has, and what their texts show. To be said again when a file comes, goes or is
   * changed; the outline of a file that has not changed is to be the same object.
   */
  index(outlines: Outlines): void {
    this.workspace.setOutlines(outlines);
  }

  /** The files that have to do with queues, as far as it is known: only in these there is something to find. */
  get paths(): readonly string[] {
    return this.workspace.paths;
  }

  /** Whether the host has loaded all that was asked for so far; else `lint` says what is missing. */
  get isComplete(): boolean {
    const { files, directories } = this.workspace.missing;
    return files.length + directories.length === 0;
  }

  /** What the rules say of one file. Never throws; a file that cannot be read has no findings. */
  lint(path: string, settings: LintSettings = defaultSettings): LintResult {
    const context = this.contextOf(path, settings);
    if (!context) {
      return { file: path, findings: [], constructions: [], missing: this.workspace.missing, dependencies: [path] };
    }
    const { file, queues, workspace } = context;
    const findings = [...this.rules, ...(settings.showUnknown ? [unknownOptions] : [])].flatMap((rule) =>
      this.findingsOf(rule, context),
    );
    return {
      file: path,
      findings: applyDisables(file, findings, settings),
      constructions: queues,
      missing: this.workspace.missing,
      dependencies: [...new Set([...context.dependencies, ...workspace.files])],
    };
  }

  /**
   * Answers a question about one file that is no rule's: what a word means, what could be written there. Null where the
   * file cannot be read, or `question` has no answer. Of what is loaded: to be asked after a `lint`.
   */
  ask<T>(path: string, question: (context: RuleContext) => T, settings: LintSettings = defaultSettings): T | null {
    const context = this.contextOf(path, settings);
    return (context && this.runner.run(path, `A question about ${path} failed.`, () => question(context))) ?? null;
  }

  /**
   * Forgets the texts that nothing rests on any more, and says which files are left; the host may forget the others too.
   * To be called once all files are linted.
   */
  forgetUnneeded(): ReadonlySet<string> {
    return this.workspace.forgetUnneeded();
  }

  private contextOf(path: string, settings: LintSettings): LintContext | null {
    this.workspace.refresh();
    const view = this.workspace.viewFrom(path, settings);
    const facts = this.workspace.of(path);
    if (!facts) return null;
    const { file, project, evaluator } = facts;
    const queues = view.workspace.queuesOf(facts.constructions(view.roots));
    evaluator.refuel();
    return {
      file,
      queues,
      settings,
      evaluator,
      project,
      workspace: view.workspace,
      get dependencies() {
        return [...project.dependencies, ...view.project.dependencies];
      },
    };
  }

  /** What a compiler wrote is not changed unasked. */
  private unlessCompiled(fix: Fix, { project }: RuleContext): Fix {
    const isOfCompiler = fix.edits.some(({ file }) => isCompiled(project.read(file) ?? ''));
    return isOfCompiler ? { ...fix, isPreferred: false } : fix;
  }

  private findingsOf(rule: Rule, context: RuleContext): Finding[] {
    const { id, defaultSeverity } = rule.meta;
    const chosen = context.settings.severities[id];
    if (chosen === 'off') return [];
    const { path } = context.file;
    // A rule that fails on code that nobody thought of says nothing, and the others still speak.
    const found = this.runner.run(path, `The rule ${id} failed on ${path}.`, () => [...rule.check(context)]) ?? [];
    return found.map((each) => ({
      rule: id,
      file: path,
      start: each.start,
      end: each.end,
      message: each.message,
      severity: chosen ?? each.severity ?? defaultSeverity,
      related: each.related ?? [],
      cause: each.cause ?? { file: path, start: each.start, end: each.end },
      about: [each.about ?? { file: path, start: each.start, end: each.end }],
      unnecessary: each.unnecessary ?? false,
      fixes: (): readonly Fix[] =>
        this.runner
          .run(path, `The fixes of ${id} failed on ${path}.`, () => each.fixes?.() ?? [])
          ?.map((fix) => this.unlessCompiled(fix, context)) ?? [],
      whyNoFix: () => each.whyNoFix?.() ?? null,
    }));
  }
}
