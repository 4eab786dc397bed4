import type { Fix, RuleFinding } from './finding';
import type { ParsedFile } from '../syntax/parsed-file';
import type { Project } from '../files/project';
import type { LintSettings, Severity } from './settings';
import type { Evaluator } from '../evaluation/value';
import type { Queue } from '../queue/queue';
import type { Workspace } from '../queue/workspace';

export interface RuleMeta {
  /** Kebab case; also the name of the rule's file, of its page in docs/rules and of its setting. */
  readonly id: string;
  /** One sentence for the settings UI and the list of rules. */
  readonly summary: string;
  readonly defaultSeverity: Severity;
  readonly fixable: boolean;
}

export interface Rule {
  readonly meta: RuleMeta;
  /** What the rule finds in `context.file`. Pure: no state between calls. */
  check(context: RuleContext): Iterable<RuleFinding>;
}

/** What a rule or a fix may look at. One per file and lint. */
export interface RuleContext {
  /** The file that is linted: `path`, `text` and the syntax tree `ast`. Findings are ranges in it. */
  readonly file: ParsedFile;
  /** The Bull queues that this file makes, in the order of the text. */
  readonly queues: readonly Queue[];
  readonly settings: LintSettings;
  /** Evaluates any expression of any file, calls functions, reads members. */
  readonly evaluator: Evaluator;
  /** Other files: `project.parse(path)`, `project.read(path)`, `project.list(directory)`. */
  readonly project: Project;
  /** What is true of the whole workspace: all queues, all files that matter. */
  readonly workspace: Workspace;
}

/** A fix with only the edits that differ from the usual: preferred, no new file. */
export function fix(title: string, edits: Fix['edits'], rest: Partial<Fix> = {}): Fix {
  return { title, edits, isPreferred: true, newFiles: [], ...rest };
}
