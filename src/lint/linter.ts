import type { Construction, Roles } from './constructions/construction';
import { findConstructions } from './constructions/find';
import { applyDisables } from './disables';
import { Project, type Missing, type ParseCache } from './files/project';
import type { SourceFiles } from './files/source-files';
import type { Finding } from './findings';
import type { Rule, RuleContext } from './rule';
import { defaultSettings, type LintSettings } from './settings';
import { Evaluator } from './values/evaluator';
import type { WorkspaceIndex } from './workspace-index';

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

/** Lints files of one workspace. Keeps syntax trees between calls, so that an edit parses one file. */
export class Linter {
  private readonly cache: ParseCache = new Map();

  constructor(
    private readonly files: SourceFiles,
    private readonly rules: readonly Rule[],
  ) {}

  /** What the rules say of one file. Never throws; a file that cannot be read has no findings. */
  lint(path: string, settings: LintSettings = defaultSettings): LintResult {
    const project = new Project(this.files, this.cache);
    const file = project.parse(path, Infinity);
    if (!file) return { file: path, findings: [], constructions: [], ...progress(project) };
    const evaluator = new Evaluator(project);
    const constructions = findConstructions(file, evaluator);
    const index: WorkspaceIndex = { constructions, files: [path], isComplete: false, needles: [] };
    const roles = (): Roles => ({ processes: [], subscribes: [], adds: [], closes: [], escapes: true });
    const context: RuleContext = { file, constructions, settings, evaluator, project, index, roles };
    const findings = applyDisables(
      file,
      this.rules.flatMap((rule) => findingsOf(rule, context)),
    );
    return { file: path, findings: [...findings].sort(byPlace), constructions, ...progress(project) };
  }
}

function findingsOf(rule: Rule, context: RuleContext): Finding[] {
  const chosen = context.settings.severities[rule.meta.id];
  if (chosen === 'off') return [];
  return [...rule.check(context)].map((found) => ({
    rule: rule.meta.id,
    file: context.file.path,
    start: found.start,
    end: found.end,
    message: found.message,
    severity: chosen ?? found.severity ?? rule.meta.defaultSeverity,
    related: found.related ?? [],
    unnecessary: found.unnecessary ?? false,
    fixes: () => found.fixes?.() ?? [],
  }));
}

function progress(project: Project): Pick<LintResult, 'missing' | 'dependencies'> {
  return { missing: project.missing, dependencies: project.dependencies };
}

function byPlace(a: Finding, b: Finding): number {
  return a.start - b.start || a.end - b.end || a.rule.localeCompare(b.rule);
}
